/// One option of a figure: its name on the command line and in YAML, what it means, and where its value goes.
public struct FigureParameter<F: Figure>: Sendable {
    public let name: String
    public let help: String
    /// What may be given, for the help: `ROW,COLUMN`.
    public let syntax: String
    /// Words that complete it.
    public let choices: [String]
    /// What it is unless given.
    public let defaultText: String
    /// A switch that is given without a value.
    public let isFlag: Bool
    /// Whether giving it again adds to a list.
    public let isList: Bool
    private let assign: @Sendable (inout F, ParameterInput) throws(ParameterError) -> Void

    public init<Value: ParameterValue>(
        _ name: String, _ path: any WritableKeyPath<F, Value> & Sendable, _ help: String
    ) {
        self.name = name
        self.help = help
        self.syntax = Value.syntax
        self.choices = Value.choices
        self.defaultText = F()[keyPath: path].parameterText
        self.isFlag = Value.self == Bool.self
        self.isList = Value.isList
        self.assign = { (figure, input) throws(ParameterError) in
            do throws(ParameterError) {
                figure[keyPath: path] = try Value(input)
            } catch {
                throw error.named(name)
            }
        }
    }

    public func set(_ figure: inout F, _ input: ParameterInput) throws(ParameterError) {
        try assign(&figure, input)
    }
}

/// A value as somebody wrote it, on the command line or in YAML.
public indirect enum ParameterInput: Hashable, Sendable {
    case text(String)
    case list([ParameterInput])
}

/// A type whose values can be written as options.
public protocol ParameterValue: Sendable {
    static var syntax: String { get }
    static var choices: [String] { get }
    static var isList: Bool { get }
    init(_ input: ParameterInput) throws(ParameterError)
    /// As it would be written.
    var parameterText: String { get }
}

extension ParameterValue {
    public static var choices: [String] { [] }
    public static var isList: Bool { false }
}

/// Why an option cannot be understood.
public struct ParameterError: Error, Equatable, CustomStringConvertible {
    public var option: String?
    public let value: String
    public let expected: String

    public init(option: String? = nil, value: String, expected: String) {
        (self.option, self.value, self.expected) = (option, value, expected)
    }

    func named(_ option: String) -> ParameterError {
        ParameterError(option: self.option ?? option, value: value, expected: expected)
    }

    public var description: String {
        // What is expected may end with a reason in a sentence of its own.
        "\(option.map { "\($0): " } ?? "")'\(value)' is not understood. Expected \(expected)\(expected.hasSuffix(".") ? "" : ".")"
    }
}

extension ParameterInput {
    /// The text of a single value; a list of single values is joined as it would be written: `[1, 2]` to `1,2`.
    public var text: String {
        switch self {
        case .text(let text): text
        case .list(let items): items.map(\.text).joined(separator: ",")
        }
    }

    /// The values one by one; a single value is a list of one.
    public var items: [ParameterInput] {
        switch self {
        case .text: [self]
        case .list(let items): items
        }
    }
}

extension Figure {
    /// A figure from options as they were written.
    ///
    /// - Throws: ``ParameterError`` for an option that the kind does not have, or a value that it does not understand.
    public init(_ options: [(name: String, value: ParameterInput)]) throws(ParameterError) {
        self.init()
        for option in options {
            guard let parameter = Self.parameters.first(where: { $0.name == option.name }) else {
                let names = Self.parameters.map(\.name)
                throw ParameterError(
                    value: option.name, expected: "one of this figure's options: " + names.joined(separator: ", "))
            }
            try parameter.set(&self, option.value)
        }
    }
}

/// What documentation says of an option, whatever its figure.
public struct ParameterDescription: Hashable, Sendable {
    public let name: String
    public let help: String
    public let syntax: String
    public let choices: [String]
    public let defaultText: String
    public let isFlag: Bool
    public let isList: Bool
}

extension Figure {
    public static var parameterDescriptions: [ParameterDescription] {
        parameters.map {
            ParameterDescription(
                name: $0.name, help: $0.help, syntax: $0.syntax, choices: $0.choices, defaultText: $0.defaultText,
                isFlag: $0.isFlag, isList: $0.isList)
        }
    }
}
