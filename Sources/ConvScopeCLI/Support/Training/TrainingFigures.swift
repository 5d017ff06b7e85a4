import Figures
import Files
import Training

/// The figures that a finished experiment leaves in its folder: those for which something was recorded.
struct TrainingFigures {
    let folder: String
    let records: [TrainingRecord]

    private var kinds: [FigureKind] {
        var kinds: [FigureKind] = [.training]
        let snapshots = records.flatMap(\.snapshots)
        if snapshots.contains(where: { !$0.activations.isEmpty }) { kinds.append(.activationHistory) }
        // One layer is no flow.
        if snapshots.contains(where: { $0.gradients.count > 1 }) { kinds.append(.gradientFlow) }
        if records.contains(where: { $0.predictions != nil }) { kinds.append(.confusion) }
        if records.contains(where: { !($0.predictions?.mistakes.isEmpty ?? true) }) { kinds.append(.mistakes) }
        return kinds
    }

    /// - Parameter anew: Otherwise those that are there stay; an interrupted command leaves none out.
    ///
    /// - Throws: what drawing and writing a figure throws.
    func draw(anew: Bool) throws {
        for kind in kinds {
            let path = FileSystem.join(folder, kind.rawValue + ".svg")
            guard anew || !FileSystem.exists(path) else { continue }
            try FigureJob(kind.rawValue, options: [("run", .text(folder))]).draw(to: [path])
        }
    }
}
