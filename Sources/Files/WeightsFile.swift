public import Execution
import Tensors

/// The weights of a network in a file: safetensors, `.npz`, or a folder of `.npy` files.
public enum WeightsFile {
    /// Every tensor with its name, in the file's order; a folder's by name.
    ///
    /// - Throws: ``FileError``
    public static func read(_ path: String) throws(FileError) -> [NamedTensor] {
        if FileSystem.isFolder(path) {
            var tensors: [NamedTensor] = []
            for name in try FileSystem.entries(of: path) where FileSystem.ending(of: name) == "npy" {
                tensors.append(NamedTensor(FileSystem.stem(of: name), try NumPyFile.read(FileSystem.join(path, name))))
            }
            guard !tensors.isEmpty else { throw .unsupported(path: path, detail: "the folder holds no .npy files.") }
            return tensors
        }
        switch FileSystem.ending(of: path) {
        case "safetensors":
            return try Safetensors.read(path).map { NamedTensor($0.name, $0.tensor) }
        case "npz":
            return try NumPyArchive(path: path).entries().map { NamedTensor($0.name, $0.tensor) }
        case let ending:
            throw .unsupported(
                path: path,
                detail: "weights are read from .safetensors, .npz, or a folder of .npy files, not from .\(ending).")
        }
    }
}
