/// A JSON document whose keys keep their order.
public indirect enum JSON: Sendable {
    case null
    case flag(Bool)
    case integer(Int)
    case number(Double)
    case text(String)
    case list([JSON])
    case object([(String, JSON)])

    /// Two spaces a level; short lists and objects on one line.
    public var text: String { written(indent: "") + "\n" }

    private func written(indent: String) -> String {
        switch self {
        case .null: return "null"
        case .flag(let value): return "\(value)"
        case .integer(let value): return "\(value)"
        case .number(let value): return OptionValue.number(value).yaml
        case .text(let text): return Self.quoted(text)
        case .list(let items):
            let line = "[" + items.map { $0.written(indent: indent) }.joined(separator: ", ") + "]"
            if !line.contains("\n"), line.utf8.count + indent.utf8.count <= 110 { return line }
            let inner = items.map { "\(indent)  \($0.written(indent: indent + "  "))" }
            return "[\n" + inner.joined(separator: ",\n") + "\n\(indent)]"
        case .object(let entries):
            let pairs = entries.map { "\(Self.quoted($0.0)): \($0.1.written(indent: indent + "  "))" }
            let line = "{ " + pairs.joined(separator: ", ") + " }"
            if pairs.isEmpty { return "{}" }
            if !line.contains("\n"), line.utf8.count + indent.utf8.count <= 110 { return line }
            return "{\n" + pairs.map { "\(indent)  \($0)" }.joined(separator: ",\n") + "\n\(indent)}"
        }
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            case _: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

extension JSON {
    /// An integer, a decimal, or a formula as text.
    public init(_ quantity: Quantity) {
        switch quantity {
        case .number(let number): self = number.integer.map(JSON.integer) ?? .number(number.double)
        case .symbolic: self = .text(quantity.text)
        case .undetermined, .overflow: self = .null
        }
    }

    public init(_ shape: FeatureShape, _ layout: Layout) {
        self = .list(shape.sizes(in: layout).map { JSON($0) })
    }

    public init(_ field: ReceptiveField) {
        switch field {
        case .all: self = .text("all")
        case .none: self = .null
        case .axes(let axes):
            self = .object([
                ("size", .list(axes.map { .integer($0.size) })),
                ("jump", .list(axes.map { JSON(.number($0.jump)) })),
                ("start", .list(axes.map { $0.start.map { JSON(.number($0)) } ?? .null })),
                ("padding", .list(axes.map { $0.padding.map(JSON.integer) ?? .null })),
            ])
        }
    }
}
