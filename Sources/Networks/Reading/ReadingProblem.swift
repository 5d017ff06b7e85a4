/// What is wrong with the way a network is written.
public enum ReadingProblem: Error, Hashable, Sendable {
    case expected(String, found: String)
    case unknownKey(String, nearest: String?, keys: [String])
    case repeatedKey(String)
    case missingKey(String)
    case unknownKind(String, nearest: String?)
    case unknownOption(String, kind: String, nearest: String?, options: [String])
    case missingOption(String, kind: String, expectation: String)
    case badValue(option: String, found: String, expectation: String)
    case noActivation(kind: String)
    case unknownParameter(String, parameters: [String])
    case missingParameter(String, block: String)
    case badArithmetic(String)
    case blockInItself([String])
    case tooDeep
    case tooLong(bytes: Int)
    case tooMany(String, most: Int)
    case severalKinds([String])
    case chainSyntax(String)
    case badName(String)
    /// What something else that was read says about itself.
    case stated(String)
}

extension ReadingProblem: CustomStringConvertible {
    public var description: String {
        switch self {
        case .expected(let what, let found): return "expected \(what), found \(found)."
        case .unknownKey(let key, let nearest, let keys):
            return "'\(key)' is no key here" + Self.hint(nearest, keys)
        case .repeatedKey(let key): return "'\(key)' stands twice. Leave one out."
        case .missingKey(let key): return "'\(key)' is missing."
        case .unknownKind(let kind, let nearest):
            return "'\(kind)' is no kind of layer and no block"
                + (nearest.map { "; did you mean '\($0)'?" } ?? ". `convscope list layers` shows the kinds.")
        case .unknownOption(let option, let kind, let nearest, let options):
            return "'\(kind)' has no option '\(option)'" + Self.hint(nearest, options)
        case .missingOption(let option, let kind, let expectation):
            return "'\(kind)' needs '\(option)': \(expectation)."
        case .badValue(let option, let found, let expectation):
            return "'\(option)' is \(found); it must be \(expectation)."
        case .noActivation(let kind):
            return "'\(kind)' takes no 'activation'. Write the activation as a layer of its own after it."
        case .unknownParameter(let name, let parameters):
            return "no parameter is called '\(name)'"
                + (parameters.isEmpty
                    ? "; only blocks have parameters." : "; the block has \(parameters.joined(separator: ", ")).")
        case .missingParameter(let name, let block): return "the block '\(block)' needs a value for '\(name)'."
        case .badArithmetic(let text):
            return
                "'\(text)' cannot be computed. Write whole numbers, parameters, + - * / and parentheses; / must divide evenly."
        case .blockInItself(let names):
            return "blocks use each other in a circle: \(names.joined(separator: " → "))."
        case .tooDeep: return "too deeply nested; at most \(NetworkReader.deepest) levels are read."
        case .tooLong(let bytes):
            return "\(bytes) bytes of text; at most \(NetworkReader.mostBytes) are read."
        case .tooMany(let what, let most): return "more than \(most) \(what); no more are read."
        case .severalKinds(let kinds):
            return "one item names several layers: \(kinds.joined(separator: ", ")). Begin each with a dash of its own."
        case .chainSyntax(let what): return what
        case .stated(let what): return what
        case .badName(let name):
            return
                "'\(name)' cannot be a name. Use letters, digits, '_', '-', '.' and '/', and begin with a letter or digit."
        }
    }

    private static func hint(_ nearest: String?, _ all: [String]) -> String {
        nearest.map { "; did you mean '\($0)'?" }
            ?? (all.isEmpty ? "; it has none." : ". There are \(all.joined(separator: ", ")).")
    }
}
