import Dispatch

/// What was read and written while something was made: every file, however deep in the readers it is opened.
///
/// It is kept where files are opened rather than handed through all readers, because networks name weights, weights are
/// folders and ONNX models name further files: a reader that forgot to tell would make results look up to date that
/// are not.
public final class FileLog: @unchecked Sendable {
    /// The log of whatever runs inside of `FileLog.$current.withValue(_:)`, on the same thread.
    @TaskLocal public static var current: FileLog?

    private let queue = DispatchQueue(label: "file log")
    private var read: [String: Read] = [:]
    private var written: [String: Written] = [:]
    private var usesStandardInput = false

    private enum Read {
        case known(FileTrace)
        /// Opened, to be read in parts: its contents are looked at if a record is made.
        case opened(FileStamp)
    }

    private struct Written {
        let stamp: FileStamp
        /// `nil` for files that were written in pieces.
        let content: FileContent?
    }

    public init() {}

    /// Does something of which nobody shall know.
    public static func unnoticed<Result>(_ body: () throws -> Result) rethrows -> Result {
        try $current.withValue(nil, operation: body)
    }

    /// What was read, as far as its contents are known.
    public var reads: [FileTrace] {
        queue.sync {
            read.map { path, read in
                switch read {
                case .known(let trace): trace
                case .opened(let stamp):
                    FileTrace(path: path, stamp: stamp, isSettled: false, content: .missing)
                }
            }
        }
    }

    /// What was read before this log began, but belongs to it.
    public func add(_ traces: [FileTrace]) {
        queue.sync {
            for trace in traces where read[trace.path] == nil { read[trace.path] = .known(trace) }
        }
    }

    /// The first reading counts: if a file changed before it was read again, the result is of neither.
    func noteRead(_ path: String, _ stamp: FileStamp, _ content: @autoclosure () -> FileContent) {
        guard queue.sync(execute: { read[path] == nil }) else { return }
        add([FileTrace(path: path, stamp: stamp, isSettled: stamp.isSettled, content: content())])
    }

    func noteOpened(_ path: String, _ stamp: FileStamp) {
        queue.sync { if read[path] == nil { read[path] = .opened(stamp) } }
    }

    /// It was asked for and not there: if it appears, that is a change.
    func noteMissing(_ path: String) {
        add([FileTrace(path: path, stamp: nil, isSettled: false, content: .missing)])
    }

    /// What comes through standard input is another thing every time.
    func noteStandardInput() {
        queue.sync { usesStandardInput = true }
    }

    func noteWritten(_ path: String, _ stamp: FileStamp, _ content: FileContent?) {
        queue.sync { written[path] = Written(stamp: stamp, content: content) }
    }

    /// What was read and written; `nil` if the same cannot be told from something else later.
    func traces() -> (inputs: [FileTrace], outputs: [FileTrace])? {
        let (read, written, usesStandardInput) = queue.sync { (self.read, self.written, self.usesStandardInput) }
        guard !usesStandardInput else { return nil }
        var (inputs, outputs) = ([FileTrace](), [FileTrace]())
        for (path, read) in read {
            switch read {
            case .known(let trace): inputs.append(trace)
            case .opened(let stamp):
                guard let trace = Self.trace(path, stamp, nil) else { return nil }
                inputs.append(trace)
            }
        }
        for (path, file) in written {
            guard let trace = Self.trace(path, file.stamp, file.content) else { return nil }
            outputs.append(trace)
        }
        return (inputs.sorted { $0.path < $1.path }, outputs.sorted { $0.path < $1.path })
    }

    private static func trace(_ path: String, _ stamp: FileStamp, _ content: FileContent?) -> FileTrace? {
        if let content {
            // Of what was written just now, the stamp is known to be that of these bytes.
            return FileTrace(path: path, stamp: stamp, isSettled: true, content: content)
        }
        guard let content = FileContent(of: path), FileStamp(of: path) == stamp else { return nil }
        return FileTrace(path: path, stamp: stamp, isSettled: stamp.isSettled, content: content)
    }
}
