import Networks
import Scenes
import Tensors

/// What a figure of several channels says to those who do not see it.
struct ChannelsWords {
    let model: ChannelsModel

    /// Longer ways are told in part.
    private static let mostSteps = 6

    func text(step: Int?) -> AlternativeText {
        let channels = model.input.channels
        let filters = counted(model.filterCount, "filter")
        let shape = sizes([channels] + model.kernelSizes)
        var summary =
            "\(filters) of \(shape) \(model.filterCount == 1 ? "turns" : "turn") an input of "
            + "\(sizes([channels] + model.input.sizes)) into an output of "
            + "\(sizes([model.filterCount] + model.board.outputSizes)), channels first"
        summary += stepWords(step, of: model.stepCount)
        var sentences = facts + ["Channels and filters are counted from 1, rows and columns from 0."]
        if let numbers = model.numbers { sentences += told(numbers) }
        sentences += stepByStep(model.stepCount, at: step, most: Self.mostSteps, walk)
        return AlternativeText(summary: summary, details: sentences.joined(separator: " "))
    }

    private var facts: [String] {
        var sentences = [model.spanWords]
        if let words = ArithmeticPanel.words(model.padding, "padding") {
            sentences.append(words.capitalisedFirst + ".")
        }
        if !model.windowWords.isEmpty {
            sentences.append(model.windowWords.dropFirst(2).description.capitalisedFirst + ".")
        }
        sentences += model.sizes.map { "The output's \($0.subject.title): \($0.inWords)." }
        sentences.append("Parameters: \(model.parameters.inWords).")
        if let words = model.board.unreadWords { sentences.append(words.capitalisedFirst + ".") }
        return sentences
    }

    private func told(_ numbers: ChannelsNumbers) -> [String] {
        var sentences = model.channels.items.compactMap { channel in
            model.input.map(channel).map { "Input, \(model.input.name(channel)), row by row: \($0.rowsInWords)." }
        }
        let hidden = model.input.channels - model.channels.items.count
        if hidden > 0 { sentences.append("\(hidden) more channels have numbers that are not told.") }
        for (slot, filter) in model.shownFilters.enumerated() {
            let slices = model.channels.items.map { channel in
                "on \(model.input.name(channel)) \(numbers.weights.map(slot, channel).rowsInWords)"
            }
            let bias = NumberStyle(for: Tensor([1], [numbers.bias[slot]])).text(numbers.bias[slot])
            sentences.append("Filter \(filter + 1): \(slices.joined(separator: "; ")); bias \(bias).")
            sentences.append("Its map, row by row: \(numbers.output.map(slot).rowsInWords).")
        }
        return sentences
    }

    private func walk(_ step: Int) -> String {
        let place = model.place(step)
        let output = model.board.output(place.output)
        var words =
            "Step \(step + 1): filter \(model.shownFilters[place.filter] + 1), output row \(output.row), column "
            + "\(output.column) reads \(model.board.reading(output)) of every channel"
        let lines = model.termLines(filter: place.filter, at: output).map { line in
            "\(line.name): " + line.terms.joined(separator: " + ") + (line.isExact ? " = " : " ≈ ") + line.result
        }
        if !lines.isEmpty { words += ": " + lines.joined(separator: "; ") }
        return words + "."
    }
}

extension ChannelsModel {
    /// What is most often taken amiss.
    var spanWords: String {
        let channels = counted(input.channels, "input channel")
        let slices = counted(input.channels, "slice")
        return "A filter spans \(input.channels == 1 ? "the" : "all") \(channels): \(slices) of "
            + "\(Figures.sizes(kernelSizes)), one sum, one bias, one map. \(counted(filterCount, "filter")) "
            + "\(filterCount == 1 ? "makes" : "make") \(counted(filterCount, "map"))."
    }
}
