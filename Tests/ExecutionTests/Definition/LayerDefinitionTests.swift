import Execution
import Networks
import Tensors
import Testing

/// Every kind of layer, with random options: its gradients are those of its definition, and its fast paths give the same.
@Suite struct LayerDefinitionTests {
    @Test(arguments: LayerName.allCases)
    func aLayerIsWhatItsDefinitionSays(_ kind: LayerName) throws {
        var (differentiated, compared) = (0, 0)
        for seed in 0..<32 {
            guard let layer = try LayerCase(kind, seed: seed) else { continue }
            let read = layer.read.map { Grid<Double>($0) }
            let weights = layer.layerWeights.mapValues { Grid<Double>($0) }
            let v = Grid<Double>(layer.cotangent)
            let output = try layer.definition.output(reading: read, weights: weights)
            let gradients = try layer.definition.gradients(reading: read, weights: weights, weighing: v)
            let largest = gradients.all.map(\.largest).max() ?? 0

            if layer.isSmooth {
                try Differences(layer, read, weights, v).check(gradients, tolerance: 1e-6 * largest, seed: seed)
                differentiated += 1
            }
            guard let fast = try FastPath(of: layer) else { continue }
            compared += 1
            #expect(fast.output.distance(to: output) <= 1e-5 * output.largest, "\(layer.words), seed \(seed)")
            func check(_ name: String, _ fast: Tensor, _ exact: Grid<Double>) {
                // What cancels out is compared with what it cancels out of.
                let size = exact.largest < 0.01 * largest ? largest : exact.largest
                #expect(fast.distance(to: exact) <= 1e-5 * size + 1e-12, "\(name) of \(layer.words), seed \(seed)")
            }
            #expect(fast.gradients.inputs.count == gradients.inputs.count)
            for (index, (fast, exact)) in zip(fast.gradients.inputs, gradients.inputs).enumerated() {
                check("input \(index)", try #require(fast), exact)
            }
            for (role, exact) in gradients.weights where role.isTrained {
                // By running statistics, scale and shift do not learn.
                guard layer.normalizesByBatch || role != .scale && role != .shift else { continue }
                check(role.rawValue, try #require(fast.gradients.weights[role]), exact)
            }
        }
        #expect(differentiated >= 20 && compared >= 20, "\(differentiated) and \(compared) cases")
    }
}

/// How Σ v·y changes with what goes into a layer, measured.
private struct Differences {
    let layer: LayerCase
    let read: [Grid<Double>]
    let weights: [ParameterTensor.Role: Grid<Double>]
    let v: Grid<Double>

    init(
        _ layer: LayerCase, _ read: [Grid<Double>], _ weights: [ParameterTensor.Role: Grid<Double>], _ v: Grid<Double>
    ) {
        (self.layer, self.read, self.weights, self.v) = (layer, read, weights, v)
    }

    /// Each input and parameter is moved along one axis, and along a random direction, which no derivative escapes.
    func check(_ gradients: DefinedGradients, tolerance: Double, seed: Int) throws {
        var random = SplitMix64(seed: UInt64(seed) + 1_000)
        func check(
            _ name: String, _ gradient: Grid<Double>, moved: (Grid<Double>, Double) throws -> Double
        ) throws {
            let anywhere = Grid(
                gradient.sizes, gradient.elements.map { _ in Double.random(in: -1...1, using: &random) })
            let place = gradient.elements.indices.randomElement(using: &random)
            let axis = Grid(gradient.sizes, gradient.elements.indices.map { $0 == place ? 1.0 : 0 })
            for direction in [anywhere, axis] {
                let slope = try Self.slope { try moved(direction, $0) }
                let expected = gradient.weighedSum(direction)
                #expect(
                    abs(slope - expected) <= tolerance + 1e-9,
                    "\(name) of \(layer.words), seed \(seed): \(slope), not \(expected)")
            }
        }
        for (index, gradient) in gradients.inputs.enumerated() {
            try check("input \(index)", gradient) { direction, step in
                var read = read
                read[index] = read[index].moved(direction, step)
                return try value(read, weights)
            }
        }
        for (role, gradient) in gradients.weights.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            try check(role.rawValue, gradient) { direction, step in
                var weights = weights
                weights[role] = weights[role]?.moved(direction, step)
                return try value(read, weights)
            }
        }
    }

    private func value(_ read: [Grid<Double>], _ weights: [ParameterTensor.Role: Grid<Double>]) throws -> Double {
        try layer.definition.output(reading: read, weights: weights).weighedSum(v)
    }

    /// Central differences of fourth order.
    private static func slope(_ value: (Double) throws -> Double) rethrows -> Double {
        let step = 1e-4
        let near = try value(step) - value(-step)
        let far = try value(2 * step) - value(-2 * step)
        return (8 * near - far) / (12 * step)
    }
}

extension LayerCase {
    fileprivate var words: String {
        "\(node.layer), \(node.activation?.function.rawValue ?? "no activation"), norm \(node.normalization != nil), "
            + "by batch \(normalizesByBatch), \(network.layout.rawValue), read \(read.map(\.shape.sizes))"
    }
}

extension DefinedGradients {
    fileprivate var all: [Grid<Double>] { inputs + weights.values }
}

extension Grid<Double> {
    fileprivate var largest: Double { elements.map(abs).max() ?? 0 }

    fileprivate func moved(_ direction: Grid, _ step: Double) -> Grid {
        Grid(sizes, zip(elements, direction.elements).map { $0 + step * $1 })
    }
}

extension Tensor {
    /// The largest difference of two elements; infinite where the shapes differ.
    fileprivate func distance(to grid: Grid<Double>) -> Double {
        guard shape.sizes == grid.sizes else { return .infinity }
        return zip(elements, grid.elements).map { abs(Double($0) - $1) }.max() ?? 0
    }
}
