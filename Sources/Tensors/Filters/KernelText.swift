/// Kernels as people write them down.
public enum KernelText {
    /// More values than any kernel that someone writes down has.
    public static let mostElements = 1 << 20

    /// A matrix as text: `1 0 -1; 2 0 -2; 1 0 -1`, or one row a line.
    ///
    /// - Throws: ``KernelProblem/noNumbers``, ``KernelProblem/notANumber(_:line:)``,
    ///   ``KernelProblem/unequalRows(line:expected:found:)``, ``KernelProblem/tooLarge``.
    public static func parse(_ text: String) throws(KernelProblem) -> Tensor {
        var rows: [[Float]] = []
        var count = 0
        let byteOrderMark = "\u{FEFF}"
        let lines = text.drop { String($0) == byteOrderMark }.split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() {
            for part in parts(of: line.prefix { $0 != "#" }) {
                let row = try values(in: part, line: index + 1)
                if row.isEmpty { continue }
                if let first = rows.first, first.count != row.count {
                    throw .unequalRows(line: index + 1, expected: first.count, found: row.count)
                }
                rows.append(row)
                count += row.count
                if count > mostElements { throw .tooLarge }
            }
        }
        guard let first = rows.first else { throw .noNumbers }
        return Tensor([rows.count, first.count], Array(rows.joined()))
    }

    /// A semicolon separates rows, unless nothing else separates values: then it does that.
    private static func parts(of line: Substring) -> [Substring] {
        let rows = line.split(separator: ";")
        let isMatrix = rows.contains { values(of: $0).count > 1 }
        return isMatrix ? rows : [line]
    }

    private static func values(of row: Substring) -> [Substring] {
        row.split { $0 == "," || $0 == ";" || $0.isWhitespace }
    }

    private static func values(in row: Substring, line: Int) throws(KernelProblem) -> [Float] {
        var numbers: [Float] = []
        for text in values(of: row) { numbers.append(try number(text, line: line)) }
        return numbers
    }

    /// A finite number or a fraction of two.
    package static func number(_ text: Substring, line: Int?) throws(KernelProblem) -> Float {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        // People copy real minus signs out of documents.
        let numbers = parts.compactMap { Double($0.replacing("−", with: "-")) }
        let value = numbers.count == 2 ? numbers[0] / numbers[1] : numbers.first
        guard numbers.count == parts.count, let value, Float(value).isFinite else {
            throw .notANumber(String(text.prefix(40)), line: line)
        }
        return Float(value)
    }
}

/// What is wrong with a kernel matrix.
public enum KernelProblem: Error, Equatable, Sendable {
    case noNumbers
    case notANumber(String, line: Int?)
    case unequalRows(line: Int?, expected: Int, found: Int)
    case wrongRank(Int)
    case notAMatrix
    case tooLarge
    case unknownKey(String)
    case divisorIsZero
    case malformedYAML(String)
}

extension KernelProblem: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noNumbers: "there are no numbers in this kernel. Write one row a line: 1 0 -1."
        case .notANumber(let text, let line): "\(place(line))'\(text)' is not a number."
        case .unequalRows(let line, let expected, let found):
            "\(place(line))this row has \(found) values, but those before it \(expected). All rows need as many."
        case .wrongRank(let rank):
            "a kernel has 2 axes (height, width) or 3 (channels before them), but this array has \(rank)."
        case .notAMatrix: "a kernel is a list of rows, each a list of numbers: [[1, 0, -1], [2, 0, -2], [1, 0, -1]]."
        case .tooLarge: "this kernel is too large: \(KernelText.mostElements) values are the limit."
        case .unknownKey(let key): "'\(key)' is not a key of a kernel. There are kernel, scale and divisor."
        case .divisorIsZero: "the divisor is 0."
        case .malformedYAML(let detail): "this is not YAML: \(detail)"
        }
    }

    private func place(_ line: Int?) -> String {
        line.map { "line \($0): " } ?? ""
    }
}
