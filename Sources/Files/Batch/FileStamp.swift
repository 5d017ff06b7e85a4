#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What tells a file from the one that was there before without reading it: its size, its node, and when it was changed.
public struct FileStamp: Hashable, Sendable {
    private let size: Int64
    private let seconds: Int
    private let nanoseconds: Int
    private let node: UInt64

    init(_ status: stat) {
        size = Int64(status.st_size)
        node = UInt64(truncatingIfNeeded: status.st_ino)
        #if canImport(Darwin)
            let time = status.st_mtimespec
        #else
            let time = status.st_mtim
        #endif
        (seconds, nanoseconds) = (time.tv_sec, time.tv_nsec)
    }

    /// `nil` where nothing is; links are followed.
    public init?(of path: String) {
        guard let status = status(of: path) else { return nil }
        self.init(status)
    }

    /// Whether a change from now on would give another stamp. Clocks of file systems tick slowly, some every two
    /// seconds: a file that was changed just now may change once more and look the same.
    var isSettled: Bool { isOlder(than: 2) }

    func isOlder(than age: Int) -> Bool { time(nil) - seconds > age }

    /// `size.seconds.nanoseconds.node`
    public var text: String { "\(size).\(seconds).\(nanoseconds).\(node)" }

    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4, let size = Int64(parts[0]), let seconds = Int(parts[1]),
            let nanoseconds = Int(parts[2]), let node = UInt64(parts[3])
        else { return nil }
        (self.size, self.seconds, self.nanoseconds, self.node) = (size, seconds, nanoseconds, node)
    }
}
