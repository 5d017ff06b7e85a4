import Tensors

extension Board {
    /// Sizes of the input on it.
    var inputSizes: [Int] { [rows.inputs.count, columns.inputs.count] }
    var outputSizes: [Int] { [rows.outputSize, columns.outputSize] }

    /// What of the input no window reads; nothing if all is read.
    var unreadWords: String? {
        let count = unread.count
        guard count > 0 else { return nil }
        let (lastRows, lastColumns) = (rows.unreadAtEnd, columns.unreadAtEnd)
        let (height, width) = (inputSizes[0], inputSizes[1])
        let atEnd = height * width - (height - lastRows) * (width - lastColumns)
        guard atEnd == count else { return "never read: \(counted(count, "cell")) of \(height * width)" }
        let parts = [(lastRows, "row"), (lastColumns, "column")].filter { $0.0 > 0 }
            .map { $0.0 == 1 ? $0.1 : counted($0.0, $0.1) }
        return "never read: the last " + parts.joined(separator: " and ")
    }

    /// `rows 0, 1, 2 and columns padding, 0, 1`
    func reading(_ output: (row: Int, column: Int)) -> String {
        "rows \(rows.reading(output.row)) and columns \(columns.reading(output.column))"
    }
}

extension BoardAxis {
    /// The places that a window reads: `padding, 0, 1`.
    func reading(_ output: Int) -> String {
        let words = taps(output).map { tap in
            switch places[tap] {
            case .input(let index): "\(index)"
            case .inserted: "a zero"
            case .padding, .beyond: "padding"
            case .cut: "nothing"
            }
        }
        return words.joined(separator: ", ")
    }
}

extension PerAxis {
    /// `2`, or `2 × 1` where the axes differ.
    var words: String {
        switch self {
        case .all(let value): "\(value)"
        case .each(let values): Set(values).count == 1 ? "\(values[0])" : sizes(values)
        }
    }
}
