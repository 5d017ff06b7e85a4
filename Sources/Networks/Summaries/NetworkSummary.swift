/// A network's numbers, layer by layer and in total, as a profile counts them.
public struct NetworkSummary: Sendable {
    public struct Row: Sendable {
        public let node: Node
        /// The names of what it reads.
        public let inputs: [String]
        public let parameters: Quantity
        public let trainable: Quantity
        /// Multiplications with an addition, by a weight, for one sample.
        public let macs: Quantity
    }

    public let network: Network
    public let profile: Profile
    public let rows: [Row]
    public let parameters: Quantity
    public let trainable: Quantity
    public let macs: Quantity
    /// Bytes of all activations of one sample in Float32, the input included.
    public let activationBytes: Quantity

    public init(_ network: Network, profile: Profile = .pytorch) {
        (self.network, self.profile) = (network, profile)
        rows = network.nodes.map { node in
            let set = node.inference.parameters
            return Row(
                node: node, inputs: node.sources.map(network.name), parameters: set.total(profile),
                trainable: node.isFrozen ? 0 : set.trainable(profile),
                macs: node.inference.multiplyAccumulates?.value ?? 0)
        }
        parameters = rows.map(\.parameters).reduce(0, +)
        trainable = rows.map(\.trainable).reduce(0, +)
        macs = rows.map(\.macs).reduce(0, +)
        let values = network.inputs.map(\.shape.elementCount) + network.nodes.map(\.output.elementCount)
        activationBytes = 4 * values.reduce(0, +)
    }

    /// Two operations, a multiplication and an addition, for each MAC.
    public var flops: Quantity { 2 * macs }

    /// The least value of each unknown size with which every window fits, whatever the others are.
    public var leastUnknowns: [(name: String, value: Int)] {
        let sizes = network.nodes.flatMap { $0.output.sizes }.filter { !$0.unknowns.isEmpty }
        let conditions = network.nodes.flatMap(\.inference.conditions)
        let unknowns = network.inputs.flatMap(\.shape.sizes).reduce(into: Set<Unknown>()) { $0.formUnion($1.unknowns) }
        return unknowns.sorted { $0.name < $1.name }.map { unknown in
            // Sizes grow with the unknowns, so the first that fits is the least.
            var (low, high) = (0, 1 << 20)
            while low + 1 < high {
                let middle = (low + high) / 2
                func value(_ other: Unknown) -> Int {
                    other == unknown ? middle * unknown.multiple : other.multiple << 20
                }
                let fits =
                    sizes.allSatisfy { ($0.evaluated(value) ?? Rational(1)) >= Rational(1) }
                    && conditions.allSatisfy { ($0.evaluated(value) ?? Rational(0)) >= Rational(0) }
                if fits { high = middle } else { low = middle }
            }
            return (unknown.name, high * unknown.multiple)
        }
    }
}
