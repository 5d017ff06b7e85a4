import Dispatch

/// How far a batch is: a bar on a terminal, one line an item elsewhere, nothing when quiet. Items may end on any thread.
final class Progress: @unchecked Sendable {
    private let total: Int
    private let isQuiet: Bool
    private let lock = DispatchQueue(label: "progress")
    private var bar = ProgressBar()
    private var tally = BatchTally()

    init(total: Int, isQuiet: Bool) {
        (self.total, self.isQuiet) = (total, isQuiet)
    }

    private var ended: Int { tally.done + tally.unchanged + tally.failed.count }

    func finished(_ item: String, _ outcome: BatchOutcome) {
        lock.sync {
            switch outcome {
            case .done: tally.done += 1
            case .unchanged: tally.unchanged += 1
            }
            guard !isQuiet, total > 1 else { return }
            if Console.isTerminal {
                draw()
            } else if outcome == .done {
                Console.note("\(ended)/\(total) \(item)")
            }
        }
    }

    /// An error line that does not run into the bar.
    func failed(_ item: String, _ message: String) {
        lock.sync {
            tally.failed.append(item)
            bar.clear()
            Console.error(message)
        }
    }

    /// - Returns: what has become of all.
    func end() -> BatchTally {
        lock.sync {
            bar.clear()
            return tally
        }
    }

    private func draw() {
        guard bar.isDue(every: 0.05) else { return }
        // What is unchanged took no time.
        let worked = tally.done + tally.failed.count
        let left =
            worked > 0 && ended < total
            ? ", \(ProgressBar.time(bar.seconds / Double(worked) * Double(total - ended))) left" : ""
        bar.show(Double(ended) / Double(total), "\(ended)/\(total)\(left)")
    }
}
