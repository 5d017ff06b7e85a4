import Networks
import Tensors

/// The inputs of a graph with shapes: as given, as the file says, or assumed.
struct GraphInputs {
    private(set) var all: [Network.Input] = []
    private(set) var kinds: [String: ValueKind] = [:]
    /// What was assumed, in words.
    private(set) var assumptions: [String] = []

    var names: [String] { all.map(\.name) }

    /// A side that photos are often brought to, for images whose size the file leaves open.
    private static let usualSide = 224
    private static let usualSteps = 16

    /// - Throws: ``GraphError``
    init(_ graph: OperatorGraph, given: [String: [Int]]) throws(GraphError) {
        let names = graph.inputs.map(\.name)
        var given = given
        if let first = given.removeValue(forKey: ""), let input = graph.inputs.first(where: { $0.sizes != [] }) {
            given[input.name] = first
        }
        if let unknown = given.keys.first(where: { !names.contains($0) }) {
            throw .unknownInput(unknown, inputs: names)
        }
        for input in graph.inputs {
            guard let elements = input.elements else { throw .inputType(input.name) }
            let sizes = try sizes(of: input, given: given[input.name])
            guard let shape = try? Shape(validating: sizes), shape.elementCount > 0 else {
                throw .inputShape(input.name, given: sizes, expected: input.sizes ?? [])
            }
            kinds[input.name] = ValueKind(shape: shape, type: elements)
            let isBatched = sizes.count > 1
            all.append(
                Network.Input(
                    shape.features, name: input.name, isBatched: isBatched,
                    elements: elements == .float ? .float : elements == .integer ? .integer : .boolean))
        }
    }

    private mutating func sizes(
        of input: OperatorGraph.Input, given: [Int]?
    ) throws(GraphError) -> [Int] {
        guard let declared = input.sizes else {
            guard let given else { throw .openInput(input.name, sizes: nil) }
            return given
        }
        if var given {
            // Without a batch.
            if given.count == declared.count - 1 { given.insert(declared[0] ?? 1, at: 0) }
            let fits = given.count == declared.count && zip(given, declared).allSatisfy { $1 == nil || $0 == $1 }
            guard fits else { throw .inputShape(input.name, given: given, expected: declared) }
            return given
        }
        var assumed: [String] = []
        let sizes = declared.enumerated().map { axis, size -> Int in
            if let size { return size }
            if axis == 0 { return 1 }
            let usual = declared.count >= 4 && axis >= 2 ? Self.usualSide : declared.count >= 4 ? 3 : Self.usualSteps
            assumed.append("\(usual)")
            return usual
        }
        if !assumed.isEmpty {
            let text = declared.dropFirst().map { $0.map(String.init) ?? "?" }.joined(separator: "x")
            assumptions.append(
                "the file leaves sizes of '\(input.name)' open (\(text)); \(assumed.joined(separator: " and ")) stand for them, --input gives others"
            )
        }
        return sizes
    }
}

extension Shape {
    /// As a layer sees it: without the batch.
    var features: FeatureShape {
        let sizes = rank > 1 ? Array(dropFirst()) : rank == 1 ? self.sizes : [1]
        return FeatureShape(sizes.map { Quantity($0) })
    }
}
