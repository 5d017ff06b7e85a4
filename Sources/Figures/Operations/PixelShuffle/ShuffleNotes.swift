import Networks
import Scenes
import Tensors

extension ShuffleModel {
    /// What happens to one patch, or at one output, in a sentence.
    func sentence(_ step: Int) -> String {
        if let equivalence {
            let place = equivalence.place(step)
            let window = equivalence.window(step)
            func span(_ range: Range<Int>, _ r: Int) -> String {
                "\(range.lowerBound * r) to \(range.upperBound * r - 1)".replacing("-", with: "−")
            }
            return
                "Output row \(place.row), column \(place.column): the window over rows \(span(window.rows, 1)) and columns "
                + "\(span(window.columns, 1)) of all \(small[0]) channels is the one over rows "
                + "\(span(window.rows, factor)) and columns \(span(window.columns, factor)) of the shuffled map."
        }
        let place = patchPlace(step)
        let first = place.channel * group
        let channels = group == 1 ? "channel \(first)" : "channels \(first) to \(first + group - 1)"
        let (top, left) = (place.row * factor, place.column * factor)
        let patch =
            factor == 1
            ? "row \(top), column \(left)"
            : "rows \(top) to \(top + factor - 1), columns \(left) to \(left + factor - 1)"
        let target = large[0] > 1 ? " of map \(place.channel)" : ""
        return isUnshuffle
            ? "The patch at \(patch)\(target) becomes pixel \(place.row), \(place.column) of \(channels)."
            : "Pixel \(place.row), \(place.column) of \(channels) becomes the patch at \(patch)\(target)."
    }

    /// Both convolutions, and how much their outputs differ.
    func sentences(of equivalence: ShuffleEquivalence) -> [String] {
        func words(_ kernel: [Int], _ channels: Int, _ stride: [Int], _ padding: Int) -> String {
            let steps = Set(stride).count == 1 ? "\(stride[0])" : sizes(stride)
            let zeros = padding > 0 ? " with padding \(padding)" : ""
            return "a \(sizes([channels] + kernel)) kernel at stride \(steps)\(zeros)"
        }
        func many(_ values: [Int]) -> [Int] { values.map { $0 * factor } }
        let difference = equivalence.greatestDifference
        let size = equivalence.output.elements.map(abs).max() ?? 0
        return [
            "Over the channels: \(words(equivalence.kernel, small[0], equivalence.stride, equivalence.padding)).",
            "Over the shuffled map: \(words(many(equivalence.kernel), large[0], many(equivalence.stride), equivalence.padding * factor)): "
                + "all times \(factor), with as many weights, shuffled too.",
            difference == 0
                ? "All \(counted(equivalence.outputCount, "output")) are the same: the greatest difference is 0."
                : "The greatest difference of \(counted(equivalence.outputCount, "output")) is "
                    + "\(scientific(difference)), where values reach \(compact(size)): rounding.",
        ]
    }
}

extension SceneBuilder {
    mutating func shuffleStep(_ model: ShuffleModel, _ step: Int, top: Double) {
        if exercise.hides(.output) { return }
        paragraph(model.sentence(step), left: 0, top: top, width: width)
    }

    /// Sizes as they come about, where each channel goes, and what both convolutions are.
    mutating func shuffleNotes(_ model: ShuffleModel, top: Double) {
        var y = top
        if let equivalence = model.equivalence {
            for sentence in model.sentences(of: equivalence) {
                y = (paragraph(sentence, left: 0, top: y, width: width)?.bottom ?? y) + 3
            }
            return
        }
        for size in model.formulas {
            y = formula(size, of: nil, named: size.subject.title, left: 0, top: y).bottom + 3
        }
        paragraph(model.rule, left: 0, top: y + 1, width: width, size: 8, color: theme.mutedInk)
    }
}

extension ShuffleModel {
    var rule: String {
        isUnshuffle
            ? "r = \(factor), place (i·r + y, j·r + x) of map c goes to pixel (i, j) of channel c·r² + y·r + x"
            : "r = \(factor), pixel (i, j) of channel c·r² + y·r + x goes to place (i·r + y, j·r + x) of map c"
    }
}

/// What a pixel shuffle says to those who do not see it.
struct ShuffleWords {
    let model: ShuffleModel

    private static let mostSteps = 12

    func text(step: Int?) -> AlternativeText {
        let (from, to) = model.isUnshuffle ? (model.large, model.small) : (model.small, model.large)
        var summary =
            model.equivalence == nil
            ? "A pixel \(model.isUnshuffle ? "unshuffle" : "shuffle") by \(model.factor) turns \(sizes(from)) into \(sizes(to))"
            : "A convolution of \(sizes(from)) and the same convolution of its pixel shuffle by \(model.factor), \(sizes(to))"
        summary += stepWords(step, of: model.stepCount)
        var sentences = model.equivalence.map(model.sentences) ?? ["With " + model.rule + "."]
        if model.equivalence == nil {
            sentences.append("Shapes are channels, rows and columns; all are counted from 0.")
            if model.factor > 1, model.factor <= 4 {
                sentences.append(
                    "The places of a patch, row by row, are those of channels "
                        + listed((0..<model.factor * model.factor).map { "\($0)" }) + " of its \(model.group).")
            }
            sentences += model.formulas.map {
                "The output's \($0.subject.title): \($0.substitutionText) = \($0.value.readable)."
            }
        }
        sentences += stepByStep(model.stepCount, at: step, most: Self.mostSteps, walk)
        return AlternativeText(summary: summary, details: sentences.joined(separator: " "))
    }

    private func walk(_ step: Int) -> String {
        let sentence = model.sentence(step)
        if let equivalence = model.equivalence {
            let style = NumberStyle(for: equivalence.output)
            return "\(sentence) Both give \(style.text(equivalence.output.elements[step]))."
        }
        guard model.values != nil, model.group <= 16 else { return sentence }
        let (place, r) = (model.patchPlace(step), model.factor)
        let rows = (0..<r).map { y in
            (0..<r).map { x in
                let row = (place.channel * model.large[1] + place.row * r + y) * model.large[2]
                return model.text(model.sources[row + place.column * r + x])
            }.joined(separator: ", ")
        }
        return "\(sentence) Row by row the patch is \(rows.map { "(\($0))" }.joined(separator: ", "))."
    }
}
