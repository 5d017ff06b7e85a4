import Tensors

/// What one output of a stack depends on.
struct TimeField {
    /// Steps that are read in each row, from the input up; those outside of a row lie in its padding.
    let reads: [[Int]]
    /// From the first to the last step of the input, as if it went on for ever.
    let span: ClosedRange<Int>

    var size: Int { span.count }
}

extension Conv1DModel {
    var outputSize: Int { rows[rows.count - 1].size }
    var inputSize: Int { rows[0].size }
    var isNumbered: Bool { numbers != nil }
    var isStack: Bool { layers.count > 1 }

    func field(of output: Int) -> TimeField {
        var reads = [[output]]
        var (low, high) = (output, output)
        for (index, layer) in layers.enumerated().reversed() {
            let inside = reads[0].filter { (0..<rows[index + 1].size).contains($0) }
            reads.insert(Set(inside.flatMap(layer.taps)).sorted(), at: 0)
            let window = layer.window
            low = low * window.stride - window.padding.before
            high = high * window.stride - window.padding.before + window.effectiveKernelSize - 1
        }
        return TimeField(reads: reads, span: low...high)
    }

    /// The output that the figure shows best: the first whose field lies in the input, or, between two ends, the middle.
    var clearest: Int {
        let whole = (0..<outputSize).filter { output in
            let span = field(of: output).span
            return span.lowerBound >= 0 && span.upperBound < inputSize
        }
        guard !isCausal else { return whole.first ?? outputSize - 1 }
        return whole.isEmpty ? outputSize / 2 : whole[whole.count / 2]
    }

    /// From the first to the last place that is drawn, in steps of the input.
    var extent: ClosedRange<Double> {
        var (low, high) = (0.0, Double(inputSize - 1))
        for (index, row) in rows.enumerated() {
            let padding = index < layers.count ? layers[index].window.padding : .init(0, 0)
            low = min(low, row.time(-padding.before))
            high = max(high, row.time(row.size - 1 + padding.after))
        }
        return low...high
    }

    /// How many steps of the input there is room for.
    var placeCount: Int { Int((extent.upperBound - extent.lowerBound).rounded(.up)) + 1 }
}
