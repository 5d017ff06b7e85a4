public import Tensors

/// Why a file could not be read or written. Holds the facts; ``description`` puts them into words.
public enum FileError: Error, Equatable, Sendable {
    case noSuchFile(path: String)
    case isFolder(path: String)
    case notFolder(path: String)
    /// `reason` is the system's.
    case cannotRead(path: String, reason: String)
    case cannotWrite(path: String, reason: String)
    case empty(path: String)
    /// `detail` is the decoder's, or says what was found.
    case damaged(path: String, detail: String)
    case unsupported(path: String, detail: String)
    case outOfMemory(path: String)

    case notAnImage(path: String)
    /// `row` is the first missing one, where that is known.
    case truncatedImage(path: String, row: Int?, rows: Int?)
    case tooManyPixels(path: String, width: Int, height: Int, limit: Int)

    case numPy(path: String, NumPyProblem)
    case archive(path: String, ArchiveProblem)
    case kernel(path: String, KernelProblem)
    indirect case onnx(path: String, ONNXProblem)
}

/// What is wrong with an `.npy` array.
public enum NumPyProblem: Error, Equatable, Sendable {
    case notNumPy
    case unknownVersion(Int)
    /// The header, a Python dictionary, breaks off or makes no sense at `byte`.
    case malformedHeader(byte: Int)
    case missingKey(String)
    case unsupportedElements(String)
    case impossibleShape
    case truncated(expectedBytes: Int, foundBytes: Int)
}

/// What is wrong with an `.npz` archive.
public enum ArchiveProblem: Error, Equatable, Sendable {
    case notAnArchive
    case malformedDirectory
    case encrypted(entry: String)
    case unknownMethod(entry: String, method: Int)
    case damagedEntry(String)
    case noSuchEntry(String, available: [String])
}

extension FileError {
    public var path: String {
        switch self {
        case .noSuchFile(let path), .isFolder(let path), .notFolder(let path), .cannotRead(let path, _),
            .cannotWrite(let path, _), .empty(let path), .damaged(let path, _), .unsupported(let path, _),
            .outOfMemory(let path), .notAnImage(let path), .truncatedImage(let path, _, _),
            .tooManyPixels(let path, _, _, _), .numPy(let path, _), .archive(let path, _), .kernel(let path, _),
            .onnx(let path, _):
            path
        }
    }

    /// What a command's exit code distinguishes.
    public enum Category: Sendable {
        /// The input is there but cannot be used (65).
        case badData
        /// The input is not there, or not readable (66).
        case noInput
        /// The output cannot be written (73).
        case cannotWrite
    }

    public var category: Category {
        switch self {
        case .noSuchFile, .isFolder, .notFolder, .cannotRead: .noInput
        case .cannotWrite: .cannotWrite
        case .empty, .damaged, .unsupported, .outOfMemory, .notAnImage, .truncatedImage, .tooManyPixels, .numPy,
            .archive, .kernel, .onnx:
            .badData
        }
    }
}
