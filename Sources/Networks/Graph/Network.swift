/// A network whose layers fit each other: every shape, count and receptive field is known.
public struct Network: Sendable {
    public struct Input: Hashable, Sendable {
        public enum Elements: Sendable { case float, integer, boolean }

        public let name: String
        public let shape: FeatureShape
        /// Whether it comes as a batch of samples; numbers and states of an ONNX graph come as they are.
        public let isBatched: Bool
        public let elements: Elements

        public init(
            _ shape: FeatureShape, name: String = "input", isBatched: Bool = true, elements: Elements = .float
        ) {
            (self.shape, self.name, self.isBatched, self.elements) = (shape, name, isBatched, elements)
        }
    }

    /// What stands beside the layers.
    public struct Header: Sendable {
        public var title = "Network"
        public var about: String?
        /// Authors, title, year.
        public var paper: String?
        public var url: String?
        public var layout = Layout.channelsFirst
        public var preprocessing: Preprocessing?
        /// The classes of its scores, where its own file holds them.
        public var labels: [String]?
        public var expectation: Expectation?
        /// The layers that are results, by name; nothing: those that no other reads.
        public var outputs: [(name: String, location: SourceLocation?)]?
        /// What the way it was written leaves open, and what was assumed instead.
        public var assumptions: [String] = []

        public init() {}
    }

    public internal(set) var header: Header
    public let inputs: [Input]
    public let nodes: [Node]
    /// Places among ``nodes``.
    public let outputs: [Int]

    public var title: String { header.title }
    public var layout: Layout { header.layout }

    /// The same network, its shapes written in this order.
    public func written(in layout: Layout) -> Network {
        var network = self
        network.header.layout = layout
        return network
    }

    /// - Throws: ``NetworkError`` with all independent problems.
    public init(header: Header = Header(), inputs: [Input], layers: [LayerDescription]) throws(NetworkError) {
        var builder = GraphBuilder(inputs: inputs, layout: header.layout)
        builder.build(layers)
        let outputs = builder.outputs(header.outputs)
        guard builder.problems.isEmpty else { throw NetworkError(problems: builder.problems) }
        (self.header, self.inputs, self.outputs) = (header, inputs, outputs)
        nodes = builder.nodes.compactMap(\.self)
    }

    /// A network in Swift: `Network(input: [1, 28, 28], layers: [.conv2D(32, kernelSize: 5), .relu, …])`.
    ///
    /// - Parameters:
    ///   - title: What it is called.
    ///   - input: `[C, H, W]`, `[C, L]`, `[C, D, H, W]`, `[n]`, or `[T, F]` for a recurrent layer.
    ///   - layers: In order; each reads the one before it unless it says otherwise.
    /// - Throws: ``NetworkError`` with all independent problems.
    public init(_ title: String = "Network", input: [Int], layers: [LayerDescription]) throws(NetworkError) {
        var header = Header()
        header.title = title
        try self.init(header: header, inputs: [Input(FeatureShape(input.map { Quantity($0) }))], layers: layers)
    }

    public func node(named name: String) -> Node? { nodes.first { $0.name == name } }

    /// The name of what a source stands for.
    public func name(of source: Node.Source) -> String {
        switch source {
        case .input(let index): inputs[index].name
        case .node(let index): nodes[index].name
        }
    }
}
