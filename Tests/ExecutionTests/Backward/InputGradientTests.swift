import Execution
import Files
import Networks
import Tensors
import Testing

/// Gradients with respect to the input: linear layers go back through their exact adjoint, the others along their slope.
@Suite struct InputGradientTests {
    /// One or two linear layers with random options; what does not fit is not built.
    private static func linearChain(_ seed: Int) -> String {
        var random = SplitMix64(seed: UInt64(seed))
        func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
        let axes = pick(1...3)
        let channels = 2 * pick(1...2)
        let input = ([channels] + (0..<axes).map { _ in pick(4...(axes == 3 ? 7 : 11)) }).map(String.init)
        func each(_ range: ClosedRange<Int>) -> String {
            "[" + (0..<axes).map { _ in String(pick(range)) }.joined(separator: ", ") + "]"
        }
        let padding = [
            "valid", "same", "full", "\(pick(0...2))",
            "[" + (0..<2 * axes).map { _ in String(pick(0...2)) }.joined(separator: ", ") + "]",
        ][pick(0...4)]
        let window = "kernel: \(each(1...3)), stride: \(each(1...3)), dilation: \(each(1...2)), padding: \(padding)"
        let layers = (0..<pick(1...2)).map { _ -> String in
            switch pick(0...15) {
            case 0, 1: "conv: { filters: \(2 * pick(1...2)), groups: \(pick(1...2)), \(window) }"
            case 2, 3:
                "conv-transpose: { filters: 2, groups: \(pick(1...2)), output-padding: \(each(0...1)), \(window) }"
            case 4: "depthwise-conv: { multiplier: \(pick(1...2)), \(window) }"
            case 5: "separable-conv: { filters: 3, multiplier: \(pick(1...2)), \(window) }"
            case 6: "locally-connected: { filters: 2, \(window) }"
            case 7, 8:
                "average-pool: { size: \(each(1...3)), stride: \(each(1...3)), padding: \(pick(0...1)), "
                    + "ceil: \(pick(0...1) == 1), count-padding: \(pick(0...1) == 1) }"
            case 9: "zero-pad: \(pick(1...3))"
            case 10: "crop: 1"
            case 11: "upsample: { factor: \(each(1...3)), mode: \(pick(0...1) == 1 ? "nearest" : "bilinear") }"
            case 12: "upsample: { size: \(each(3...9)), mode: \(pick(0...1) == 1 ? "nearest" : "bilinear") }"
            case 13:
                "permute: { axes: [\((1...axes + 1).shuffled(using: &random).map(String.init).joined(separator: ", "))] }"
            case 14: ["dropout", "batch-norm", "global-average-pool", "flatten"][pick(0...3)]
            default: ["pixel-shuffle: 2", "pixel-unshuffle: 2", "dense: 3", "reshape: 0"][pick(0...3)]
            }
        }
        let layout = pick(0...1) == 1 ? "channels-last" : "channels-first"
        // Channels-last files write the channels last.
        let written = layout == "channels-last" ? Array(input.dropFirst()) + [input[0]] : input
        return "network: random\ninput: \(written.joined(separator: "x"))\nlayout: \(layout)\nlayers:\n"
            + layers.map { "  - \($0)\n" }.joined()
    }

    private static func tensor(_ shape: Shape, _ seed: Int) -> Tensor {
        var random = SplitMix64(seed: UInt64(seed) &+ 77)
        return Tensor(shape, (0..<shape.elementCount).map { _ in Float.random(in: -1...1, using: &random) })
    }

    private static func dot(_ a: Tensor, _ b: Tensor) -> Double {
        zip(a.elements, b.elements).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }

