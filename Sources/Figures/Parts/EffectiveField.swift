import Execution
import Networks
import Tensors

/// How strongly each input position moves a unit: |∂unit/∂input|, summed over channels and averaged over draws.
///
/// Source: Luo et al., *Understanding the effective receptive field in deep convolutional neural networks*, 2016.
struct EffectiveField {
    /// The input's spatial shape, the greatest value 1; all zero where nothing moves the unit.
    let values: Tensor
    let draws: Int
    /// Whether weights, inputs or neither were drawn.
    let drawn: String?

    private let unit: [Double]

    /// - Parameter center: The middle of the unit's region, in input positions.
    init(_ sum: Tensor, draws: Int, drawn: String?, center: [Double]) {
        let greatest = sum.finiteRange?.upperBound ?? 0
        values = greatest > 0 ? sum.map { $0 / greatest } : sum
        (self.draws, self.drawn, unit) = (draws, drawn, center)
    }

    var isEmpty: Bool { values.finiteRange?.upperBound ?? 0 <= 0 }

    /// The least region around the middle, of the whole region's proportions, that holds this share of the sum.
    func holding(_ share: Double, of region: [ClosedRange<Int>]) -> [ClosedRange<Int>]? {
        let sizes = values.shape.sizes
        let all = values.elements.reduce(0.0) { $0 + Double($1) }
        guard all > 0, let longest = region.map(\.count).max() else { return nil }
        // From the middle outwards: each position by the scale at which the growing box first holds it.
        var atScale = [Double](repeating: 0, count: longest + 1)
        let strides = values.shape.strides
        for (index, value) in values.elements.enumerated() where value > 0 {
            var scale = 0.0
            for axis in sizes.indices {
                let position = Double(index / strides[axis] % sizes[axis])
                let reach = (abs(position - unit[axis]) + 0.5) * 2
                scale = max(scale, reach * Double(longest) / Double(region[axis].count))
            }
            atScale[min(longest, Int(scale.rounded(.up)))] += Double(value)
        }
        var sum = 0.0
        guard
            let scale = atScale.indices.first(where: { scale in
                sum += atScale[scale]
                return sum >= share * all
            })
        else { return nil }
        return region.indices.map { axis in
            let length = max(1, (Double(scale * region[axis].count) / Double(longest)).rounded())
            let first = Int((unit[axis] - (length - 1) / 2).rounded())
            let last = first + Int(length) - 1
            return min(max(first, 0), sizes[axis] - 1)...min(max(last, 0), sizes[axis] - 1)
        }
    }
}

/// What goes into a network for its gradients: a photo, or noise.
struct FieldProbe {
    let prepared: PreparedNetwork
    /// Nothing: noise.
    let input: NetworkInput?

    /// Multiplications that a figure may take for its gradients without being asked for more.
    private static let budget = 6e10
    private static let mostDraws = 8

    /// Whether another draw gives another gradient.
    private var isRandom: Bool { prepared.origin.isDrawn || input == nil }

    /// How many draws are averaged unless somebody says: fewer for large networks.
    func usualDraws(_ place: Int) -> Int {
        guard isRandom else { return 1 }
        let costs = prepared.network.nodes[...place].map {
            $0.inference.multiplyAccumulates?.value.rational?.double ?? 0
        }
        return max(1, min(Self.mostDraws, Int(Self.budget / max(1, 3 * costs.reduce(0, +)))))
    }

    /// - Parameters:
    ///   - view: The unit.
    ///   - channel: Of its layer; nothing takes the one that answers most strongly there, draw by draw.
    ///   - draws: At least one.
    ///   - again: The network with the weights of another seed.
    func field(
        _ view: UnitView, channel: Int?, draws: Int, in context: FigureContext,
        again: (UInt64) throws -> PreparedNetwork
    ) throws -> EffectiveField {
        let node = view.path.node
        let network = prepared.network
        var sum = Tensor(Shape(view.path.stages[0].sizes))
        for draw in 0..<(isRandom ? draws : 1) {
            let seed = context.seed &+ UInt64(draw)
            let network = draw == 0 || !prepared.origin.isDrawn ? prepared : try again(seed)
            let tensors = try input?.tensors ?? noise(seed)
            let gradients = try network.execution(of: [node.name]).inputGradients(of: node.name, for: tensors) {
                Self.one($0, at: view.unit, channel: channel)
            }
            if let gradient = gradients.inputs[network.network.inputs[0].name] { Self.add(gradient, to: &sum) }
        }
        let drawn: String? = prepared.origin.isDrawn ? "random weights" : input == nil ? "random inputs" : nil
        let center = zip(view.path.axes, view.unit).map { axis, unit in
            axis.region(of: unit).map { Double($0.lowerBound + $0.upperBound) / 2 } ?? 0
        }
        return EffectiveField(sum, draws: isRandom ? draws : 1, drawn: drawn, center: center)
    }

    /// What goes in: the photo, or normally distributed numbers.
    func noise(_ seed: UInt64) throws(FigureError) -> [String: Tensor] {
        var random = NormalGenerator(seed: seed ^ 0xD1B5_4A32_D192_ED03)
        var tensors: [String: Tensor] = [:]
        for input in prepared.network.inputs {
            guard let shape = input.shape.known else {
                throw .unknownInput(network: prepared.network.title, shape: input.shape.text())
            }
            tensors[input.name] = Tensor(
                Shape([1] + shape.sizes), (0..<shape.elementCount).map { _ in random.normal() })
        }
        return tensors
    }

    private static func one(_ output: Tensor, at unit: [Int], channel: Int?) -> Tensor {
        let plane = output.shape.dropFirst(2).reduce(1, *)
        let place = zip(unit, output.shape.strides.dropFirst(2)).reduce(0) { $0 + $1.0 * $1.1 }
        let strongest = (0..<output.shape[1]).max {
            output.elements[$0 * plane + place] < output.elements[$1 * plane + place]
        }
        var weights = Tensor(output.shape)
        weights.withUnsafeMutableElements { $0[(channel ?? strongest ?? 0) * plane + place] = 1 }
        return weights
    }

    /// The magnitudes of `[1, C, …]`, channel after channel.
    private static func add(_ gradient: Tensor, to sum: inout Tensor) {
        sum.withUnsafeMutableElements { sum in
            for (index, value) in gradient.elements.enumerated() where value.isFinite {
                sum[index % sum.count] += abs(value)
            }
        }
    }
}
