import Execution
import Networks
public import Scenes
import Tensors

/// What a layer makes of a photo: its feature maps in a grid, the photo beside them.
public struct FeatureMaps: NetworkFigure {
    public var options = NetworkOptions()
    public var layer: String?
    public var count: Int?
    public var channels: IndexList?
    public var sort = MapOrder.channel
    public var colorScale = ColorScale.shared

    /// In which order maps stand.
    public enum MapOrder: String, ParameterChoice, Sendable {
        case channel, activity
    }

    public init() {}

    public static let summary = "What a layer makes of a photo: its feature maps in a grid, the most active one marked."

    public static var parameters: [FigureParameter<FeatureMaps>] {
        networkParameters + photoParameters + [
            imageParameter,
            .init("layer", \.layer, "whose maps; the first layer that has several unless given"),
            .init("count", \.count, "at most this many maps; 64 unless given, 32 in a column, the rest is counted"),
            .init("channels", \.channels, "these maps, counted from 0, as 3,17 or 0-7"),
            .init("sort", \.sort, "by their channels' numbers, or the most active first"),
            .init("color-scale", \.colorScale, "one colour scale for all maps, or one for each"),
        ]
    }

    public func scene(in context: FigureContext) throws -> Scene {
        let prepared = try options.prepared(in: context)
        let node = try prepared.network.layer(layer, else: { !$0.output.isVector }, what: "feature maps")
        let input = try NetworkInput(options, for: prepared.network, in: context)
        let output = try prepared.execution(of: [node.name]).run(input.tensors, layers: [node.name])[node.name]
        guard let output, output.shape.elementCount > 0 else { throw FigureError.nothingToDraw(node.name) }
        let usual = context.width < 300 ? LayerMaps.usualCount / 2 : LayerMaps.usualCount
        let maps = try LayerMaps(output, node) { maps throws(FigureError) in try chosen(maps, usual: usual) }
        var builder = SceneBuilder(context)
        builder.heading(node.name, [node.figureWords, sizes(node.output, in: prepared.network.layout)])
        let drawn = builder.featureMaps(maps, photo: input.photo, named: input.words, isShared: colorScale == .shared)
        builder.footnote(notes(maps, drawn, input) + [prepared.weightWords])
        return builder.scene(
            AlternativeText(
                summary: "\(maps.what.capitalisedFirst) of layer \(node.name) of \(prepared.network.title) for "
                    + "\(input.words), \(prepared.weightWords).",
                details: [input.details, maps.details(node), prepared.weightDetails.capitalisedFirst + "."]
                    .joined(separator: " ")))
    }

    private func chosen(_ maps: [LayerMaps.Map], usual: Int) throws(FigureError) -> [LayerMaps.Map] {
        if let count, count < 1 { throw .nothingToDraw("a grid of \(count) maps") }
        var chosen = try channels?.checked("map", of: maps.count).map { maps[$0] } ?? maps
        switch sort {
        case .channel: break
        case .activity: chosen.sort { ($1.activity, $0.channel) < ($0.activity, $1.channel) }
        }
        return Array(chosen.prefix(count ?? (channels == nil ? usual : chosen.count)))
    }

    private func notes(_ maps: LayerMaps, _ drawn: DrawnMaps, _ input: NetworkInput) -> [String] {
        var notes: [String] = []
        if input.photo == nil { notes.append(input.words) }
        if maps.shown.count > 1, maps.form != .units {
            switch colorScale {
            case .shared: notes.append("one scale for all maps")
            case .each: notes.append("each map on its own scale")
            }
        }
        if let most = maps.mostActive, maps.shown.count > 1 {
            let of = maps.shown.count < maps.count ? " of those shown" : ""
            notes.append(
                "\(maps.form == .units ? "with its value" : "outlined"): the most active\(of), \(most.channel)")
        }
        if drawn.isClipped {
            let share = decimal(Float(100 * ValueScale.clippedShare))
            notes.append("the largest \(share)\u{A0}% of values share the end colour")
        }
        let silent = maps.shown.count { $0.isSilent }
        if silent > 0, maps.form != .units {
            notes.append("\(silent) of \(maps.shown.count) \(silent == 1 ? "is" : "are") zero everywhere")
        }
        if let middle = maps.slice { notes.append("the slice at depth \(middle) of each volume") }
        if drawn.reduction > 1 {
            notes.append("each square is the mean of \(sizes([drawn.reduction, drawn.reduction])) values")
        }
        return notes
    }
}
