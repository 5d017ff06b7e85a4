/// Kernels as people write them down.
public enum KernelText {
    /// More values than any kernel that someone writes down has.
    public static let mostElements = 1 << 20

    /// A matrix as text: `1 0 -1; 2 0 -2; 1 0 -1`, or one row a line. Errors name rows of the matrix, or lines of a file.
    ///
    /// - Throws: ``KernelProblem/noNumbers``, ``KernelProblem/notANumber(_:at:)``, ``KernelProblem/notFinite(_:at:)``,
    ///   ``KernelProblem/unequalRows(at:expected:found:)``, ``KernelProblem/tooLarge``.
    public static func parse(_ text: String, isFile: Bool = false) throws(KernelProblem) -> Tensor {
        var rows: [[Float]] = []
        var count = 0
        let byteOrderMark = "\u{FEFF}"
        let lines = text.drop { String($0) == byteOrderMark }.split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() {
            for part in parts(of: line.prefix { $0 != "#" }) {
                let place = isFile ? KernelProblem.Place.line(index + 1) : .row(rows.count + 1)
                let row = try values(in: part, at: place)
                if row.isEmpty { continue }
                if let first = rows.first, first.count != row.count {
                    throw .unequalRows(at: place, expected: first.count, found: row.count)
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

    private static func values(in row: Substring, at place: KernelProblem.Place) throws(KernelProblem) -> [Float] {
        var numbers: [Float] = []
        for text in values(of: row) { numbers.append(try number(text, at: place)) }
        return numbers
    }

    /// A finite number or a fraction of two.
    package static func number(_ text: Substring, at place: KernelProblem.Place?) throws(KernelProblem) -> Float {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        // People copy real minus signs out of documents.
        let numbers = parts.compactMap { Double($0.replacing("−", with: "-")) }
        let value = numbers.count == 2 ? numbers[0] / numbers[1] : numbers.first
        guard numbers.count == parts.count, let value else { throw .notANumber(String(text.prefix(40)), at: place) }
        guard Float(value).isFinite else { throw .notFinite(String(text.prefix(40)), at: place) }
        return Float(value)
    }
}
