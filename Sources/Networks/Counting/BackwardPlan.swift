/// Which gradients back-propagation needs when only some layers learn, and what they cost for one sample.
///
/// The gradient of a layer's output is needed where something learns in the layer or before it, and the output leads to
/// a result. There, the gradient of its weights is needed if it learns, and that of what it reads if something learns
/// before it: the first layer that learns ends the way back, and what is frozen before it is never reached.
///
/// A gradient of weights takes as many multiply-accumulates as the way forward, and so does one of inputs: each product
/// of a weight with a value comes again, once with the weight and once with the value.
public struct BackwardPlan: Sendable {
    /// Multiply-accumulates.
    public struct Cost: Hashable, Sendable {
        public var forward: Quantity = 0
        /// The gradients of what layers read.
        public var toInputs: Quantity = 0
        public var toWeights: Quantity = 0

        public var backward: Quantity { toInputs + toWeights }
        public var total: Quantity { forward + backward }

        public init() {}

        public static func + (left: Cost, right: Cost) -> Cost {
            var sum = Cost()
            sum.forward = left.forward + right.forward
            sum.toInputs = left.toInputs + right.toInputs
            sum.toWeights = left.toWeights + right.toWeights
            return sum
        }
    }

    public struct Step: Sendable {
        /// Whether it has parameters that training could change.
        public let isTrainable: Bool
        /// Whether training changes them: the gradient of its weights is needed.
        public let learns: Bool
        /// Whether the gradient of its output is needed.
        public let isReached: Bool
        /// For each of its sources, whether the gradient goes on to it.
        public let passesOn: [Bool]
        public let cost: Cost
    }

    /// One for each of the network's layers.
    public let steps: [Step]

    public var total: Cost { steps.reduce(Cost()) { $0 + $1.cost } }

    /// - Parameters:
    ///   - network: Its outputs are where the loss reads.
    ///   - frozen: Places of the layers that do not learn; those that the network itself calls frozen unless given.
    public init(_ network: Network, frozen: Set<Int>? = nil) {
        let nodes = network.nodes
        let isTrainable = nodes.map { $0.inference.parameters.tensors.contains { $0.role.isTrained } }
        let learns = nodes.indices.map { isTrainable[$0] && !(frozen?.contains($0) ?? nodes[$0].isFrozen) }
        // Whether something learns in a layer or before it.
        var carries: [Bool] = []
        for (place, node) in nodes.enumerated() {
            carries.append(learns[place] || node.sources.contains { Self.carries($0, carries) })
        }
        var leadsToLoss = [Bool](repeating: false, count: nodes.count)
        for place in network.outputs { leadsToLoss[place] = true }
        for place in nodes.indices.reversed() where leadsToLoss[place] {
            for case .node(let source) in nodes[place].sources { leadsToLoss[source] = true }
        }
        steps = nodes.enumerated().map { place, node in
            let isReached = leadsToLoss[place] && carries[place]
            let passesOn = node.sources.map { isReached && Self.carries($0, carries) }
            var cost = Cost()
            let macs = node.inference.multiplyAccumulates?.value ?? 0
            cost.forward = macs
            if isReached, learns[place] { cost.toWeights = macs }
            if passesOn.contains(true) {
                cost.toInputs = macs
            } else if isReached, learns[place] {
                cost.toInputs = node.innerMultiplyAccumulates
            }
            return Step(
                isTrainable: isTrainable[place], learns: isReached && learns[place], isReached: isReached,
                passesOn: passesOn, cost: cost)
        }
    }

    private static func carries(_ source: Node.Source, _ carries: [Bool]) -> Bool {
        switch source {
        case .input: false
        case .node(let place): carries[place]
        }
    }
}

extension Node {
    /// Of the way back to what it reads, the part that its own weights need as well: through time, or through the second
    /// of two convolutions.
    fileprivate var innerMultiplyAccumulates: Quantity {
        let tensors = inference.parameters.tensors
        func count(_ role: ParameterTensor.Role) -> Quantity {
            tensors.first { $0.role == role }?.count ?? 0
        }
        guard let macs = inference.multiplyAccumulates?.value else { return 0 }
        switch layer {
        case .lstm:
            return macs * count(.recurrentWeight) / (count(.inputWeight) + count(.recurrentWeight))
        case .separableConv:
            return macs * count(.weight) / (count(.depthwiseWeight) + count(.weight))
        case .conv, .convTranspose, .depthwiseConv, .locallyConnected, .maxPool, .averagePool, .globalMaxPool,
            .globalAveragePool, .roiPool, .spatialPyramidPool, .dense, .flatten, .reshape, .permute, .batchNorm,
            .localResponseNorm, .dropout, .activation, .add, .concat, .multiply, .zeroPad, .crop, .upsample,
            .pixelShuffle, .pixelUnshuffle, .operator:
            return 0
        }
    }
}
