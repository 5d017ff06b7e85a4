import Networks
import Tensors

/// Networks of random layers: one that does not fit is left out again.
struct RandomNetwork {
    private var random: SplitMix64

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    private mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &random) }

    mutating func network() throws -> Network {
        let axes = 1 + below(3)
        let input = [2 * (1 + below(3))] + (0..<axes).map { _ in 8 + below(12) }
        var layers: [LayerDescription] = [.relu]
        var network = try Network("Random", input: input, layers: layers)
        for _ in 0..<(4 + below(16)) {
            var layer = layer(axes, network.nodes.map(\.name))
            if below(4) == 0 { layer = layer.named("n\(layers.count)") }
            if below(8) == 0 { layer = layer.frozen() }
            if let longer = try? Network("Random", input: input, layers: layers + [layer]) {
                network = longer
                layers.append(layer)
            }
        }
        return network
    }

    private mutating func perAxis(_ axes: Int, _ range: Range<Int>) -> PerAxis {
        below(2) == 0
            ? .all(Int.random(in: range, using: &random))
            : .each((0..<axes).map { _ in Int.random(in: range, using: &random) })
    }

    private mutating func window(_ axes: Int) -> SlidingWindow {
        let paddings: [Padding] = [
            .valid, .same, .full, .symmetric(perAxis(axes, 0..<3)),
            .symmetric(.each((0..<2 * axes).map { _ in Int.random(in: 0..<3, using: &random) })),
        ]
        return SlidingWindow(
            kernelSize: perAxis(axes, 1..<4), stride: perAxis(axes, 1..<3), padding: paddings[below(5)],
            dilation: perAxis(axes, 1..<3))
    }

    private mutating func layer(_ axes: Int, _ names: [String]) -> LayerDescription {
        let functions = Activation.Function.allCases
        let activation = below(3) == 0 ? Activation(functions[below(functions.count)], coefficient: 0.3) : nil
        let name = names[below(names.count)]
        switch below(14) {
        case 0, 1:
            return LayerDescription(
                .conv(
                    Conv(
                        filters: 2 * (1 + below(3)), window: window(axes), groups: 1 + below(2), hasBias: below(2) == 0)
                ),
                activation: activation)
        case 2:
            return LayerDescription(
                .convTranspose(
                    ConvTranspose(
                        filters: 2, window: window(axes), outputPadding: perAxis(axes, 0..<2), hasBias: below(2) == 0)),
                activation: activation)
        case 3:
            return LayerDescription(
                .depthwiseConv(DepthwiseConv(window: window(axes), multiplier: 1 + below(2))), activation: activation)
        case 4: return .maxPool(perAxis(axes, 1..<4), ceiling: below(2) == 0)
        case 5: return .averagePool(perAxis(axes, 1..<4), stride: 2, padding: .same, countsPadding: below(2) == 0)
        case 6: return .batchNorm
        case 7: return .activation(functions[below(functions.count)])
        case 8: return .add(name)
        case 9: return .concat(name, "previous", "input")
        case 10: return LayerDescription(.multiply(Multiply())).reading(name)
        case 11: return .relu.reading(name)
        case 12: return LayerDescription(.upsample(Upsample(.factor(perAxis(axes, 1..<3)), mode: .bilinear)))
        default: return below(4) == 0 ? .flatten : below(2) == 0 ? .dense(3) : .dropout(Double(below(10)) / 10)
        }
    }
}
