#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// An open file, closed when done with.
struct Descriptor: ~Copyable {
    let number: Int32

    /// Opens `path`, again if a signal interrupts; `nil` with `errno` set if that fails.
    init?(_ path: String, _ flags: Int32, mode: mode_t = 0o666) {
        let number = retrying { open(path, flags | O_CLOEXEC, mode) }
        if number < 0 { return nil }
        self.number = Int32(number)
    }

    deinit {
        if number > 2 { close(number) }
    }
}

/// Calls again as long as a signal interrupts.
func retrying<Result: SignedInteger>(_ call: () -> Result) -> Result {
    while true {
        let result = call()
        if result != -1 || errno != EINTR { return result }
    }
}

/// The words for `errno`.
var systemReason: String {
    String(cString: strerror(errno))
}

/// What `stat` says about what is at `path`, links followed.
func status(of path: String) -> stat? {
    var status = stat()
    return stat(path, &status) == 0 ? status : nil
}

extension stat {
    var isFolder: Bool { st_mode & S_IFMT == S_IFDIR }
    var isRegularFile: Bool { st_mode & S_IFMT == S_IFREG }
}

/// Writes all of `bytes`; false with `errno` set if that fails.
func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
        let piece = UnsafeRawBufferPointer(rebasing: rest)
        let written = retrying { write(descriptor, piece.baseAddress, piece.count) }
        if written < 0 { return false }
        rest = rest.dropFirst(written)
    }
    return true
}
