public import Tensors

/// The value of a layer's option, as a file or a chain gives it and as one is written.
public indirect enum OptionValue: Hashable, Sendable {
    case integer(Int)
    case number(Double)
    case flag(Bool)
    case text(String)
    case list([OptionValue])
}

extension OptionValue {
    public init(_ value: PerAxis) {
        switch value {
        case .all(let value): self = .integer(value)
        case .each(let values): self = .list(values.map(OptionValue.integer))
        }
    }

    public init(_ padding: Padding) {
        switch padding {
        case .valid: self = .text("valid")
        case .same: self = .text("same")
        case .full: self = .text("full")
        case .symmetric(let amounts): self = OptionValue(amounts)
        case .explicit(let sides): self = .list(sides.flatMap { [.integer($0.before), .integer($0.after)] })
        }
    }

    var integers: [Int] {
        switch self {
        case .integer(let value): [value]
        case .list(let values): values.flatMap(\.integers)
        case .number, .flag, .text: []
        }
    }

    var double: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        case .flag, .text, .list: nil
        }
    }

    var perAxis: PerAxis {
        switch self {
        case .list(let values): .each(values.flatMap(\.integers))
        case .integer, .number, .flag, .text: .all(integers.first ?? 1)
        }
    }

    /// As YAML's flow style writes it.
    public var yaml: String {
        switch self {
        case .integer(let value): "\(value)"
        case .number(let value): value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
        case .flag(let value): "\(value)"
        case .text(let value): value
        case .list(let values): "[" + values.map(\.yaml).joined(separator: ", ") + "]"
        }
    }
}