    @Test func linearLayersGoBackThroughTheirAdjoint() throws {
        var kinds: [LayerName: Int] = [:]
        for seed in 0..<2500 {
            let yaml = Self.linearChain(seed)
            guard let network = try? NetworkFile.network(yaml: yaml, path: "random"),
                let shape = network.inputs[0].shape.known
            else { continue }
            var weights = try NetworkWeights(initializing: network, seed: UInt64(seed))
            for node in network.nodes where node.layer.name == .batchNorm {
                weights[node.name, .scale] = Self.tensor([node.inputs[0].channels.integer!], seed)
            }
            let execution = try NetworkExecution(network, weights: weights)
            let last = network.nodes[network.nodes.count - 1].name
            let x = Self.tensor(Shape([2] + shape.sizes), seed)
            var v = Tensor([0])
            let gradients = try execution.inputGradients(of: last, for: ["input": x]) { output in
                v = Self.tensor(output.shape, seed + 1)
                return v
            }
            // Windows of padding alone have no mean.
            guard gradients.output.elements.allSatisfy(\.isFinite) else { continue }
            let back = try #require(gradients.inputs["input"])
            #expect(back.shape == x.shape)
            // ⟨A x, v⟩ = ⟨x, Aᵀ v⟩
            let (forward, backward) = (Self.dot(gradients.output, v), Self.dot(x, back))
            let size = (Self.dot(gradients.output, gradients.output) * Self.dot(v, v)).squareRoot()
            #expect(abs(forward - backward) <= 1e-5 * max(size, 1), "\(seed): \(forward), \(backward)\n\(yaml)")
            for node in network.nodes { if let kind = node.layer.name { kinds[kind, default: 0] += 1 } }
        }
        for kind: LayerName in [
            .conv, .convTranspose, .depthwiseConv, .separableConv, .locallyConnected, .averagePool, .zeroPad, .crop,
            .upsample, .permute, .dropout, .batchNorm, .globalAveragePool, .flatten, .pixelShuffle, .pixelUnshuffle,
            .reshape,
        ] {
            #expect(kinds[kind, default: 0] >= 2, "\(kind.rawValue)")
        }
    }

    /// Networks whose slope is smooth enough to be measured, merges among them.
    private static let smooth = [
        "2x6x6 -> conv 3@3x3 p1 tanh -> conv 4@3x3 s2 sigmoid -> flatten -> dense 5 softmax",
        "3x7x7 -> conv 4@3x3 gelu -> conv 4@3x3 swish -> global-average-pool -> dense 2",
        "4x6x6 -> local-response-norm 3 alpha=0.5 bias=1 -> conv 4@3x3 softplus -> local-response-norm 4 alpha=0.3",
        "3x8 -> conv 4@3 p1 elu -> conv 4@3 p1 softmax -> batch-norm -> average-pool 2",
        "2x5x5x5 -> conv 3@3x3x3 tanh -> conv-transpose 2@2x2x2 s2 sigmoid",
        "10 -> dense 8 tanh -> dense 8 gelu -> dense 4 leaky-relu -> softmax",
        "2x6x6 -> conv 4@3x3 p1 relu6 -> max-pool 2 -> conv 4@3x3 p1 leaky-relu -> global-max-pool -> dense 3",
    ]

    private static let merging = [
        """
        network: shortcuts
        input: 4x6x6
        layers:
          - conv: { filters: 8, kernel: 3, stride: 2, padding: 1, activation: tanh, name: a }
          - conv: { filters: 8, kernel: 3, padding: 1, name: b }
          - add: { from: [b, input], shortcut: zero-pad, activation: tanh }
          - add: { from: [previous, previous] }
          - conv: { filters: 4, kernel: 1, name: c }
          - concat: { from: [c, a, b] }
        """,
        """
        network: squeeze and excitation
        input: 3x6x6
        layers:
          - conv: { filters: 4, kernel: 3, padding: 1, activation: swish, name: maps }
          - global-average-pool
          - dense: { units: 4, activation: sigmoid, name: scales }
          - multiply: { from: [maps, scales], activation: tanh }
          - conv: { from: maps, filters: 1, kernel: 1, name: mask }
          - multiply: { from: [multiply1, mask] }
          - add: [multiply2, scales]
        """,
    ]

