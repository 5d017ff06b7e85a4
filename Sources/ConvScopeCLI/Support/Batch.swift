import Dispatch
import Tensors

/// Many items side by side, on all processors or as many as asked for.
struct Batch<Item: Sendable> {
    let items: [Item]
    let jobs: Int?
    let isQuiet: Bool
    let name: @Sendable (Item) -> String

    /// One item that fails does not stop the others.
    ///
    /// - Returns: how many failed; each failure has been told.
    func run(_ body: @Sendable (Item) throws -> Void) -> Int {
        guard !items.isEmpty else { return 0 }
        let progress = Progress(total: items.count, isQuiet: isQuiet)
        let (next, failures) = (Counter(), Counter())
        let workers = min(jobs ?? Parallelism.processorCount, items.count)
        // With an item on each core, a convolution that spreads over all of them would only get in its own way.
        let threads = max(1, Parallelism.processorCount / workers)
        DispatchQueue.concurrentPerform(iterations: workers) { _ in
            Parallelism.$threadCount.withValue(threads) {
                while true {
                    let index = next.increment()
                    guard index < items.count else { return }
                    let name = name(items[index])
                    do {
                        try body(items[index])
                        progress.finished(name)
                    } catch {
                        failures.increment()
                        progress.failed(Failure(error, in: name).message)
                    }
                }
            }
        }
        progress.end()
        return failures.value
    }
}
