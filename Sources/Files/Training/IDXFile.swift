public import Tensors

/// Arrays as MNIST and its successors keep them: two zeros, the type, the rank, the sizes, the elements, all big-endian.
///
/// Source: Y. LeCun, C. Cortes, C. Burges, *The MNIST database of handwritten digits*, 1998.
public enum IDXFile {
    /// Whether the bytes begin as such a file.
    static func isIDX(_ bytes: [UInt8]) -> Bool {
        bytes.count >= 4 && bytes[0] == 0 && bytes[1] == 0 && elementType(bytes[2]) != nil && bytes[3] > 0
    }

    /// - Throws: what ``FileBytes/read(_:)`` throws, and ``FileError`` for what is no such file.
    public static func read(_ path: String) throws(FileError) -> Tensor {
        try decode(Gzip.unpacked(FileBytes.read(path), path: path), path: path)
    }

    static func decode(_ bytes: [UInt8], path: String) throws(FileError) -> Tensor {
        guard isIDX(bytes), let type = elementType(bytes[2]) else {
            throw .unsupported(path: path, detail: "it does not begin as IDX files do, as those of MNIST")
        }
        let start = 4 + 4 * Int(bytes[3])
        guard bytes.count >= start else { throw .damaged(path: path, detail: "it ends within its sizes") }
        let sizes = stride(from: 4, to: start, by: 4).map { at in
            bytes[at..<at + 4].reduce(0) { $0 << 8 | Int($1) }
        }
        let shape = try? Shape(validating: sizes)
        let needed = shape.map { $0.elementCount.multipliedReportingOverflow(by: type.size) }
        guard let shape, let needed, !needed.overflow else {
            throw .damaged(path: path, detail: "its sizes are those of no array")
        }
        guard bytes.count - start >= needed.partialValue else {
            throw .damaged(
                path: path,
                detail: "\(shape) elements need \(needed.partialValue) bytes, but only \(bytes.count - start) are there"
            )
        }
        return Tensor(shape, bytes.withUnsafeBytes { type.floats(in: $0[start..<start + needed.partialValue]) })
    }

    /// NumPy has the same types, under other names.
    private static func elementType(_ code: UInt8) -> NumPyElementType? {
        switch code {
        case 0x08: NumPyElementType("|u1")
        case 0x09: NumPyElementType("|i1")
        case 0x0B: NumPyElementType(">i2")
        case 0x0C: NumPyElementType(">i4")
        case 0x0D: NumPyElementType(">f4")
        case 0x0E: NumPyElementType(">f8")
        default: nil
        }
    }
}
