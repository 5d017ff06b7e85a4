import Networks
import Scenes
import Tensors

/// What a convolution along time says to those who do not see it.
struct Conv1DWords {
    let model: Conv1DModel

    /// Longer signals are told in part.
    private static let mostOutputs = 36

    func text(step: Int?) -> AlternativeText {
        let convolutions = model.layers.filter { $0.kind == .convolution }.count
        let kind = model.isCausal ? "causal convolution" : "convolution"
        let subject =
            convolutions == 1
            ? "A \(kind) along time" : "A stack of \(convolutions) \(kind)s along time"
        let pooled = convolutions < model.layers.count ? " and a pooling layer" : ""
        var summary =
            subject + pooled + " turns \(counted(model.inputSize, "step")) into \(model.outputSize)"
        summary +=
            step.map { "; output \($0), the one looked at, is number \($0 + 1) of \(model.outputSize)." }
            ?? ", output by output."
        var sentences = model.layers.enumerated().map { index, layer in
            let (below, above) = (model.rows[index], model.rows[index + 1])
            let features = below.channels == 1 ? "" : " of \(counted(below.channels, "feature"))"
            let filters = above.channels == 1 ? "" : " of \(counted(above.channels, "feature"))"
            return "Layer \(index + 1), \(layer.words): \(counted(below.size, "step"))\(features) become "
                + "\(above.size)\(filters)."
        }
        sentences += model.remarks.map { $0.words.capitalisedFirst + "." }
        let field = model.field(of: 0).size
        sentences.append(
            "The receptive field of an output is \(counted(field, "step")) of the input: \(fieldWords) = \(field).")
        let ahead = model.field(of: 0).reads[0].last ?? 0
        sentences.append(
            ahead <= 0
                ? "Nothing from the future: an output at a step reads that step and earlier ones."
                : "Not causal: the output at step 0 reads up to step \(ahead), \(counted(ahead, "step")) of the future."
        )
        sentences += model.parameters.enumerated().map { index, count in
            "Layer \(index + 1) has \(count.substitutionText) = \(count.value.readable) parameters."
        }
        if let numbers = model.numbers {
            sentences.append("The input's numbers, step by step: \(numbers.input.rowsInWords).")
            sentences.append("The kernel's: \(numbers.kernel.rowsInWords).")
            sentences.append("The output's: \(numbers.output.rowsInWords).")
        }
        sentences += stepByStep(model.outputSize, "output", at: step, most: Self.mostOutputs, walk)
        return AlternativeText(summary: summary, details: sentences.joined(separator: " "))
    }

    /// `1 + (2 − 1)·1 + (2 − 1)·2`
    private var fieldWords: String {
        "1"
            + zip(model.layers, model.rows).map { layer, row in
                let jump = row.jump == 1 ? "" : "·\(row.jump)"
                return " + (\(layer.window.kernelSize) − 1)·\(layer.window.dilation)\(jump)"
            }.joined()
    }

    /// What one output reads, layer by layer down to the input, and what comes out.
    private func walk(_ output: Int) -> String {
        let field = model.field(of: output)
        var words = "Output \(output) reads "
        let ways = model.layers.indices.reversed().map { index in
            "\(steps(field.reads[index], of: model.rows[index].size)) of "
                + (index == 0 ? "the input" : "layer \(index)")
        }
        words += ways.joined(separator: ", through them ")
        if model.isCausal, let now = field.reads[0].last(where: { $0 < model.inputSize }) {
            words += "; nothing after step \(now)"
        }
        if let numbers = model.numbers, let board = model.board {
            let window = WindowNumbers(numbers, board, at: (0, output))
            let result = NumberStyle(for: Tensor([1, 1], [window.sum])).text(window.sum)
            let terms = window.terms.isEmpty ? ["nothing"] : window.terms
            words += ": " + terms.joined(separator: " + ") + (window.isExact ? " = " : " ≈ ") + result
        }
        return words + "."
    }

    /// `steps 0 to 7`, `steps 3, 7 and padding`
    private func steps(_ places: [Int], of size: Int) -> String {
        let inside = places.filter { (0..<size).contains($0) }
        guard let first = inside.first, let last = inside.last else { return "nothing but padding" }
        let isRun = last - first == inside.count - 1
        let list =
            inside.count == 1
            ? "step \(first)"
            : isRun && inside.count > 2 ? "steps \(first) to \(last)" : "steps \(listed(inside.map(String.init)))"
        return inside.count < places.count ? "padding and \(list)" : list
    }
}
