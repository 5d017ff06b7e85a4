import Networks
import Scenes
import Tensors

/// What a figure of convolution arithmetic says to those who do not see it.
struct ArithmeticWords {
    let model: ArithmeticModel
    let symbols: FormulaSymbols

    func text(step: Int?) -> AlternativeText {
        let panel = model.panels[0]
        let verb = panel.subject == .transposed ? "A transposed convolution" : "A convolution"
        let kernel = sizes(panel.kernelSizes)
        var summary =
            "\(verb) with a \(kernel) kernel turns an input of \(sizes(panel.inputSizes)) into an output of "
            + "\(sizes(panel.outputSizes))"
        summary += stepWords(step, of: panel.board.outputCount)
        var sentences = model.panels.flatMap(facts)
        sentences.append("Rows and columns are counted from 0; \(letters).")
        if let numbers = panel.numbers {
            if panel.board.has(.padding) || panel.board.has(.inserted) {
                sentences.append("What is not input is zero; products with it are left out.")
            }
            sentences.append("The input's numbers, row by row: \(numbers.input.rowsInWords).")
            let turned = panel.subject == .transposed ? ", turned by 180° as it is laid on," : ""
            sentences.append("The kernel's\(turned): \(numbers.kernel.rowsInWords).")
            sentences.append("The output's: \(numbers.output.rowsInWords).")
        }
        sentences += stepByStep(panel.board.outputCount, at: step) { walk($0, panel) }
        return AlternativeText(summary: summary, details: sentences.joined(separator: " "))
    }

    private var letters: String {
        switch symbols {
        case .nfps: "n is the input's size, f the kernel's, p the padding of each side, s the stride"
        case .ikps: "i is the input's size, k the kernel's, p the padding of each side, s the stride"
        }
    }

    private func facts(_ panel: ArithmeticPanel) -> [String] {
        var sentences: [String] = []
        if let title = panel.title { sentences.append(title.capitalisedFirst + ":") }
        sentences.append(
            panel.labels(channels: model.channels).map(\.words).joined(separator: "; ").capitalisedFirst + ".")
        sentences += panel.formulas.map { derivation in
            "The output's \(derivation.subject.title): \(derivation.inWords)."
        }
        if panel.board.unreadWords == nil { sentences.append("Every cell of the input is read.") }
        return sentences
    }

    /// What one window reads, in places of the input, and what it gives.
    private func walk(_ step: Int, _ panel: ArithmeticPanel) -> String {
        let board = panel.board
        let (row, column) = board.output(step)
        var words =
            "Step \(step + 1): output row \(row), column \(column) reads \(board.reading((row, column)))"
        if let numbers = panel.numbers {
            let window = WindowNumbers(numbers, board, at: (row, column))
            let terms = window.terms.isEmpty ? ["nothing"] : window.terms
            words +=
                terms.count <= 25
                ? ": " + terms.joined(separator: " + ") + (window.isExact ? " = " : " ≈ ") + window.sumText
                : ", which sum to \(window.sumText)"
        }
        return words + "."
    }
}

extension Tensor {
    /// `(3, 3, 2), (0, 0, 1)`
    var rowsInWords: String {
        let style = NumberStyle(for: self)
        return (0..<shape[0]).map { row in
            "(" + (0..<shape[1]).map { style.text(self[row, $0]) }.joined(separator: ", ") + ")"
        }.joined(separator: ", ")
    }
}
