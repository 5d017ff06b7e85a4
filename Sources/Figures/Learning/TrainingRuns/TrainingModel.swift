import Scenes
import Tensors
import Training

/// What the figure of a training shows.
struct TrainingModel {
    struct Run {
        let run: LearningRun
        let curves: RunCurves
        let track: KernelTrack?
    }

    let runs: [Run]
    /// Whose kernels; nothing where none were recorded.
    let layer: String?
    let kernels: [Int]
    /// Of the kernels drawn, at all steps of all runs.
    let scale: ValueScale
    /// Those of the snapshots of the first run, at least one.
    let steps: [Int]
    /// How many of them the strip is to show.
    let snapshots: Int?
    let lossAxis: AxisScale

    var hasKernels: Bool { layer != nil }
    var all: [LearningRun] { runs.map(\.run) }
    var lastStep: Int { max(1, runs.map(\.run.record.lastStep).max() ?? 1) }
    var hasAccuracy: Bool { runs.contains { $0.curves.hasAccuracy } }

    /// - Throws: ``FigureError``, `ParameterError` or what reading a run throws.
    init(_ figure: TrainingFigure, _ context: FigureContext) throws {
        if let snapshots = figure.snapshots, !(1...64).contains(snapshots) {
            throw ParameterError(option: "snapshots", value: "\(snapshots)", expected: "a number from 1 to 64")
        }
        let all = try figure.runs(in: context)
        let layer = try Self.layer(figure, all)
        var runs: [Run] = []
        for run in all {
            let track = try layer.flatMap { try KernelTrack(run, layer: $0, channel: figure.channel) }
            runs.append(Run(run: run, curves: RunCurves(run.record), track: track))
        }
        guard runs.contains(where: { !$0.curves.isEmpty || $0.track != nil }) else {
            throw FigureError.notRecorded(
                run: all[0].name, what: "losses and no kernels", remedy: "train it for a step at least")
        }
        let count = runs.compactMap(\.track?.count).min() ?? 0
        // Rows of several runs are as many together as those of one or two.
        let isSlide = SceneBuilder(context).isSlide
        let usual = runs.count > 2 ? (isSlide ? 1 : 3) : runs.count > 1 ? (isSlide ? 2 : 4) : isSlide ? 4 : 6
        kernels = try figure.kernels?.checked("kernel", of: count) ?? Array(0..<min(count, usual))
        let first = all[0].record
        let own = runs[0].track.map { $0.weights.map(\.step) } ?? first.snapshots.map(\.step)
        steps = own.isEmpty ? [first.lastStep] : own
        (self.runs, self.layer) = (runs, layer)
        (snapshots, lossAxis) = (figure.snapshots, figure.lossAxis)
        scale = Self.scale(runs, kernels, context.theme)
    }

    /// The layer that is asked for, or the first whose kernels all runs recorded; none if nothing is asked for.
    private static func layer(_ figure: TrainingFigure, _ runs: [LearningRun]) throws(FigureError) -> String? {
        let recorded = runs.map { run in
            run.record.snapshots.reduce(into: Set<String>()) { $0.formUnion($1.kernels.keys) }
        }
        if let layer = figure.layer {
            for (run, own) in zip(runs, recorded) where !own.contains(layer) {
                throw .noKernelsRecorded(run: run.name, layer: layer, others: own.sorted())
            }
            return layer
        }
        let common = recorded.dropFirst().reduce(recorded[0]) { $0.intersection($1) }
        if let first = runs[0].record.layers.first(where: common.contains) ?? common.min() { return first }
        guard figure.kernels == nil, figure.channel == nil else {
            throw .noKernelsRecorded(run: runs[0].name, layer: nil, others: recorded[0].sorted())
        }
        return nil
    }

    private static func scale(_ runs: [Run], _ kernels: [Int], _ theme: Theme) -> ValueScale {
        let pictures = runs.compactMap(\.track).flatMap { track in
            track.weights.flatMap { snapshot in kernels.map { track.picture($0, in: snapshot.kernels) } }
        }
        let scale = ValueScale.signed(pictures, theme)
        guard runs.contains(where: { $0.track?.form == .colors }) else { return scale }
        return ValueScale(range: scale.range, map: ValueScale.photo.map)
    }

    var notes: [String] { kernelNotes + curveNotes }

    var kernelNotes: [String] {
        var notes: [String] = []
        if let layer, let track = runs[0].track {
            let shown = kernels.count < track.count ? "\(kernels.count) of " : ""
            notes.append("\(shown)\(counted(track.count, "kernel")) of \(layer), one scale for all")
            if let note = track.note { notes.append(note) }
            if runs.contains(where: { $0.track?.hasBroken(kernels) ?? false }) {
                notes.append("crossed out: no numbers any more")
            }
            if runs.contains(where: { run in steps.contains { run.track?.nearest(to: $0).step != $0 } }) {
                notes.append("of each run its snapshot nearest to the step")
            }
        }
        return notes
    }

    var curveNotes: [String] {
        var notes: [String] = []
        let windows = runs.map(\.curves).filter { !$0.batches.points.isEmpty }.map(\.window)
        if let window = windows.max(), window > 1 {
            notes.append("thin: the loss of each batch, bold: the mean of \(window)")
        }
        if runs.contains(where: { !$0.curves.heldOutLoss.points.isEmpty || !$0.curves.heldOutAccuracy.points.isEmpty })
        {
            notes.append("dots: samples that it does not learn from")
        }
        return notes
    }
}
