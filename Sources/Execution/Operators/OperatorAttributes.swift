/// One attribute of an operator, as ONNX stores it.
public enum AttributeValue: Hashable, Sendable {
    case int(Int)
    case float(Float)
    case string(String)
    case tensor(Value)
    case ints([Int])
    case floats([Float])
    case strings([String])

    var typeName: String {
        switch self {
        case .int: "an integer"
        case .float: "a float"
        case .string: "a string"
        case .tensor: "a tensor"
        case .ints: "integers"
        case .floats: "floats"
        case .strings: "strings"
        }
    }
}

/// An operator's attributes by name; each look-up gives `nil` where there is none.
public struct OperatorAttributes: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    public var values: [String: AttributeValue]

    public init(_ values: [String: AttributeValue] = [:]) {
        self.values = values
    }

    public init(dictionaryLiteral elements: (String, AttributeValue)...) {
        self.values = Dictionary(elements) { $1 }
    }

    func int(_ name: String) throws(OperatorProblem) -> Int? {
        switch values[name] {
        case nil: nil
        case .int(let value): value
        case .some(let other): throw .attributeType(name, needs: "an integer", found: other.typeName)
        }
    }

    /// An integer that says yes or no.
    func flag(_ name: String, default: Bool = false) throws(OperatorProblem) -> Bool {
        try int(name).map { $0 != 0 } ?? `default`
    }

    func ints(_ name: String) throws(OperatorProblem) -> [Int]? {
        switch values[name] {
        case nil: nil
        case .ints(let values): values
        // What an exporter writes for an empty list may have lost its type.
        case .floats(let values) where values.isEmpty: []
        case .some(let other): throw .attributeType(name, needs: "integers", found: other.typeName)
        }
    }

    func float(_ name: String) throws(OperatorProblem) -> Float? {
        switch values[name] {
        case nil: nil
        case .float(let value): value
        case .some(let other): throw .attributeType(name, needs: "a float", found: other.typeName)
        }
    }

    func floats(_ name: String) throws(OperatorProblem) -> [Float]? {
        switch values[name] {
        case nil: nil
        case .floats(let values): values
        case .ints(let values) where values.isEmpty: []
        case .some(let other): throw .attributeType(name, needs: "floats", found: other.typeName)
        }
    }

    func string(_ name: String) throws(OperatorProblem) -> String? {
        switch values[name] {
        case nil: nil
        case .string(let value): value
        case .some(let other): throw .attributeType(name, needs: "a string", found: other.typeName)
        }
    }

    func strings(_ name: String) throws(OperatorProblem) -> [String]? {
        switch values[name] {
        case nil: nil
        case .strings(let values): values
        case .ints(let values) where values.isEmpty: []
        case .some(let other): throw .attributeType(name, needs: "strings", found: other.typeName)
        }
    }

    func tensor(_ name: String) throws(OperatorProblem) -> Execution.Value? {
        switch values[name] {
        case nil: nil
        case .tensor(let value): value
        case .some(let other): throw .attributeType(name, needs: "a tensor", found: other.typeName)
        }
    }

    /// One of the names of a closed set.
    func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String, default: Choice
    ) throws(OperatorProblem) -> Choice {
        guard let text = try string(name) else { return `default` }
        guard let choice = Choice(rawValue: text) else {
            throw .attributeChoice(name, given: text, known: Choice.allCases.map(\.rawValue))
        }
        return choice
    }
}
