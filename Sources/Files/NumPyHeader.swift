/// What an `.npy` file says before its elements: a Python dictionary with three keys.
struct NumPyHeader {
    static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
    /// NumPy itself stops at 64.
    private static let mostAxes = 64

    let type: NumPyElementType
    let isFortranOrder: Bool
    let shape: [Int]
    /// Where the elements begin.
    let end: Int

    init(_ bytes: [UInt8]) throws(NumPyProblem) {
        guard bytes.starts(with: Self.magic), bytes.count >= 8 else { throw .notNumPy }
        let lengthBytes: Int
        switch bytes[6] {
        case 1: lengthBytes = 2
        case 2, 3: lengthBytes = 4
        default: throw .unknownVersion(Int(bytes[6]))
        }
        let begin = 8 + lengthBytes
        guard bytes.count >= begin else { throw .malformedHeader(byte: bytes.count) }
        let length = bytes[8..<begin].reversed().reduce(0) { $0 << 8 | Int($1) }
        guard bytes.count - begin >= length else { throw .malformedHeader(byte: bytes.count) }
        end = begin + length

        var literal = PythonLiteral(bytes[begin..<end])
        let entries = try literal.dictionary()
        guard let description = entries["descr"] else { throw .missingKey("descr") }
        guard let order = entries["fortran_order"] else { throw .missingKey("fortran_order") }
        guard let sizes = entries["shape"] else { throw .missingKey("shape") }
        guard case .string(let name) = description else { throw .unsupportedElements("structure") }
        guard let type = NumPyElementType(name) else { throw .unsupportedElements(name) }
        guard case .boolean(let isFortranOrder) = order, case .integers(let shape) = sizes else {
            throw .malformedHeader(byte: begin)
        }
        guard shape.count <= Self.mostAxes else { throw .impossibleShape }
        self.type = type
        self.isFortranOrder = isFortranOrder
        self.shape = shape
    }
}

/// As much of Python's literals as headers are made of.
private struct PythonLiteral {
    enum Value {
        case string(String)
        case boolean(Bool)
        /// A tuple of integers.
        case integers([Int])
        /// A list: the type of a record.
        case list
    }

    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    private var malformed: NumPyProblem { .malformedHeader(byte: rest.startIndex) }

    mutating func dictionary() throws(NumPyProblem) -> [String: Value] {
        try expect("{")
        var entries: [String: Value] = [:]
        while !take("}") {
            guard case .string(let key) = try value() else { throw malformed }
            try expect(":")
            entries[key] = try value()
            if !take(",") {
                try expect("}")
                break
            }
        }
        skipSpace()
        guard rest.isEmpty else { throw malformed }
        return entries
    }

    private mutating func value() throws(NumPyProblem) -> Value {
        skipSpace()
        switch rest.first {
        case UInt8(ascii: "'"), UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "("): return .integers(try tuple())
        case UInt8(ascii: "["):
            // A record's fields; they are not read, so they only have to be passed over to the end of the header.
            rest = rest.suffix(from: rest.lastIndex(of: UInt8(ascii: "]")).map { $0 + 1 } ?? rest.endIndex)
            return .list
        default:
            if takeWord("True") { return .boolean(true) }
            if takeWord("False") { return .boolean(false) }
            throw malformed
        }
    }

    private mutating func string() throws(NumPyProblem) -> String {
        let quote = rest.removeFirst()
        guard let end = rest.firstIndex(of: quote) else { throw malformed }
        defer { rest = rest[(end + 1)...] }
        return String(decoding: rest[..<end], as: UTF8.self)
    }

    private mutating func tuple() throws(NumPyProblem) -> [Int] {
        try expect("(")
        var values: [Int] = []
        while !take(")") {
            skipSpace()
            let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            guard !digits.isEmpty else { throw malformed }
            guard let value = Int(String(decoding: digits, as: UTF8.self)) else { throw .impossibleShape }
            rest = rest[digits.endIndex...]
            _ = takeWord("L")  // Python 2 wrote long integers so
            values.append(value)
            if !take(",") {
                try expect(")")
                break
            }
        }
        return values
    }

    private mutating func skipSpace() {
        rest = rest.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\t") }
    }

    private mutating func takeWord(_ word: String) -> Bool {
        guard rest.starts(with: word.utf8) else { return false }
        rest = rest.dropFirst(word.utf8.count)
        return true
    }

    private mutating func take(_ symbol: String) -> Bool {
        skipSpace()
        return takeWord(symbol)
    }

    private mutating func expect(_ symbol: String) throws(NumPyProblem) {
        guard take(symbol) else { throw malformed }
    }
}
