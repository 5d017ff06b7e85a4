import Networks
import Scenes
import Tensors

/// What a figure of pooling says to those who do not see it.
struct PoolingWords {
    let model: PoolingModel

    func text(step: Int?) -> AlternativeText {
        let count = model.board.outputCount
        let shape = [model.board.inputSizes, model.board.outputSizes].map {
            sizes((model.channels > 1 ? [model.channels] : []) + $0)
        }
        var summary =
            "\(model.isGlobal ? "Global \(verb)" : verb.capitalisedFirst) pooling turns an input of \(shape[0]) into an "
            + "output of \(shape[1])"
        summary += stepWords(step, of: count)
        var sentences = [model.windowWords.capitalisedFirst + "."]
        if let words = ArithmeticPanel.words(model.windows.map(\.padding), "padding") {
            sentences.append(words.capitalisedFirst + ".")
        }
        if let words = model.overlapWords { sentences.append(words.capitalisedFirst + ".") }
        sentences += model.sizes.map { "The output's \($0.subject.title): \($0.inWords)." }
        sentences.append((model.board.unreadWords ?? "every cell of the input is read").capitalisedFirst + ".")
        sentences.append(model.keptWords.capitalisedFirst + ".")
        if let input = model.input, let output = model.output {
            sentences.append("The input's numbers, row by row: \(input.rowsInWords).")
            sentences.append("The output's: \(output.rowsInWords).")
        }
        sentences += stepByStep(count, at: step, walk)
        if let photo = model.photo {
            sentences.append(
                "Below, all of \(photo.name): \(sizes(photo.before.shape.sizes.suffix(2))) pixels become "
                    + "\(sizes(photo.after.shape.sizes.suffix(2))).")
        }
        return AlternativeText(summary: summary, details: sentences.joined(separator: " "))
    }

    private var verb: String {
        switch model.pooling.operation {
        case .maximum: "max"
        case .average: "average"
        }
    }

    private func walk(_ step: Int) -> String {
        let output = model.board.output(step)
        var words =
            "Step \(step + 1): output row \(output.row), column \(output.column) reads \(model.board.reading(output))"
        if let window = PooledWindow(model, at: output) {
            let result = model.result(window)
            let terms = model.terms(window)
            switch model.pooling.operation {
            case .maximum:
                words += ": the greatest of \(terms.joined(separator: ", ")) is \(result.text)"
                if let winner = window.winner { words += ", at row \(winner.row), column \(winner.column)" }
            case .average:
                words +=
                    ": (" + terms.joined(separator: " + ") + ") / \(window.values.count)"
                    + (result.isExact ? " = " : " ≈ ") + result.text
            }
        }
        return words + "."
    }

    private func sizes(_ values: some Sequence<Int>) -> String { Figures.sizes(Array(values)) }
}
