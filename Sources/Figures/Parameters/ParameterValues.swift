public import Tensors

extension Bool: ParameterValue {
    public static var syntax: String { "true|false" }
    public init(_ input: ParameterInput) throws(ParameterError) {
        switch input.text.lowercased() {
        case "true", "yes", "on", "": self = true
        case "false", "no", "off": self = false
        default: throw ParameterError(value: input.text, expected: "true or false")
        }
    }
    public var parameterText: String { self ? "true" : "false" }
}

extension Int: ParameterValue {
    public static var syntax: String { "N" }
    public init(_ input: ParameterInput) throws(ParameterError) {
        guard let value = Int(input.text) else {
            throw ParameterError(value: input.text, expected: "a whole number")
        }
        self = value
    }
    public var parameterText: String { String(self) }
}

extension String: ParameterValue {
    public static var syntax: String { "TEXT" }
    public init(_ input: ParameterInput) throws(ParameterError) {
        self = input.text
    }
    public var parameterText: String { self }
}

extension Optional: ParameterValue where Wrapped: ParameterValue {
    public static var syntax: String { Wrapped.syntax }
    public static var choices: [String] { Wrapped.choices }
    public init(_ input: ParameterInput) throws(ParameterError) {
        self = .some(try Wrapped(input))
    }
    public var parameterText: String { self?.parameterText ?? "" }
}

extension Array: ParameterValue where Element: ParameterValue {
    public static var syntax: String { Element.syntax }
    public static var choices: [String] { Element.choices }
    public static var isList: Bool { true }
    public init(_ input: ParameterInput) throws(ParameterError) {
        var values: [Element] = []
        let items = Element.self == FilterReference.self && FilterReference.isMatrix(input) ? [input] : input.items
        for item in items { values.append(try Element(item)) }
        self = values
    }
    public var parameterText: String { map(\.parameterText).joined(separator: " ") }
}

/// A choice among words.
public protocol ParameterChoice: ParameterValue, CaseIterable, RawRepresentable where RawValue == String {}

extension ParameterChoice {
    public static var syntax: String { choices.joined(separator: "|") }
    public static var choices: [String] { allCases.map(\.rawValue) }
    public init(_ input: ParameterInput) throws(ParameterError) {
        guard let value = Self(rawValue: input.text) else {
            throw ParameterError(value: input.text, expected: "one of " + Self.choices.joined(separator: ", "))
        }
        self = value
    }
    public var parameterText: String { rawValue }
}

extension PerAxis: ParameterValue {
    public static var syntax: String { "N|VxH" }
    /// `2` or `2x1`, vertical first.
    public init(_ input: ParameterInput) throws(ParameterError) {
        let parts = input.text.split(whereSeparator: { "x×,".contains($0) }, omittingEmpty: false)
        let values = parts.compactMap { Int($0) }
        guard values.count == parts.count, (1...3).contains(values.count), values.allSatisfy({ $0 >= 1 }) else {
            throw ParameterError(
                value: input.text,
                expected: "a whole number of at least 1, or one for each axis, as 2x1 (vertical first)")
        }
        self = values.count == 1 ? .all(values[0]) : .each(values)
    }
    public var parameterText: String {
        switch self {
        case .all(let value): String(value)
        case .each(let values): values.map(String.init).joined(separator: "x")
        }
    }
}

extension Padding: ParameterValue {
    public static var syntax: String { "valid|same|full|N|V,H|T,B,L,R" }
    public static var choices: [String] { ["valid", "same", "full"] }
    public init(_ input: ParameterInput) throws(ParameterError) {
        switch input.text {
        case "valid": self = .valid
        case "same": self = .same
        case "full": self = .full
        default:
            let parts = input.text.split(separator: ",", omittingEmptySubsequences: false)
            let values = parts.compactMap { Int($0) }
            guard values.count == parts.count, values.allSatisfy({ $0 >= 0 }), [1, 2, 4].contains(values.count) else {
                throw ParameterError(
                    value: input.text,
                    expected: "valid, same, full, a number, vertical,horizontal or top,bottom,left,right")
            }
            switch values.count {
            case 1: self = .symmetric(.all(values[0]))
            case 2: self = .symmetric(.each(values))
            default: self = .explicit([Sides(values[0], values[1]), Sides(values[2], values[3])])
            }
        }
    }
    public var parameterText: String {
        switch self {
        case .valid: "valid"
        case .same: "same"
        case .full: "full"
        case .symmetric(.all(let value)): String(value)
        case .symmetric(.each(let values)): values.map(String.init).joined(separator: ",")
        case .explicit(let sides): sides.map { "\($0.before),\($0.after)" }.joined(separator: ",")
        }
    }
}

extension Border: ParameterValue {
    public static var syntax: String { "zeros|constant=V|reflect|symmetric|replicate|circular" }
    public static var choices: [String] { ["zeros", "constant=", "reflect", "symmetric", "replicate", "circular"] }
    public init(_ input: ParameterInput) throws(ParameterError) {
        switch input.text {
        case "zeros": self = .zeros
        case "reflect": self = .reflect
        case "symmetric": self = .symmetric
        case "replicate": self = .replicate
        case "circular": self = .circular
        default:
            guard input.text.hasPrefix("constant="), let value = Float(input.text.dropFirst(9)), value.isFinite else {
                throw ParameterError(
                    value: input.text,
                    expected: "zeros, constant=V (as constant=0.5), reflect, symmetric, replicate or circular")
            }
            self = .constant(value)
        }
    }
    public var parameterText: String {
        switch self {
        case .zeros: "zeros"
        case .constant(let value): "constant=\(value)"
        case .reflect: "reflect"
        case .symmetric: "symmetric"
        case .replicate: "replicate"
        case .circular: "circular"
        }
    }
}

extension Collection where SubSequence == Substring {
    fileprivate func split(whereSeparator isSeparator: (Character) -> Bool, omittingEmpty: Bool) -> [Substring]
    where Element == Character {
        split(omittingEmptySubsequences: omittingEmpty, whereSeparator: isSeparator)
    }
}
