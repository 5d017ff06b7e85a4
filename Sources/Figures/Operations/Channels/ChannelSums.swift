import Tensors

/// What the rows of a figure of several channels give at one place of one map.
struct ChannelSums {
    /// One for each row drawn; channels that are not drawn together.
    let channels: [Float]
    let bias: Float
    let total: Float
    let style: NumberStyle

    /// `3`, `+ 3`, `− 3`
    func text(_ value: Float, isFirst: Bool) -> String {
        guard !isFirst else { return style.text(value) }
        return (value < 0 ? "− " : "+ ") + style.text(abs(value))
    }
}

/// A sum as it is spelled out.
struct TermLine {
    let name: String
    let terms: [String]
    let result: String
    let isExact: Bool
    var isTotal = false
}

extension ChannelsModel {
    /// More terms are cut short with a count.
    private static let mostTerms = 25

    func sums(filter: Int, at output: (row: Int, column: Int)) -> ChannelSums? {
        guard let numbers else { return nil }
        func sum(_ channels: Range<Int>) -> Float {
            Float(channels.reduce(0.0) { $0 + Double(numbers.partial[filter, $1, output.row, output.column]) })
        }
        var next = 0
        var rows: [Float] = []
        for item in channels {
            switch item {
            case .item(let channel): (next, rows) = (channel + 1, rows + [sum(channel..<channel + 1)])
            case .gap(let count): rows.append(sum(next..<next + count))
            }
        }
        let bias = numbers.bias[filter]
        let total = numbers.output[filter, output.row, output.column]
        let all = rows + [bias, total]
        return ChannelSums(channels: rows, bias: bias, total: total, style: NumberStyle(for: Tensor([all.count], all)))
    }

    /// A line for each channel that is drawn, and one for their sum with the bias.
    func termLines(filter: Int, at output: (row: Int, column: Int)) -> [TermLine] {
        guard let numbers, let sums = sums(filter: filter, at: output) else { return [] }
        var lines: [TermLine] = []
        var isExact = true
        for (row, item) in channels.enumerated() {
            guard case .item(let channel) = item,
                let table = numbers.table(input, filter: filter, channel: channel)
            else { continue }
            let window = WindowNumbers(table, board, at: output)
            let terms = window.terms.isEmpty ? ["0"] : window.terms
            lines.append(
                TermLine(
                    name: input.name(channel), terms: terms.cutShort(most: Self.mostTerms),
                    result: sums.style.text(sums.channels[row]), isExact: window.isExact))
            isExact = isExact && window.isExact
        }
        func term(_ value: Float) -> String {
            value < 0 ? "(\(sums.style.text(value)))" : sums.style.text(value)
        }
        lines.append(
            TermLine(
                name: "all channels and the bias",
                terms: (sums.channels + [sums.bias]).enumerated().map {
                    $0 == 0 ? sums.style.text($1) : term($1)
                }, result: sums.style.text(sums.total), isExact: isExact, isTotal: true))
        return lines
    }

    /// `, stride 2, dilation 2`, where they are not 1.
    var windowWords: String {
        (stride == 1 ? "" : ", stride \(stride.words)") + (dilation == 1 ? "" : ", dilation \(dilation.words)")
    }
}
