/// What is wrong with a kernel matrix.
public enum KernelProblem: Error, Equatable, Sendable {
    case noNumbers
    case notANumber(String, at: Place?)
    /// A kernel with an infinite or missing number answers with nothing else.
    case notFinite(String, at: Place?)
    case unequalRows(at: Place?, expected: Int, found: Int)
    case wrongRank(Int)
    case notAMatrix
    case tooLarge
    case unknownKey(String)
    case divisorIsZero
    case malformedYAML(String)

    /// Where it is wrong, counted from 1 as editors count.
    public enum Place: Equatable, Sendable, CustomStringConvertible {
        /// Of a file.
        case line(Int)
        /// Of the matrix.
        case row(Int)
        case element(row: Int, column: Int, channel: Int?)

        public var description: String {
            switch self {
            case .line(let line): "line \(line)"
            case .row(let row): "row \(row)"
            case .element(let row, let column, nil): "row \(row), column \(column)"
            case .element(let row, let column, let channel?): "channel \(channel), row \(row), column \(column)"
            }
        }
    }

    /// The first value of a kernel `[kh, kw]` or `[C, kh, kw]` that is infinite or not a number.
    package static func notFinite(in kernel: Tensor) -> KernelProblem? {
        guard let index = kernel.elements.firstIndex(where: { !$0.isFinite }) else { return nil }
        let (rows, columns) = (kernel.shape[kernel.shape.rank - 2], kernel.shape[kernel.shape.rank - 1])
        return .notFinite(
            "\(kernel.elements[index])",
            at: .element(
                row: index / columns % rows + 1, column: index % columns + 1,
                channel: kernel.shape.rank == 3 ? index / columns / rows + 1 : nil))
    }
}

extension KernelProblem: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noNumbers: "there are no numbers in this kernel. Write one row a line: 1 0 -1."
        case .notANumber(let text, let place): "\(prefix(place))'\(text)' is not a number."
        case .notFinite(let text, let place):
            "\(prefix(place))'\(text)' is not finite. Every value of a kernel must be a number of at most 3.4e38."
        case .unequalRows(let place, let expected, let found):
            """
            \(prefix(place))this row has \(found) \(found == 1 ? "value" : "values"), but those before it \(expected). \
            All rows need as many.
            """
        case .wrongRank(let rank):
            "a kernel has 2 axes (height, width) or 3 (channels before them), but this array has \(rank)."
        case .notAMatrix: "a kernel is a list of rows, each a list of numbers: [[1, 0, -1], [2, 0, -2], [1, 0, -1]]."
        case .tooLarge: "this kernel is too large: \(KernelText.mostElements) values are the limit."
        case .unknownKey(let key): "'\(key)' is not a key of a kernel. There are kernel, scale and divisor."
        case .divisorIsZero: "the divisor is 0."
        case .malformedYAML(let detail): "this is not YAML: \(detail)"
        }
    }

    private func prefix(_ place: Place?) -> String {
        place.map { "\($0): " } ?? ""
    }
}
