import Networks
import Scenes

/// One step of a figure of RoI pooling, laid out.
struct RoIDrawing {
    let model: RoIModel
    let step: FigureStep

    func draw(in builder: inout SceneBuilder) {
        let (current, bin) = model.place(step.index)
        let region = model.regions[current]
        builder.binned(
            model, step, others: model.regions.enumerated().filter { $0.offset != current }.map(\.element),
            labels: mapLabels(builder, current),
            outputLabel: CellLabel(.role(.output), "output " + model.outputWords(builder), .sizes))
        guard step.form != .thumbnail else { return }
        builder.binNotes(model.map, region, bin: bin, top: builder.below(9))
        builder.binnedNotes(model, top: builder.below(7))
    }

    private func mapLabels(_ builder: SceneBuilder, _ current: Int) -> [CellLabel] {
        let region = model.regions[current]
        var labels = [
            CellLabel(.role(.input), model.inputWords(builder)),
            CellLabel(
                .role(.pooling),
                "region \(current + 1): " + Figures.sizes([region.rows.count, region.columns.count]) + ", in bins of "
                    + region.unevenWords),
        ]
        if model.regions.count > 1 { labels.append(CellLabel(.dashed, "other regions")) }
        return labels
    }
}

extension RoIModel {
    fileprivate func outputWords(_ builder: SceneBuilder) -> String {
        let each = channels > 1 ? builder.shape(channels, bins) : Figures.sizes(bins)
        return regions.count > 1 ? "\(regions.count)\u{A0}×\u{A0}(\(each))" : each
    }
}
