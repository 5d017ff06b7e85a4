import Dispatch

/// Counts across threads: hands out indices, adds up failures.
final class Counter: @unchecked Sendable {
    private let lock = DispatchQueue(label: "counter")
    private var count = 0

    /// - Returns: the value before.
    @discardableResult
    func increment() -> Int {
        lock.sync {
            count += 1
            return count - 1
        }
    }

    var value: Int { lock.sync { count } }
}
