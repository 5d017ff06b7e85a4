public import Tensors

/// NumPy arrays, `.npy` (NEP 1; versions 1 to 3, either byte order, C or Fortran order).
///
/// Booleans, integers and floats of any size become Float32, rounded to nearest: integers beyond 2^24 may lose their
/// last digits, doubles beyond 3.4e38 become infinite. Writing gives little-endian Float32 in C order, version 1.
public enum NumPyFile {
    /// - Throws: what ``FileBytes/read(_:)`` throws, and ``FileError/numPy(path:_:)``.
    public static func read(_ path: String) throws(FileError) -> Tensor {
        try decode(FileBytes.read(path), name: path)
    }

    /// - Throws: ``FileError/numPy(path:_:)``, about `name`.
    public static func decode(_ bytes: [UInt8], name: String) throws(FileError) -> Tensor {
        do throws(NumPyProblem) {
            return try decode(bytes)
        } catch {
            throw .numPy(path: name, error)
        }
    }

    private static func decode(_ bytes: [UInt8]) throws(NumPyProblem) -> Tensor {
        let header = try NumPyHeader(bytes)
        guard let shape = try? Shape(validating: header.shape) else { throw .impossibleShape }
        let (expected, overflow) = shape.elementCount.multipliedReportingOverflow(by: header.type.size)
        if overflow { throw .impossibleShape }
        let found = bytes.count - header.end
        if found < expected { throw .truncated(expectedBytes: expected, foundBytes: found) }
        let elements = bytes.withUnsafeBytes { header.type.floats(in: $0[header.end..<header.end + expected]) }
        return header.isFortranOrder ? rowMajor(elements, shape) : Tensor(shape, elements)
    }

    /// Elements whose first axis runs fastest, put into row-major order.
    private static func rowMajor(_ elements: [Float], _ shape: Shape) -> Tensor {
        var strides = [Int](repeating: 1, count: shape.rank)
        for axis in stride(from: 1, to: shape.rank, by: 1) { strides[axis] = strides[axis - 1] * shape[axis - 1] }
        return Tensor(shape) { out in
            var index = [Int](repeating: 0, count: shape.rank)
            var from = 0
            for to in 0..<out.count {
                out[to] = elements[from]
                for axis in stride(from: shape.rank - 1, through: 0, by: -1) {
                    index[axis] += 1
                    from += strides[axis]
                    if index[axis] < shape[axis] { break }
                    from -= strides[axis] * shape[axis]
                    index[axis] = 0
                }
            }
        }
    }

    /// Writes the array, whole or not at all.
    ///
    /// - Throws: ``FileError/cannotWrite(path:reason:)``.
    public static func write(_ tensor: Tensor, to path: String) throws(FileError) {
        try AtomicFile.write(encode(tensor), to: path)
    }

    /// The array as bytes of an `.npy` file. The elements begin at a multiple of 64.
    public static func encode(_ tensor: Tensor) -> [UInt8] {
        let sizes = tensor.shape.map(String.init)
        let tuple = sizes.count == 1 ? sizes[0] + "," : sizes.joined(separator: ", ")
        var header = Array("{'descr': '<f4', 'fortran_order': False, 'shape': (\(tuple)), }".utf8)
        let preamble = NumPyHeader.magic.count + 4  // version, length
        header += [UInt8](repeating: UInt8(ascii: " "), count: 63 - (preamble + header.count) % 64)
        header.append(UInt8(ascii: "\n"))
        precondition(header.count <= UInt16.max, "a tensor of rank \(tensor.shape.rank) does not fit an .npy header")
        var bytes = NumPyHeader.magic + [1, 0, UInt8(header.count & 0xFF), UInt8(header.count >> 8)] + header
        bytes.reserveCapacity(bytes.count + 4 * tensor.shape.elementCount)
        tensor.withUnsafeElements { elements in
            if 1.littleEndian == 1 {
                bytes.append(contentsOf: UnsafeRawBufferPointer(elements))
            } else {
                for element in elements {
                    withUnsafeBytes(of: element.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
                }
            }
        }
        return bytes
    }
}
