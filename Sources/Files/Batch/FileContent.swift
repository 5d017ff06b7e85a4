import Training

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What lies at a path, as a number that stands for it.
enum FileContent: Hashable, Sendable {
    /// The fingerprint of all bytes.
    case file(String)
    /// That of the names in a folder; what they lead to is not looked at.
    case folder(String)
    case missing

    /// What is there now; `nil` if it cannot be read.
    init?(of path: String) {
        guard let status = status(of: path) else {
            self = .missing
            return
        }
        if status.isFolder {
            guard let names = try? FileSystem.entries(of: path) else { return nil }
            self.init(names: names)
        } else {
            guard status.isRegularFile, let text = Self.fingerprint(ofFile: path) else { return nil }
            self = .file(text)
        }
    }

    init(names: [String]) {
        var fingerprint = Fingerprint()
        for name in names { fingerprint.add(name) }
        self = .folder(fingerprint.text)
    }

    init(bytes: [UInt8]) {
        var fingerprint = Fingerprint()
        bytes.withUnsafeBytes { all in
            for start in stride(from: 0, to: all.count, by: Self.pieceSize) {
                fingerprint.add(UnsafeRawBufferPointer(rebasing: all[start..<min(all.count, start + Self.pieceSize)]))
            }
        }
        self = .file(fingerprint.text)
    }

    /// Files are taken in pieces of this size, so that weights of gigabytes need not fit into memory.
    private static let pieceSize = 1 << 20

    private static func fingerprint(ofFile path: String) -> String? {
        guard let file = Descriptor(path, O_RDONLY | O_NONBLOCK) else { return nil }
        var fingerprint = Fingerprint()
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: pieceSize, alignment: 8)
        defer { buffer.deallocate() }
        while true {
            var filled = 0
            while filled < pieceSize {
                let got = retrying { read(file.number, buffer.baseAddress! + filled, pieceSize - filled) }
                if got < 0 { return nil }
                if got == 0 { break }
                filled += got
            }
            if filled > 0 { fingerprint.add(UnsafeRawBufferPointer(rebasing: buffer[..<filled])) }
            if filled < pieceSize { return fingerprint.text }
        }
    }

    /// A word: `f9b3…`, `d41c…` or `-`.
    var text: String {
        switch self {
        case .file(let text): "f" + text
        case .folder(let text): "d" + text
        case .missing: "-"
        }
    }

    init?(_ text: some StringProtocol) {
        switch text.first {
        case "f": self = .file(String(text.dropFirst()))
        case "d": self = .folder(String(text.dropFirst()))
        case "-": self = .missing
        case .some, nil: return nil
        }
    }
}
