/// Why a network cannot be built. Holds the facts; ``description`` says what, where and what to do.
public struct NetworkProblem: Error, Hashable, Sendable {
    public enum Fact: Hashable, Sendable {
        case layer(LayerProblem)
        case reading(ReadingProblem)
        case unknownLayer(String, nearest: String?)
        /// A layer that reads a later one.
        case readsLater(String)
        /// The names along it, the first one again at its end.
        case cycle([String])
        case severalInputs(kind: String, count: Int)
        case noPrevious
        case repeatedName(String)
        case unknownInput(String, inputs: [String])
        case unknownOutput(String, nearest: String?)
        case noLayers
        case tooManyLayers(Int)
        case emptyInput(String)
        case reservedName(String)
    }

    public let fact: Fact
    /// The layer's name and its number, from 1.
    public let layer: String?
    public let number: Int?
    public let location: SourceLocation?

    init(_ fact: Fact, layer: String? = nil, number: Int? = nil, location: SourceLocation? = nil) {
        (self.fact, self.layer, self.number, self.location) = (fact, layer, number, location)
    }

    static let mostLayers = 100_000
}

extension NetworkProblem: CustomStringConvertible {
    public var description: String {
        let place = layer.map { "\($0)\(number.map { " (layer \($0))" } ?? ""): " } ?? ""
        return place + fact.description
    }
}

extension NetworkProblem.Fact: CustomStringConvertible {
    public var description: String {
        switch self {
        case .layer(let problem): return problem.description
        case .reading(let problem): return problem.description
        case .unknownLayer(let name, let nearest):
            return "no layer is called '\(name)'" + (nearest.map { "; did you mean '\($0)'?" } ?? ".")
        case .readsLater(let name):
            return "'\(name)' comes later. A layer reads earlier ones: put '\(name)' before it."
        case .cycle(let names):
            return "layers read each other in a cycle: \(names.joined(separator: " → ")). Leave one connection out."
        case .severalInputs(let kind, let count):
            return """
                '\(kind)' reads one layer, but 'from' names \(count). Join them with 'add', 'concat' or \
                'multiply'.
                """
        case .noPrevious:
            return "there is no previous layer to read. Name one in 'from'."
        case .repeatedName(let name):
            return "two layers are called '\(name)'. Give each a name of its own."
        case .unknownInput(let name, let inputs):
            return "no input is called '\(name)'; there are \(inputs.joined(separator: ", "))."
        case .unknownOutput(let name, let nearest):
            return "'outputs' names '\(name)', which is no layer" + (nearest.map { "; did you mean '\($0)'?" } ?? ".")
        case .noLayers:
            return "there are no layers. Write at least one under 'layers'."
        case .tooManyLayers(let count):
            return "\(count) layers; at most \(NetworkProblem.mostLayers) are read. Use fewer repetitions."
        case .emptyInput(let shape):
            return "the input is \(shape); every size must be at least 1 and fit 64 bits together."
        case .reservedName(let name):
            return "'\(name)' cannot be a layer's name: it stands for something else in 'from'."
        }
    }
}

/// All independent problems of a network, in the order of its layers.
public struct NetworkError: Error, Sendable, CustomStringConvertible {
    public let problems: [NetworkProblem]

    public var description: String { description(in: nil) }

    /// One line a problem, each with its place in the file `path`.
    public func description(in path: String?) -> String {
        problems.map { problem in
            let place = problem.location.map { "\($0.line):\($0.column)" }
            let prefix = [path, place].compactMap(\.self).joined(separator: ":")
            return prefix.isEmpty ? problem.description : "\(prefix): \(problem.description)"
        }.joined(separator: "\n")
    }
}
