/// One pass over what cairo writes between `<svg …>` and `</svg>`.
///
/// Ids become the index of their first appearance (cairo's own count on through a process), style lists become
/// attributes without the defaults, numbers get two decimals.
struct SVGRewriter {
    private let input: [UInt8]
    private var position = 0
    private var output = SVGFragment()
    private var ids: [Substring: Int] = [:]
    private var colors: [String: String] = [:]

    static func rewrite(_ cairo: [UInt8]) -> SVGFragment {
        var rewriter = SVGRewriter(input: cairo)
        rewriter.run()
        return rewriter.output
    }

    private init(input: [UInt8]) {
        self.input = input
    }

    private mutating func run() {
        skipPast("<svg")
        skipPast(">")
        while let start = next("<", from: position) {
            if input[start + 1] == UInt8(ascii: "/") {
                let end = next(">", from: start) ?? input.count - 1
                if input[start..<end].elementsEqual("</svg".utf8) { return }
                output.append(input[start...end])
                position = end + 1
            } else {
                position = start
                rewriteTag()
            }
            if position < input.count, input[position] == UInt8(ascii: "\n") {
                output.append(UInt8(ascii: "\n"))
            }
        }
    }

    /// At `<`: the tag with its attributes, up to past its `>`.
    private mutating func rewriteTag() {
        let nameEnd = next(" />", from: position) ?? input.count
        output.append(input[position..<nameEnd])
        position = nameEnd
        while position < input.count {
            switch input[position] {
            case UInt8(ascii: " "), UInt8(ascii: "\n"): position += 1
            case UInt8(ascii: "/"), UInt8(ascii: ">"):
                let end = (next(">", from: position) ?? input.count - 1) + 1
                output.append(input[position..<end])
                position = end
                return
            default:
                guard let equals = next("=", from: position), let end = next("\"", from: equals + 2) else {
                    position = input.count
                    return
                }
                write(String(decoding: input[position..<equals], as: UTF8.self), equals + 2..<end)
                position = end + 1
            }
        }
    }

    private mutating func write(_ name: String, _ value: Range<Int>) {
        switch name {
        case "d":
            open(name)
            SVGNumber.writePath(input[value], to: &output)
            close()
        case "x", "y", "width", "height", "stroke-width":
            open(name)
            SVGNumber.writeRounded(input[value], to: &output)
            close()
        case "xlink:href" where input[value.lowerBound] == UInt8(ascii: "#"):
            open(name)
            output.append(UInt8(ascii: "#"))
            write(id: value.lowerBound + 1..<value.upperBound)
            close()
        case "xlink:href":
            open(name)
            output.append(input[value])
            close()
        case "id":
            open(name)
            write(id: value)
            close()
        case "style":
            for declaration in input[value].split(separator: UInt8(ascii: ";")) {
                let parts = declaration.split(separator: UInt8(ascii: ":"), maxSplits: 1)
                guard parts.count == 2 else { continue }
                writeStyle(Self.trimmed(parts[0]), Self.trimmed(parts[1]))
            }
        default: writeStyle(name, String(decoding: input[value], as: UTF8.self))
        }
    }

    /// What a property is without being written, which is how cairo most often writes it.
    private static let defaults: [String: String] = [
        "stroke": "none", "fill-rule": "nonzero", "clip-rule": "nonzero", "fill-opacity": "1",
        "stroke-opacity": "1", "stroke-linecap": "butt", "stroke-linejoin": "miter",
    ]

    private mutating func writeStyle(_ name: String, _ value: String) {
        if Self.defaults[name] == value { return }
        open(name)
        if let hex = colors[value] ?? Self.hex(value) {
            colors[value] = hex
            output.append(hex)
        } else if value.hasPrefix("url(#") {
            output.append("url(#")
            let name = value.dropFirst(5).dropLast()
            output.append(id: number(of: name))
            output.append(")")
        } else {
            output.append(value)
        }
        close()
    }

    private mutating func open(_ name: String) {
        output.append(" ")
        output.append(name)
        output.append("=\"")
    }

    private mutating func close() {
        output.append(UInt8(ascii: "\""))
    }

    private mutating func write(id: Range<Int>) {
        output.append(id: number(of: String(decoding: input[id], as: UTF8.self)[...]))
    }

    private mutating func number(of id: Substring) -> String {
        let index = ids[id] ?? ids.count
        ids[id] = index
        // In digits alone: words are for the ids that are ours.
        return String(index)
    }

    /// `rgb(0%,44.705882%,69.803922%)` as `#0072b2`.
    private static func hex(_ value: String) -> String? {
        guard value.hasPrefix("rgb("), value.hasSuffix(")") else { return nil }
        let shares = value.dropFirst(4).dropLast().split(separator: ",").compactMap { part in
            part.last == "%" ? Double(String(part.drop { $0 == " " }.dropLast())) : nil
        }
        guard shares.count == 3 else { return nil }
        return "#"
            + shares.map { share in
                let text = String(Int((share * 2.55).rounded()), radix: 16)
                return text.count == 1 ? "0" + text : text
            }.joined()
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes.drop { $0 == UInt8(ascii: " ") }, as: UTF8.self)
    }

    /// The next of any of the bytes.
    private func next(_ any: StaticString, from start: Int) -> Int? {
        var index = start
        let wanted = UnsafeBufferPointer(start: any.utf8Start, count: any.utf8CodeUnitCount)
        return input.withUnsafeBufferPointer { input in
            while index < input.count {
                let byte = input[index]
                for candidate in wanted where candidate == byte { return index }
                index += 1
            }
            return nil
        }
    }

    private mutating func skipPast(_ token: StaticString) {
        let count = token.utf8CodeUnitCount
        let wanted = Array(UnsafeBufferPointer(start: token.utf8Start, count: count))
        while position + count <= input.count {
            if input[position..<position + count].elementsEqual(wanted) {
                position += count
                return
            }
            position += 1
        }
    }
}
