import Execution
import Networks
public import Scenes
import Tensors

/// The weights of a layer as pictures: in colour where they read a colour photo, slice by slice deeper down.
public struct Kernels: NetworkFigure {
    public var options = NetworkOptions()
    public var layer: String?
    public var count: Int?
    public var filters: IndexList?
    public var channels: IndexList?
    public var channelNames: [String] = []
    public var view = KernelView.auto
    public var sort = KernelOrder.filter
    public var colorScale = ColorScale.shared

    /// Whether kernels over red, green and blue are coloured pictures: those of networks that prepare photos, unless
    /// something else is said.
    public enum KernelView: String, ParameterChoice, Sendable {
        case auto, color, slices
    }

    /// In which order filters stand.
    public enum KernelOrder: String, ParameterChoice, Sendable {
        case filter, norm, similarity
    }

    public init() {}

    public static let summary =
        "The kernels of a layer: in colour where they read a colour photo, one slice for each channel deeper down."

    public static var parameters: [FigureParameter<Kernels>] {
        networkParameters + [
            .init("layer", \.layer, "whose kernels; the first layer that has some unless given"),
            .init("count", \.count, "at most this many filters; 64 unless given, 8 to 12 where each is several slices"),
            .init(
                "filters", \.filters, "these filters, counted from 0, as 3,17 or 0-7; of a single one, all its slices"),
            .init("channels", \.channels, "the slices for these input channels, counted from 0"),
            .init("channel-names", \.channelNames, "what the input channels are, as value,delta,delta-delta"),
            .init(
                "view", \.view,
                "kernels over three channels as colours, or slice by slice; in colour by itself where the network says how "
                    + "photos are prepared"),
            .init("sort", \.sort, "by the filters' numbers, the largest first, or similar ones side by side"),
            .init("color-scale", \.colorScale, "one colour scale for all kernels, or one for each filter"),
        ]
    }

    public func scene(in context: FigureContext) throws -> Scene {
        let prepared = try options.prepared(in: context)
        let network = prepared.network
        let node = try network.layer(layer, else: \.hasKernels, what: "kernels")
        let names = channelNames.flatMap { $0.split(separator: ",") }.map { String($0.drop { $0 == " " }) }
        let found = KernelSet(
            node, try prepared.weights(of: node), in: network, names: names, takesPhotos: view == .color ? true : nil)
        guard node.hasKernels, let all = found else {
            throw FigureError.noKernels(
                layer: node.name, kind: node.layer.kindName,
                others: Array(network.nodes.filter(\.hasKernels).map(\.name).prefix(8)))
        }
        if let count, count < 1 { throw FigureError.nothingToDraw("a grid of \(count) kernels") }
        guard view != .color || all.isOverColors else {
            throw ParameterError(
                option: "view", value: view.rawValue, expected: "slices: the layer reads no colour photo")
        }
        if !names.isEmpty, names.count != all.channelCount {
            throw ParameterError(
                option: "channel-names", value: names.joined(separator: ","),
                expected: counted(all.channelCount, "name") + ", one for each channel that the layer reads")
        }
        let selection = try KernelSelection(self, all, isNarrow: context.width < 300)
        var builder = SceneBuilder(context)
        builder.heading(node.name, [node.figureWords, all.words])
        builder.kernels(selection, isShared: colorScale == .shared)
        builder.footnote(selection.notes(colorScale) + [prepared.weightWords])
        return builder.scene(
            AlternativeText(
                summary: "Kernels of layer \(node.name) of \(network.title): \(all.words), \(prepared.weightWords).",
                details: [selection.details, prepared.weightDetails.capitalisedFirst + "."].joined(separator: " ")))
    }
}

extension Node {
    /// Whether one set of weights slides over its input, or reads it as a picture.
    fileprivate var hasKernels: Bool {
        switch layer {
        case .conv, .convTranspose, .depthwiseConv, .separableConv: true
        case .dense, .locallyConnected, .maxPool, .averagePool, .globalMaxPool, .globalAveragePool, .roiPool,
            .spatialPyramidPool, .flatten, .reshape, .permute, .batchNorm, .localResponseNorm, .dropout, .activation,
            .add, .concat, .multiply, .zeroPad, .crop, .upsample, .pixelShuffle, .pixelUnshuffle, .lstm, .operator:
            false
        }
    }
}
