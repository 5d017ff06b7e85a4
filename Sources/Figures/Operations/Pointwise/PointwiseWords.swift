import Networks
import Scenes
import Tensors

/// What a figure of a 1x1 convolution says to those who do not see it.
struct PointwiseWords {
    let model: PointwiseModel

    /// Longer ways are told in part.
    private static let mostSteps = 8

    func text(step: Int?) -> AlternativeText {
        let count = model.sizes[0] * model.sizes[1]
        var summary =
            "A 1 × 1 convolution turns an input of \(sizes([model.input.channels] + model.sizes)) into an output of "
            + "\(sizes([model.filterCount] + model.sizes)), channels first, by one dense layer per pixel"
        summary += stepWords(step, of: count)
        var sentences = [model.sameWords, "Parameters: \(model.parameters.inWords)."]
        sentences.append("Multiplications a pixel, one for each weight: \(model.perPixel.value.readable).")
        if let bottleneck = model.bottleneck {
            sentences.append(
                "A kernel of \(sizes(bottleneck.kernel)) back to \(counted(model.input.channels, "channel")) after it: "
                    + "\(bottleneck.reduction.readable) + \(bottleneck.wide.readable) = "
                    + "\((bottleneck.reduction + bottleneck.wide).readable); without the 1 × 1 "
                    + "\(bottleneck.direct.readable); \(bottleneck.words).")
        }
        if let numbers = model.numbers {
            sentences += model.filters.items.map { filter in
                let weights = NumberStyle(for: numbers.weights)
                let shown = model.channels.items.map { weights.text(numbers.weights[filter, $0]) }
                let hidden = model.input.channels - shown.count
                let bias = NumberStyle(for: Tensor([1], [numbers.bias[filter]])).text(numbers.bias[filter])
                return "Filter \(filter + 1)'s weights, one for each channel: \(shown.joined(separator: ", "))"
                    + (hidden > 0 ? ", and \(hidden) more that are not told" : "") + "; its bias: \(bias)."
            }
        }
        sentences += stepByStep(count, at: step, most: Self.mostSteps, walk)
        return AlternativeText(summary: summary, details: sentences.joined(separator: " "))
    }

    private func walk(_ step: Int) -> String {
        let pixel = model.pixel(step)
        let lines = model.filters.items.compactMap { model.line(filter: $0, at: pixel) }.map { line in
            "\(line.name): " + line.terms.joined(separator: " + ") + (line.isExact ? " = " : " ≈ ") + line.result
        }
        let place = "Step \(step + 1): the pixel at row \(pixel.row), column \(pixel.column)"
        return place + (lines.isEmpty ? ", all its channels" : ": " + lines.joined(separator: "; ")) + "."
    }
}
