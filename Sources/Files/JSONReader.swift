package import Networks

/// JSON (RFC 8259) that may come from anybody: no more levels than asked for, no key twice, keys in their order.
package struct JSONReader {
    private let bytes: ArraySlice<UInt8>
    private var at: Int

    /// The only value of a text; nothing for what is no JSON.
    ///
    /// - Parameter deepest: How many levels are read; headers have few, documents many.
    package static func value(_ bytes: ArraySlice<UInt8>, deepest: Int = 16) -> JSON? {
        var reader = JSONReader(bytes: bytes, at: bytes.startIndex)
        guard let value = reader.value(deepest) else { return nil }
        reader.skipSpace()
        return reader.at == bytes.endIndex ? value : nil
    }

    static func value(_ text: String) -> JSON? { value(Array(text.utf8)[...]) }

    private var next: UInt8? { at < bytes.endIndex ? bytes[at] : nil }

    private mutating func skipSpace() {
        while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { at += 1 }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard next == UInt8(ascii: character) else { return false }
        at += 1
        return true
    }

    private mutating func take(word: String) -> Bool {
        guard bytes[at...].starts(with: word.utf8) else { return false }
        at += word.utf8.count
        return true
    }

    private mutating func value(_ levels: Int) -> JSON? {
        skipSpace()
        guard levels > 0 else { return nil }
        switch next {
        case UInt8(ascii: "\""): return string().map(JSON.text)
        case UInt8(ascii: "{"): return object(levels)
        case UInt8(ascii: "["): return list(levels)
        default:
            if take(word: "true") { return .flag(true) }
            if take(word: "false") { return .flag(false) }
            if take(word: "null") { return .null }
            return number()
        }
    }

    private mutating func list(_ levels: Int) -> JSON? {
        at += 1
        var items: [JSON] = []
        if take("]") { return .list([]) }
        repeat {
            guard let item = value(levels - 1) else { return nil }
            items.append(item)
        } while take(",")
        return take("]") ? .list(items) : nil
    }

    private mutating func object(_ levels: Int) -> JSON? {
        at += 1
        var entries: [(String, JSON)] = []
        var keys: Set<String> = []
        if take("}") { return .object([]) }
        repeat {
            skipSpace()
            guard let key = string(), keys.insert(key).inserted, take(":"), let item = value(levels - 1) else {
                return nil
            }
            entries.append((key, item))
        } while take(",")
        return take("}") ? .object(entries) : nil
    }

    private mutating func number() -> JSON? {
        let digits = bytes[at...].prefix { "+-.0123456789eE".utf8.contains($0) }
        let text = String(decoding: digits, as: UTF8.self)
        at += digits.count
        if let integer = Int(text) { return .integer(integer) }
        return Double(text).flatMap { $0.isFinite ? .number($0) : nil }
    }

    private mutating func string() -> String? {
        guard next == UInt8(ascii: "\"") else { return nil }
        at += 1
        var content: [UInt8] = []
        while let byte = next {
            at += 1
            switch byte {
            case UInt8(ascii: "\""):
                return String(decoding: content, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let scalar = escape() else { return nil }
                content += Array(String(scalar).utf8)
            case 0..<0x20: return nil
            default: content.append(byte)
            }
        }
        return nil
    }

    private mutating func escape() -> Unicode.Scalar? {
        guard let byte = next else { return nil }
        at += 1
        switch byte {
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "u"):
            guard let unit = hexadecimal() else { return nil }
            guard (0xD800..<0xDC00).contains(unit) else { return Unicode.Scalar(unit) }
            // The first half of a character beyond 16 bits.
            guard take(word: "\\u"), let low = hexadecimal(), (0xDC00..<0xE000).contains(low) else { return nil }
            return Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
        default: return nil
        }
    }

    private mutating func hexadecimal() -> UInt32? {
        let digits = bytes[at...].prefix(4)
        guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return nil }
        at += 4
        return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}

extension JSON {
    /// Of a list of whole numbers.
    var integers: [Int]? {
        guard case .list(let items) = self else { return nil }
        let integers = items.compactMap { item -> Int? in if case .integer(let value) = item { value } else { nil } }
        return integers.count == items.count ? integers : nil
    }

    /// Of a list of texts.
    var strings: [String]? {
        guard case .list(let items) = self else { return nil }
        let strings = items.compactMap { item -> String? in if case .text(let value) = item { value } else { nil } }
        return strings.count == items.count ? strings : nil
    }

    /// Of an object whose values are texts.
    var texts: [String: String]? {
        guard case .object(let entries) = self else { return nil }
        var texts: [String: String] = [:]
        for (key, value) in entries {
            guard case .text(let text) = value else { return nil }
            texts[key] = text
        }
        return texts
    }
}

extension String {
    /// As JSON, in quotes.
    var json: String { String(JSON.text(self).text.dropLast()) }
}
