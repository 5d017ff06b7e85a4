import Scenes

/// What a figure of RoI pooling says to those who do not see it.
struct RoIWords {
    let model: RoIModel

    func text(step: Int?) -> AlternativeText {
        var summary =
            "RoI pooling takes \(counted(model.regions.count, "region")) of a map of \(sizes(model.map.sizes)) to "
            + "\(sizes(model.bins)) each"
        summary += stepWords(step, of: model.stepCount)
        var sentences = model.regions.enumerated().map { index, region in
            "Region \(index + 1): rows \(region.rows.lowerBound) to \(region.rows.upperBound - 1), columns "
                + "\(region.columns.lowerBound) to \(region.columns.upperBound - 1), in bins of \(region.unevenWords)."
        }
        sentences.append(
            "Of each bin the greatest number is taken. Bin b of B over n places goes from ⌊b·n/B⌋ to before "
                + "⌈(b + 1)·n/B⌉, counted from the region's first place: where B does not divide n, its ends are rounded "
                + "outwards and neighbours share a place. Rows and columns that are named are the map's."
        )
        sentences += model.overlaps.map { $0.capitalisedFirst + "." }
        sentences.append(model.fixedWords)
        if let values = model.map.values {
            sentences.append("The map's numbers, row by row: \(values.rowsInWords).")
            for (index, output) in (model.outputs ?? []).enumerated() {
                sentences.append("Region \(index + 1) gives \(output.rowsInWords).")
            }
        }
        sentences += stepByStep(model.stepCount, at: step, walk)
        return AlternativeText(summary: summary, details: sentences.joined(separator: " "))
    }

    private func walk(_ step: Int) -> String {
        let place = model.place(step)
        return "Step \(step + 1): region \(place.region + 1), "
            + model.regions[place.region].told(place.bin, model.map.values) + "."
    }
}
