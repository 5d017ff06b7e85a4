import Scenes

extension GradientFlowModel {
    var words: AlternativeText {
        let details = runs.enumerated().map { index, run in
            let snapshots = run.snapshots.map { snapshot in
                let sizes = zip(run.layers, snapshot.sizes).map { layer, size in
                    "\(layer) \(size.map { compact(Float($0), digits: 2) } ?? "none")"
                }
                return "At step \(snapshot.step), \(sizes.joined(separator: ", "))"
                    + (change(run, snapshot).map { ": \($0)." } ?? ".")
            }
            return all.lead(index) + snapshots.joined(separator: " ")
        }
        let layers = runs[0].layers
        let range = layers.count > 1 ? "from \(layers[0]) to \(layers[layers.count - 1])" : "of \(layers[0])"
        return AlternativeText(
            summary: "The size of each layer's gradient\(isRelative ? " against its weights'" : "") in "
                + "\(listed(all.networks)), \(range), at \(counted(runs[0].snapshots.count, "step"))"
                + (runs.count > 1 ? ", for \(listed(all.map(\.name)))" : "") + ".",
            details: ([notes[0].capitalisedFirst + "."] + details).joined(separator: " "))
    }
}
