import Tensors

/// Whole numbers of at least 1: one for all layers, or one for each, from the input up.
public struct SizeList: Hashable, Sendable, ParameterValue, ExpressibleByIntegerLiteral {
    public let values: [Int]

    public init(_ values: [Int]) { self.values = values }

    public init(integerLiteral value: Int) { values = [value] }

    public static var syntax: String { "N|N,N,…" }

    public init(_ input: ParameterInput) throws(ParameterError) {
        let parts = input.text.split(separator: ",", omittingEmptySubsequences: false)
        let values = parts.compactMap { Int($0.filter { $0 != " " }) }
        guard values.count == parts.count, values.allSatisfy({ $0 >= 1 }) else {
            throw ParameterError(
                value: input.text, expected: "a whole number of at least 1, or one for each layer, as 1,2,4,8")
        }
        self.values = values
    }

    public var parameterText: String { values.map(String.init).joined(separator: ",") }

    /// One for each layer.
    func values(layers: Int, option: String) throws(ParameterError) -> [Int] {
        if values.count == 1 { return [Int](repeating: values[0], count: layers) }
        guard values.count == layers else {
            throw ParameterError(
                option: option, value: parameterText, expected: "one number, or \(layers), one for each layer")
        }
        return values
    }
}

/// How a signal is extended at its ends.
public enum TimePadding: Hashable, Sendable, ParameterValue {
    case valid
    case same
    /// As many zeros before as the kernel looks back: no output reads what comes after it.
    case causal
    case sides(before: Int, after: Int)

    public static var syntax: String { "valid|same|causal|N|B,A" }
    public static var choices: [String] { ["valid", "same", "causal"] }

    public init(_ input: ParameterInput) throws(ParameterError) {
        switch input.text {
        case "valid": self = .valid
        case "same": self = .same
        case "causal": self = .causal
        default:
            let parts = input.text.split(separator: ",", omittingEmptySubsequences: false)
            let values = parts.compactMap { Int($0.filter { $0 != " " }) }
            guard values.count == parts.count, (1...2).contains(values.count), values.allSatisfy({ $0 >= 0 }) else {
                throw ParameterError(
                    value: input.text, expected: "valid, same, causal, a number, or before,after as 2,0")
            }
            self = .sides(before: values[0], after: values[values.count - 1])
        }
    }

    public var parameterText: String {
        switch self {
        case .valid: "valid"
        case .same: "same"
        case .causal: "causal"
        case .sides(let before, let after): before == after ? "\(before)" : "\(before),\(after)"
        }
    }

    /// As the core takes it, for a window that spans `reach` steps beside its first.
    func padding(reach: Int) -> Padding {
        switch self {
        case .valid: .valid
        case .same: .same
        case .causal: .explicit([.init(reach, 0)])
        case .sides(let before, let after): .explicit([.init(before, after)])
        }
    }
}
