public import Tensors

/// Kernels from files: `[kh, kw]`, or `[C, kh, kw]` from `.npy` and YAML.
///
/// - Text: one row a line, values separated by commas, semicolons, spaces or tabs, `#` before a comment; where values
///   are separated by commas or spaces, a semicolon ends a row too. Values are numbers or fractions: `1/9`.
/// - `.npy`: an array of two or three axes.
/// - YAML (`.yml`, `.yaml`): a list of rows, or `kernel:` with one, and `scale:` or `divisor:` for all values.
public enum KernelFile {
    /// More values than any kernel that someone writes down has.
    public static let mostElements = 1 << 20

    /// - Throws: what ``FileBytes/read(_:)`` throws, ``FileError/kernel(path:_:)``, ``FileError/numPy(path:_:)``.
    public static func read(_ path: String) throws(FileError) -> Tensor {
        try decode(FileBytes.read(path), name: path)
    }

    /// A kernel from memory; YAML if `name` ends so.
    ///
    /// - Throws: ``FileError/kernel(path:_:)``, ``FileError/numPy(path:_:)``, about `name`.
    public static func decode(_ bytes: [UInt8], name: String) throws(FileError) -> Tensor {
        if bytes.starts(with: NumPyHeader.magic) {
            let tensor = try NumPyFile.decode(bytes, name: name)
            if let problem = problem(with: tensor) { throw .kernel(path: name, problem) }
            return tensor
        }
        let text = String(decoding: bytes, as: UTF8.self)
        let ending = name.lowercased()
        do throws(KernelProblem) {
            return ending.hasSuffix(".yml") || ending.hasSuffix(".yaml") ? try parse(yaml: text) : try parse(text)
        } catch {
            throw .kernel(path: name, error)
        }
    }

    private static func problem(with tensor: Tensor) -> KernelProblem? {
        if tensor.shape.rank != 2 && tensor.shape.rank != 3 { return .wrongRank(tensor.shape.rank) }
        if tensor.shape.elementCount == 0 { return .noNumbers }
        if tensor.shape.elementCount > mostElements { return .tooLarge }
        return tensor.elements.first { !$0.isFinite }.map { .notANumber("\($0)", line: nil) }
    }

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
    static func number(_ text: Substring, line: Int?) throws(KernelProblem) -> Float {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let numbers = parts.compactMap { Double($0) }
        let value = numbers.count == 2 ? numbers[0] / numbers[1] : numbers.first
        guard numbers.count == parts.count, let value, Float(value).isFinite else {
            throw .notANumber(String(text.prefix(40)), line: line)
        }
        return Float(value)
    }
}
