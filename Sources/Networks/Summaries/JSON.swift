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
    public var text: String {
        var text = ""
        write(to: &text, indent: "")
        return text + "\n"
    }

    private static let widest = 110

    private func write(to text: inout String, indent: String) {
        switch self {
        case .null: text += "null"
        case .flag(let value): text += "\(value)"
        case .integer(let value): text += String(value)
        case .number(let value): text += OptionValue.number(value).yaml
        case .text(let value): Self.quote(value, to: &text)
        case .list(let items):
            write(items.map { (nil, $0) }, in: ("[", "]"), to: &text, indent: indent)
        case .object(let entries):
            write(entries.map { ($0.0, $0.1) }, in: ("{", "}"), to: &text, indent: indent)
        }
    }

    private func write(
        _ items: [(String?, JSON)], in brackets: (String, String), to text: inout String, indent: String
    ) {
        let isShort = width(upTo: Self.widest - indent.utf8.count) != nil
        let padding = brackets.0 == "{" && !items.isEmpty ? " " : ""
        let inner = indent + "  "
        text += brackets.0 + (isShort ? padding : "")
        for (index, (key, value)) in items.enumerated() {
            if index > 0 { text += isShort ? ", " : "," }
            if !isShort { text += "\n" + inner }
            if let key {
                Self.quote(key, to: &text)
                text += ": "
            }
            value.write(to: &text, indent: inner)
        }
        text += isShort ? padding : "\n" + indent
        text += brackets.1
    }

    /// The width on one line; nothing if it exceeds `limit`.
    private func width(upTo limit: Int) -> Int? {
        var width: Int
        switch self {
        case .null: width = 4
        case .flag: width = 5
        case .integer(let value): width = String(value).utf8.count
        case .number(let value): width = OptionValue.number(value).yaml.utf8.count
        case .text(let value): width = value.utf8.count + 2
        case .list(let items):
            width = 2
            for item in items {
                guard width <= limit, let inner = item.width(upTo: limit - width) else { return nil }
                width += inner + 2
            }
        case .object(let entries):
            width = 4
            for (key, value) in entries {
                guard width <= limit, let inner = value.width(upTo: limit - width) else { return nil }
                width += key.utf8.count + 6 + inner
            }
        }
        return width <= limit ? width : nil
    }

    private static func quote(_ value: String, to text: inout String) {
        text += "\""
        let isPlain = value.utf8.allSatisfy { $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
        if isPlain {
            text += value
        } else {
            for scalar in value.unicodeScalars { text += escaped(scalar) }
        }
        text += "\""
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\"": return "\\\""
        case "\\": return "\\\\"
        case "\n": return "\\n"
        case "\r": return "\\r"
        case "\t": return "\\t"
        case _ where scalar.value < 0x20:
            let digits = String(scalar.value, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        case _: return String(scalar)
        }
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
