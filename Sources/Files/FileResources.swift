public import Execution
public import Figures
public import Tensors
public import Training

/// Pictures, kernels and networks of figures, from files.
public struct FileResources: FigureResources {
    /// Where relative paths begin; `nil` is the current folder.
    private let folder: String?
    private let pixelLimit: Int?

    public init(relativeTo folder: String? = nil, pixelLimit: Int? = ImageFile.defaultPixelLimit) {
        self.folder = folder
        self.pixelLimit = pixelLimit
    }

    /// `-` is standard input.
    ///
    /// - Throws: ``FileError``
    public func image(at path: String) throws -> Tensor {
        if path == "-" {
            return try EncodedImage(FileBytes.standardInput(), name: "standard input", pixelLimit: pixelLimit).decoded()
        }
        return try ImageFile.read(resolved(path), pixelLimit: pixelLimit)
    }

    /// - Throws: ``FileError``
    public func kernel(at path: String) throws -> Tensor {
        try KernelFile.read(resolved(path))
    }

    /// - Throws: ``FileError``
    public func tensor(at path: String) throws -> Tensor {
        try NumPyFile.read(resolved(path))
    }

    /// - Throws: what reading a network and its weights throws.
    public func network(_ request: NetworkRequest) throws -> PreparedNetwork {
        try PreparedNetwork(request, relativeTo: folder)
    }

    /// - Throws: ``FileError``
    public func records(_ path: String) throws -> [TrainingRecord] {
        try RunFolder.records(resolved(path))
    }

    /// The path as it can be opened from the current folder.
    public func resolved(_ path: String) -> String {
        FileSystem.resolved(path, relativeTo: folder)
    }
}
