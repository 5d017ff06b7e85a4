public import Tensors

/// Kernels from files: `[kh, kw]`, or `[C, kh, kw]` from `.npy` and YAML.
///
/// - Text: one row a line, values separated by commas, semicolons, spaces or tabs, `#` before a comment; where values
///   are separated by commas or spaces, a semicolon ends a row too. Values are finite numbers or fractions: `1/9`.
/// - `.npy`: an array of two or three axes.
/// - YAML (`.yml`, `.yaml`): a list of rows, or `kernel:` with one, and `scale:` or `divisor:` for all values.
public enum KernelFile {
    /// - Throws: what ``FileBytes/read(_:)`` throws, ``FileError/kernel(path:_:)``, ``FileError/numPy(path:_:)``.
    public static func read(_ path: String) throws(FileError) -> Tensor {
        try decode(FileBytes.read(path), name: path)
    }

    /// A kernel from memory; YAML if `name` ends so.
    ///
    /// - Throws: ``FileError/kernel(path:_:)``, ``FileError/numPy(path:_:)``, about `name`.
    public static func decode(_ bytes: [UInt8], name: String) throws(FileError) -> Tensor {
        if bytes.starts(with: NumPyHeader.magic) {
            let tensor = try NumPyFile.decode(bytes, name: name)
            if let problem = problem(with: tensor) { throw .kernel(path: name, problem) }
            return tensor
        }
        let text = String(decoding: bytes, as: UTF8.self)
        let ending = name.lowercased()
        do throws(KernelProblem) {
            return ending.hasSuffix(".yml") || ending.hasSuffix(".yaml")
                ? try parse(yaml: text) : try KernelText.parse(text, isFile: true)
        } catch {
            throw .kernel(path: name, error)
        }
    }

    private static func problem(with tensor: Tensor) -> KernelProblem? {
        if tensor.shape.rank != 2 && tensor.shape.rank != 3 { return .wrongRank(tensor.shape.rank) }
        if tensor.shape.elementCount == 0 { return .noNumbers }
        if tensor.shape.elementCount > KernelText.mostElements { return .tooLarge }
        return KernelProblem.notFinite(in: tensor)
    }
}
