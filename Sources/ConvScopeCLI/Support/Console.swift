import Files

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Results go to standard output, everything else to standard error.
enum Console {
    /// A result, as a line.
    ///
    /// - Throws: what ``result(_:)`` throws.
    static func print(_ text: String) throws {
        try result(Array((text + "\n").utf8))
    }

    /// A result as it is. A reader that goes away early is no error.
    ///
    /// - Throws: `FileError/cannotWrite` if standard output does not take it.
    static func result(_ bytes: [UInt8]) throws {
        if let reason = write(bytes, to: 1) { throw FileError.cannotWrite(path: "standard output", reason: reason) }
    }

    static func error(_ text: String) {
        // What is quoted from a file may not steer the terminal.
        let shown = text.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F || $0 == "\n" }
        note("convscope: \(String(String.UnicodeScalarView(shown)))")
    }

    static func note(_ text: String) {
        bare(text + "\n")
    }

    /// For standard error, as it is.
    static func bare(_ text: String) {
        // There is nobody left to tell if this fails.
        _ = write(Array(text.utf8), to: 2)
    }

    /// - Returns: the system's words if not all could be written.
    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> String? {
        bytes.withUnsafeBytes { buffer in
            var offset = 0
            while offset < buffer.count {
                #if canImport(Glibc)
                    let written = Glibc.write(descriptor, buffer.baseAddress! + offset, buffer.count - offset)
                #else
                    let written = Darwin.write(descriptor, buffer.baseAddress! + offset, buffer.count - offset)
                #endif
                if written < 0 && errno == EINTR { continue }
                if written < 0 && errno == EPIPE { return nil }
                guard written > 0 else { return String(cString: strerror(errno)) }
                offset += written
            }
            return nil
        }
    }

    static var isTerminal: Bool { isatty(2) == 1 }
}
