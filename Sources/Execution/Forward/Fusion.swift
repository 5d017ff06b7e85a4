import Networks
import Tensors

/// A convolution and the layers after it that change its sums one by one, run as one: the sums are finished while they are
/// still in the cache.
struct FusedConvolution {
    /// Places among the network's nodes.
    let convolution: Int
    fileprivate(set) var norm: Int?
    /// The other term of a sum.
    fileprivate(set) var addend: Node.Source?
    fileprivate(set) var limits = -Float.infinity ... .infinity
    /// What no limits express; afterwards.
    fileprivate(set) var activation: Activation?
    /// Whose output comes out.
    fileprivate(set) var last: Int

    fileprivate init(_ convolution: Int) { (self.convolution, last) = (convolution, convolution) }

    /// The layers whose weights it needs.
    var weighted: [Int] { [convolution] + (norm.map { [$0] } ?? []) }

    /// What has to be there before it runs.
    func sources(in network: Network) -> [Node.Source] {
        network.nodes[convolution].sources + (addend.map { [$0] } ?? [])
    }
}

extension FusedConvolution {
    /// - Parameters:
    ///   - convolution: Its weights, with the normalisation in them.
    ///   - read: What ``sources(in:)`` names.
    func output(_ convolution: PreparedConvolution, _ read: [Tensor]) throws -> Tensor {
        var output: Tensor
        if read.count == 2, read[1].shape[0] != read[0].shape[0] {
            // Regions are samples on one side only.
            output = try convolution(read[0])
            output.combine(with: read[1], by: +)
            output = output.map { $0 < limits.lowerBound ? limits.lowerBound : min($0, limits.upperBound) }
        } else {
            output = try convolution(read[0], adding: read.count == 2 ? read[1] : nil, limits: limits)
        }
        if let activation { output.activate(activation, channels: 1) }
        return output
    }
}

/// Which layers of one run go together. Those whose outputs are wanted, or read twice, stay by themselves.
struct FusionPlan {
    /// By the last layer of each.
    private(set) var fused: [Int: FusedConvolution] = [:]
    /// Layers that run as part of another.
    private(set) var absorbed: Set<Int> = []

    /// - Parameters:
    ///   - uses: How often each layer of the run is read.
    ///   - wanted: Layers whose outputs are results.
    init(_ network: Network, uses: [Int: Int], wanted: Set<Int>) {
        var reader: [Int: Int] = [:]
        for index in network.nodes.indices where uses[index] != nil {
            for case .node(let place) in network.nodes[index].sources { reader[place] = index }
        }
        for index in network.nodes.indices where uses[index] != nil {
            guard network.nodes[index].layer.isConvolution else { continue }
            var chain = FusedConvolution(index)
            if network.nodes[index].normalization != nil { chain.norm = index }
            var isOpen = chain.end(with: network.nodes[index].activation)
            while isOpen, uses[chain.last] == 1, !wanted.contains(chain.last), let next = reader[chain.last],
                !absorbed.contains(next), fused[next] == nil, chain.takes(network.nodes[next], at: next)
            {
                absorbed.insert(chain.last)
                chain.last = next
                isOpen = !network.nodes[next].layer.isActivation && chain.end(with: network.nodes[next].activation)
            }
            fused[chain.last] = chain
        }
    }
}

extension FusedConvolution {
    /// Whether the chain goes on after an activation, which there may be none of.
    fileprivate mutating func end(with activation: Activation?) -> Bool {
        guard let activation else { return true }
        if let limits = activation.limits { self.limits = limits } else { self.activation = activation }
        return false
    }

    /// Takes a layer in, where it can follow what is there.
    fileprivate mutating func takes(_ node: Node, at place: Int) -> Bool {
        guard node.normalization == nil else { return false }
        if case .batchNorm = node.layer, norm == nil, addend == nil {
            norm = place
            return true
        }
        if case .add(let add) = node.layer, addend == nil, add.shortcut == .none, node.sources.count == 2,
            node.inputs[0] == node.inputs[1], let other = node.sources.first(where: { $0 != .node(last) })
        {
            addend = other
            return true
        }
        if case .activation(let activation) = node.layer, node.activation == nil, let limits = activation.limits {
            self.limits = limits
            return true
        }
        return false
    }
}

extension Layer {
    fileprivate var isConvolution: Bool {
        if case .conv = self { return true }
        if case .depthwiseConv = self { return true }
        return false
    }

    fileprivate var isActivation: Bool {
        if case .activation = self { return true }
        return false
    }
}

extension Activation {
    /// Between which values it holds its input, if that is all it does.
    fileprivate var limits: ClosedRange<Float>? {
        switch function {
        case .relu: 0 ... .infinity
        case .relu6: 0...6
        case .leakyReLU, .elu, .gelu, .swish, .sigmoid, .tanh, .softplus, .softmax: nil
        }
    }
}