    @Test func otherLayersGoAlongTheirSlope() throws {
        let networks =
            try Self.smooth.map { try Network(chain: $0) }
            + Self.merging.map { try NetworkFile.network(yaml: $0, path: "merging") }
        for (index, network) in networks.enumerated() {
            let shape = try #require(network.inputs[0].shape.known)
            var weights = try NetworkWeights(initializing: network, seed: 5)
            for node in network.nodes where node.layer.name == .batchNorm {
                weights[node.name, .runningMean] = Self.tensor([node.inputs[0].channels.integer!], 3)
            }
            let execution = try NetworkExecution(network, weights: weights)
            let last = network.nodes[network.nodes.count - 1].name
            let x = Self.tensor(Shape([1] + shape.sizes), index)
            var v = Tensor([0])
            let gradient = try #require(
                execution.inputGradients(of: last, for: ["input": x]) { output in
                    v = Self.tensor(output.shape, index + 1)
                    return v
                }.inputs["input"])
            func value(_ x: Tensor) throws -> Double {
                Self.dot(try #require(execution.run(["input": x], layers: [last])[last]), v)
            }
            let scale = Double(gradient.elements.map(abs).max() ?? 0)
            #expect(scale > 1e-4, "network \(index)")
            var wrong = 0
            for place in stride(from: 0, to: x.elements.count, by: 3) {
                let step: Float = 4e-3
                var (up, down) = (x.elements, x.elements)
                up[place] += step
                down[place] -= step
                let slope =
                    try (value(Tensor(x.shape, up)) - value(Tensor(x.shape, down))) / Double(up[place] - down[place])
                if abs(slope - Double(gradient.elements[place])) > 2e-3 * scale + 1e-4 { wrong += 1 }
            }
            // Where a maximum or a corner lies within the step, the slope is not the gradient.
            let corners = index == 5 || index == 6
            #expect(wrong <= (corners ? x.elements.count / 20 : 0), "network \(index): \(wrong)")
        }
    }

    @Test func aUnitsGradientStaysInItsReceptiveField() throws {
        let network = try #require(try Zoo.network("resnet20-cifar"))
        let execution = try NetworkExecution(network, weights: NetworkWeights(initializing: network, seed: 2))
        let place = try #require(network.nodes.lastIndex { $0.output.spatial.first?.integer == 16 })
        let node = network.nodes[place]
        let photo = Self.tensor([1, 3, 32, 32], 4)
        let gradient = try #require(
            execution.inputGradients(of: node.name, for: ["input": photo]) { output in
                var weights = Tensor(output.shape)
                for channel in 0..<output.shape[1] { weights[0, channel, 2, 13] = 1 }
                return weights
            }.inputs["input"])
        let rows = try #require(network.support(of: 2, layer: place, axis: 0))
        let columns = try #require(network.support(of: 13, layer: place, axis: 1))
        var inside = 0
        for channel in 0..<3 {
            for y in 0..<32 {
                for x in 0..<32 where gradient[0, channel, y, x] != 0 {
                    #expect(rows[y] && columns[x])
                    inside += 1
                }
            }
        }
        #expect(inside > 1000)
    }

    @Test func whatIsNotNeededIsNotRun() throws {
        let network = try Network(chain: "1x8x8 -> conv 2@3x3 -> spatial-pyramid-pool 2 -> dense 3")
        var weights = try NetworkWeights(initializing: network)
        let input = ["input": Self.tensor([1, 1, 8, 8], 1)]
        let execution = try NetworkExecution(network, weights: weights)
        #expect(throws: ExecutionError.self) { try execution.inputGradients(of: "conv9", for: input) { $0 } }
        // Layers behind the one that is asked for may give anything.
        weights["dense1", .weight] = Tensor([3, 8], repeating: .nan)
        let early = try NetworkExecution(network, weights: weights).inputGradients(of: "conv1", for: input) { $0 }
        #expect(try #require(early.inputs["input"]).elements.allSatisfy(\.isFinite))
    }
}
