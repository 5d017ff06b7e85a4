internal import PangoCairo

/// One thread at a time.
final class Lock: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<GMutex>.allocate(capacity: 1)

    init() {
        g_mutex_init(mutex)
    }

    deinit {
        g_mutex_clear(mutex)
        mutex.deallocate()
    }

    func locked<Result>(_ body: () throws -> Result) rethrows -> Result {
        g_mutex_lock(mutex)
        defer { g_mutex_unlock(mutex) }
        return try body()
    }
}
