import Networks
import Scenes

/// What a figure of spatial pyramid pooling says to those who do not see it.
struct PyramidWords {
    let model: PyramidModel

    func text(step: Int?) -> AlternativeText {
        let grids = listed(model.regions.map { sizes($0.bins) })
        let shape = sizes((model.channels > 1 ? [model.channels] : []) + model.map.sizes)
        var summary =
            "Spatial pyramid pooling over \(grids) bins turns an input of \(shape) into a vector of "
            + "\(model.length.value.readable) numbers"
        summary += stepWords(step, of: model.stepCount)
        var sentences = model.regions.map { "Level \(sizes($0.bins)): bins of \($0.unevenWords)." }
        sentences.append("Of each bin the greatest number is taken, level after level, row by row.")
        sentences.append("The vector's length: \(model.length.inWords).")
        sentences.append("Bin b of B over n places goes from ⌊b·n/B⌋ to before ⌈(b + 1)·n/B⌉.")
        sentences += model.overlaps.map { $0.capitalisedFirst + "." }
        sentences.append(model.fixedWords)
        if let values = model.map.values {
            sentences.append("The map's numbers, row by row: \(values.rowsInWords).")
            for (level, output) in zip(model.regions, model.outputs ?? []) {
                sentences.append("Level \(sizes(level.bins)) gives \(output.rowsInWords).")
            }
        }
        sentences += stepByStep(model.stepCount, at: step, walk)
        return AlternativeText(summary: summary, details: sentences.joined(separator: " "))
    }

    private func walk(_ step: Int) -> String {
        let place = model.place(step)
        let level = model.regions[place.region]
        return "Step \(step + 1): level \(sizes(level.bins)), " + level.told(place.bin, model.map.values) + "."
    }
}
