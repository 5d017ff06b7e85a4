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

/// A network and what goes into it for its gradients; both may be drawn again.
struct FieldProbe {
    let prepared: PreparedNetwork
    let input: NetworkInput
    /// Whether the input is drawn, too.
    let isNoise: Bool

    /// Multiplications that a figure may take for its gradients without being asked for more.
    private static let budget = 1.2e11
    private static let mostDraws = 8

    init(_ options: NetworkOptions, in context: FigureContext) throws {
        prepared = try options.prepared(in: context)
        input = try NetworkInput(options, for: prepared.network, in: context, isRandom: true)
        isNoise = options.image == nil
    }

    /// Whether another draw gives another gradient.
    private var isRandom: Bool { prepared.origin.isDrawn || isNoise }

    /// How many draws are averaged unless somebody says: fewer for large networks.
    private func usualDraws(_ place: Int) -> Int {
        let costs = prepared.network.nodes[...place].map {
            $0.inference.multiplyAccumulates?.value.rational?.double ?? 0
        }
        return max(1, min(Self.mostDraws, Int(Self.budget / max(1, 3 * costs.reduce(0, +)))))
    }

    /// - Parameters:
    ///   - view: The unit.
    ///   - channel: Of its layer; nothing takes the one that answers most strongly there, draw by draw.
    ///   - draws: Nothing: as many as the network's size allows.
    ///   - context: Its seed is the first draw's.
    ///   - again: Network and input for another seed.
    func field(
        _ view: UnitView, channel: Int?, draws: Int?, in context: FigureContext,
        again: (FigureContext) throws -> FieldProbe
    ) throws -> EffectiveField {
        let name = view.path.node.name
        let count = isRandom ? draws ?? usualDraws(view.path.place) : 1
        var sum = Tensor(Shape(view.path.stages[0].sizes))
        for draw in 0..<count {
            var other = context
            other.seed &+= UInt64(draw)
            let probe = draw == 0 ? self : try again(other)
            let gradients = try probe.prepared.execution(of: [name]).inputGradients(of: name, for: probe.input.tensors)
            {
                Self.one($0, at: view.unit, channel: channel)
            }
            if let gradient = gradients.inputs[prepared.network.inputs[0].name] { Self.add(gradient, to: &sum) }
        }
        let drawn = prepared.origin.isDrawn ? "random weights" : isNoise ? "random inputs" : nil
        let center = zip(view.path.axes, view.unit).map { axis, unit in
            axis.region(of: unit).map { Double($0.lowerBound + $0.upperBound) / 2 } ?? 0
        }
        return EffectiveField(sum, draws: count, drawn: drawn, center: center)
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
