import Execution
import Networks
import Scenes

extension FieldFigure {
    private var node: Node { view.path.node }

    /// `(6, 6)`
    var unitWords: String {
        view.unit.count == 1 ? "\(view.unit[0])" : "(\(view.unit.map(String.init).joined(separator: ", ")))"
    }

    private var things: String { isPlane ? "pixels" : "positions" }

    private var regionSizes: String { view.region.map { sizes($0.map(\.count)) } ?? "no" }

    /// How many positions within the hull are really read, where some are not.
    private var holes: (read: Int, all: Int)? {
        guard view.hasHoles(0), let hull = view.hull(0) else { return nil }
        let read = view.reads[0].reduce(1) { $0 * $1.count { $0 } }
        return (read, hull.reduce(1) { $0 * $1.count })
    }

    /// `195 × 195, in the photo 131 × 163`
    var shortRegionWords: String {
        var words = regionSizes
        if view.isClipped {
            words +=
                view.hull(0).map { "; \(sizes($0.map(\.count))) in the \(photo == nil ? "input" : "photo")" }
                ?? ", all in the padding"
        }
        if let holes { words += "; \(holes.read) of \(holes.all) read" }
        return words
    }

    var regionWords: String {
        var words = "unit \(unitWords) of \(node.name) sees \(regionSizes) \(things)"
        if view.isClipped {
            words += view.hull(0).map { ", of which \(sizes($0.map(\.count))) lie inside" } ?? ", all of them padding"
            if isPlane && !showsPadding { words += " (the rest is not drawn)" }
        }
        let largest = view.path.axes.map(\.size)
        if let region = view.region, region.map(\.count) != largest {
            words += "; units take turns, and the largest region is \(sizes(largest))"
        }
        if let holes { words += "; it has holes: \(holes.read) of \(holes.all) are read" }
        return words
    }

    func effectiveWords(_ effective: EffectiveField) -> String {
        let draws = effective.drawn.map { drawn in
            effective.draws == 1 ? "one draw of \(drawn)" : "mean of \(effective.draws) draws of \(drawn)"
        }
        return "how strongly: |∂unit/∂input| over its greatest value, \(draws ?? "for this input")"
    }

    func description(_ input: NetworkInput?, _ prepared: PreparedNetwork, notes: [String]) -> AlternativeText {
        let row = FieldRow(view.path.network, view.path.layers[view.path.layers.count - 1])
        var sentences: [String] = []
        for (index, stage) in view.path.stages.enumerated().reversed().dropFirst() {
            let what = stage.place == nil ? "the input" : stage.name
            let shape = sizes(stage.shape)
            guard let hull = view.hull(index) else {
                sentences.append("Of \(what) (\(shape)) it reads nothing but padding.")
                continue
            }
            let ranges = zip(hull, isPlane ? ["rows", "columns"] : ["positions"]).map {
                "\($1) \($0.lowerBound) to \($0.upperBound)"
            }
            sentences.append("Of \(what) (\(shape)) it depends on \(listed(ranges)).")
        }
        sentences.append(
            "Size \(row.sizes.joined(separator: " by ")), jump \(row.jump), centre of unit 0 at \(row.start), padding "
                + "\(row.padding).")
        if let effective {
            if let region = view.region, let half = effective.holding(0.5, of: region) {
                sentences.append(
                    "Half of the gradient lies within \(sizes(half.map(\.count))) \(things) around the middle.")
            } else {
                sentences.append("No input position moves the unit.")
            }
        }
        let details = (sentences + [notes.joined(separator: "; ").capitalisedFirst + "."])
        return AlternativeText(
            summary: "What unit \(unitWords) of layer \(node.name) of \(prepared.network.title) sees: "
                + "\(regionSizes) \(things).",
            details: (details + [input?.details].compactMap(\.self)).joined(separator: " "))
    }
}
