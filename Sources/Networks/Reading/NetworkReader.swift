import Tensors

/// Makes a network of what somebody wrote, whether as YAML or as a chain.
public struct NetworkReader {
    static let mostBytes = 1 << 20
    static let deepest = 32
    /// Of names in one `from`, of inputs, and of parameters of a block.
    static let mostNames = 256
    /// Values that all layers may have together, repetitions and parameters filled in.
    static let mostValues = 1 << 20

    static let keys = [
        "network", "about", "paper", "url", "input", "inputs", "layout", "where", "preprocess", "blocks", "layers",
        "outputs", "expect",
    ]

    /// The network that `root`, a mapping with `input` and `layers`, describes.
    ///
    /// - Parameters:
    ///   - root: What is written.
    ///   - input: A shape instead of the one that is written.
    ///   - assumptions: What the way it was written left open.
    /// - Throws: ``NetworkError`` with all independent problems.
    public static func network(
        _ root: SourceNode, input: String? = nil, assumptions: [String] = []
    ) throws(NetworkError) -> Network {
        var problems = ProblemList()
        let values = problems.values(of: root, keys: keys, "a network with 'input' and 'layers'")
        var header = HeaderReader.header(values, &problems)
        header.assumptions = assumptions
        let unknowns = HeaderReader.unknowns(values["where"], &problems)
        header.expectation = values["expect"].map { ExpectationReader.expectation($0, unknowns, &problems) }
        let inputs = HeaderReader.inputs(values, instead: input, header.layout, unknowns, root, &problems)
        var expansion = BlockExpansion(blocks: values["blocks"], unknowns: unknowns, inputs: inputs.map(\.name))
        if let layers = values["layers"] {
            expansion.expand(layers)
        } else if problems.all.isEmpty {
            problems.add(.missingKey("layers"), root.location)
        }
        problems.all += expansion.problems.all
        guard problems.all.isEmpty else { throw NetworkError(problems: Array(problems.all.prefix(20))) }
        var layers = expansion.layers
        if input != nil {
            // Claims are about the network as it is written.
            header.expectation = nil
            for index in layers.indices { layers[index].expectation = nil }
        }
        PatternDefaults.fill(&layers)
        return try Network(header: header, inputs: inputs, layers: layers)
    }
}

/// Problems as they are found, so that all independent ones are told at once.
package struct ProblemList {
    package internal(set) var all: [NetworkProblem] = []
    /// How many values were read, so that little text cannot ask for much work.
    var work = 0

    package init() {}

    /// - Throws: ``NetworkError`` with the problems, each told once, if there are some.
    package func check() throws(NetworkError) {
        var told: Set<NetworkProblem> = []
        let problems = all.filter { told.insert($0).inserted }
        guard problems.isEmpty else { throw NetworkError(problems: Array(problems.prefix(20))) }
    }

    /// Enough: more would not help, and looking for each costs.
    var isFull: Bool { all.count >= 20 }

    package mutating func add(_ problem: ReadingProblem, _ location: SourceLocation) {
        all.append(NetworkProblem(.reading(problem), location: location))
    }

    /// A name that is none of the network's layers.
    package mutating func add(unknownLayer name: String, among names: [String], _ location: SourceLocation) {
        all.append(NetworkProblem(.unknownLayer(name, nearest: nearest(to: name, among: names)), location: location))
    }

    /// Those of a network that stands in the same text.
    package mutating func add(_ error: NetworkError) { all += error.problems }

    /// The value of `work`, or nothing if it fails.
    mutating func attempt<Value>(
        at location: SourceLocation, _ work: () throws(ReadingProblem) -> Value
    ) -> Value? {
        do {
            return try work()
        } catch {
            add(error, location)
            return nil
        }
    }

    /// A mapping's values by key; unknown and repeated keys are problems.
    package mutating func values(of node: SourceNode, keys: [String], _ what: String) -> [String: SourceNode] {
        guard let entries = node.entries else {
            add(.expected(what, found: node.excerpt), node.location)
            return [:]
        }
        var values: [String: SourceNode] = [:]
        for entry in entries where !isFull {
            if !keys.contains(entry.key) {
                add(.unknownKey(entry.key, nearest: nearest(to: entry.key, among: keys), keys: keys), entry.location)
            } else if values.updateValue(entry.value, forKey: entry.key) != nil {
                add(.repeatedKey(entry.key), entry.location)
            }
        }
        return values
    }
}

/// The name that was probably meant; nothing for very long ones, which would take long.
func nearest(to text: String, among names: [String]) -> String? {
    guard text.utf8.count <= 64, names.count <= 2000 else { return nil }
    return Tensors.nearest(text, among: names.filter { $0.utf8.count <= 64 })
}
