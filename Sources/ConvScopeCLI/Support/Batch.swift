import Dispatch
import Tensors

/// What has become of an item that did not fail.
enum BatchOutcome {
    case done
    /// Nothing had to be done.
    case unchanged
}

/// What has become of all items.
struct BatchTally: Sendable {
    var done = 0
    var unchanged = 0
    /// The names of those that failed; each failure has been told.
    var failed: [String] = []
}

/// Many items side by side, on all processors or as many as asked for.
struct Batch<Item: Sendable> {
    let items: [Item]
    let jobs: Int?
    let isQuiet: Bool
    let name: @Sendable (Item) -> String

    /// One item that fails does not stop the others; somebody who interrupts does, where that is watched.
    func run(_ body: @Sendable (Item) throws -> BatchOutcome) -> BatchTally {
        guard !items.isEmpty else { return BatchTally() }
        let progress = Progress(total: items.count, isQuiet: isQuiet)
        let next = Counter()
        let workers = min(jobs ?? Parallelism.processorCount, items.count)
        // With an item on each core, a convolution that spreads over all of them would only get in its own way.
        let threads = max(1, Parallelism.processorCount / workers)
        DispatchQueue.concurrentPerform(iterations: workers) { _ in
            Parallelism.$threadCount.withValue(threads) {
                while Interruption.status == nil {
                    let index = next.increment()
                    guard index < items.count else { return }
                    let name = name(items[index])
                    do {
                        progress.finished(name, try body(items[index]))
                    } catch {
                        progress.failed(name, Failure(error, in: name).message)
                    }
                }
            }
        }
        return progress.end()
    }
}
