public import Tensors

extension ONNXTensor {
    /// The elements as Float32, rounded to nearest: of any type of float, of integers, and of booleans as 0 and 1.
    ///
    /// - Throws: ``FileError/onnx(path:_:)`` for text, complex numbers and elements of fewer than 16 bits that are not
    ///   integers; ``FileError/cannotRead(path:reason:)`` if the file changed since.
    public func floats() throws(FileError) -> [Float] {
        if case .floats(let elements) = payload { return elements }
        let count = shape.elementCount
        switch elementType {
        case .float:
            var failure: FileError?
            let elements = [Float](unsafeUninitializedCapacity: count) { buffer, filled in
                let elements = UnsafeMutableBufferPointer(rebasing: buffer[..<count])
                do throws(FileError) {
                    try fill(UnsafeMutableRawBufferPointer(elements))
                    filled = count
                } catch {
                    failure = error
                }
            }
            if let failure { throw failure }
            return 1.littleEndian == 1 ? elements : elements.map { Float(bitPattern: $0.bitPattern.byteSwapped) }
        case .float16: return try converted { (bits: UInt16) in Self.float(half: bits) }
        case .bfloat16: return try converted { (bits: UInt16) in Float(bitPattern: UInt32(bits) << 16) }
        case .double: return try converted { (bits: UInt64) in Float(Double(bitPattern: bits)) }
        case .bool: return try converted { (byte: UInt8) in byte == 0 ? 0 : 1 }
        case .int8: return try converted { (value: Int8) in Float(value) }
        case .int16: return try converted { (value: Int16) in Float(value) }
        case .int32: return try converted { (value: Int32) in Float(value) }
        case .int64: return try converted { (value: Int64) in Float(value) }
        case .uint8: return try converted { (value: UInt8) in Float(value) }
        case .uint16: return try converted { (value: UInt16) in Float(value) }
        case .uint32: return try converted { (value: UInt32) in Float(value) }
        case .uint64: return try converted { (value: UInt64) in Float(value) }
        case .string, .complex64, .complex128, .float8e4m3fn, .float8e4m3fnuz, .float8e5m2, .float8e5m2fnuz, .uint4,
            .int4,
            .float4e2m1, .float8e8m0, .uint2, .int2:
            throw cannotConvert(to: "float32")
        }
    }

    /// The elements as a tensor of Float32.
    ///
    /// - Throws: what ``floats()`` throws.
    public func tensor() throws(FileError) -> Tensor {
        Tensor(shape, try floats())
    }

    /// The elements of any type of integer, and booleans as 0 and 1; uint64 beyond 2⁶³ wraps.
    ///
    /// - Throws: ``FileError/onnx(path:_:)`` for elements that are no integers, ``FileError/cannotRead(path:reason:)``.
    public func integers() throws(FileError) -> [Int] {
        switch elementType {
        case .bool: return try converted { (byte: UInt8) in byte == 0 ? 0 : 1 }
        case .int8: return try converted { (value: Int8) in Int(value) }
        case .int16: return try converted { (value: Int16) in Int(value) }
        case .int32: return try converted { (value: Int32) in Int(value) }
        case .int64: return try converted { (value: Int64) in Int(value) }
        case .uint8: return try converted { (value: UInt8) in Int(value) }
        case .uint16: return try converted { (value: UInt16) in Int(value) }
        case .uint32: return try converted { (value: UInt32) in Int(value) }
        case .uint64: return try converted { (value: UInt64) in Int(truncatingIfNeeded: value) }
        case .float, .double, .float16, .bfloat16, .string, .complex64, .complex128, .float8e4m3fn, .float8e4m3fnuz,
            .float8e5m2, .float8e5m2fnuz, .uint4, .int4, .float4e2m1, .float8e8m0, .uint2, .int2:
            throw cannotConvert(to: "integers")
        }
    }

    /// The elements of a tensor of booleans.
    ///
    /// - Throws: ``FileError/onnx(path:_:)`` for other elements, ``FileError/cannotRead(path:reason:)``.
    public func booleans() throws(FileError) -> [Bool] {
        guard elementType == .bool else { throw cannotConvert(to: "booleans") }
        return try converted { (byte: UInt8) in byte != 0 }
    }

    /// The elements of a tensor of text; bytes that are not UTF-8 are replaced.
    ///
    /// - Throws: ``FileError/onnx(path:_:)`` for other elements, ``FileError/cannotRead(path:reason:)``.
    public func strings() throws(FileError) -> [String] {
        guard case .field(.stringData, let source, let message) = payload else { throw cannotConvert(to: "text") }
        do throws(ONNXProblem) {
            var reader = WireReader(message, of: try WireReader(source))
            var texts: [String] = []
            while let field = try reader.nextField() {
                if field == ONNXTensorField.stringData.rawValue {
                    texts.append(try reader.text())
                } else {
                    try reader.skip()
                }
            }
            return texts
        } catch {
            throw self.error(error)
        }
    }

    /// The elements as they would stand in `raw_data`.
    ///
    /// - Precondition: the type has such a form.
    func rawBytes() throws(FileError) -> [UInt8] {
        let count = rawByteCount
        var failure: FileError?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            do throws(FileError) {
                try fill(UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: buffer[..<count])))
                filled = count
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return bytes
    }

    @inline(__always)
    private func converted<Stored: FixedWidthInteger & BitwiseCopyable, Value>(
        _ value: (Stored) -> Value
    ) throws(FileError) -> [Value] {
        let stored = try rawBytes()
        let count = shape.elementCount
        return stored.withUnsafeBytes { stored in
            [Value](unsafeUninitializedCapacity: count) { out, filled in
                for index in 0..<count {
                    let raw = stored.loadUnaligned(fromByteOffset: index * MemoryLayout<Stored>.size, as: Stored.self)
                    out.initializeElement(at: index, to: value(Stored(littleEndian: raw)))
                }
                filled = count
            }
        }
    }

    /// A half-precision number (IEEE 754, binary16): its bits, read as those of a Float32, are too small by 2¹¹².
    static func float(half: UInt16) -> Float {
        let magnitude = UInt32(half & 0x7FFF) << 13
        let sign = UInt32(half & 0x8000) << 16
        let isFinite = half & 0x7C00 != 0x7C00
        let bits = isFinite ? (Float(bitPattern: magnitude) * 0x1p112).bitPattern : magnitude | 0x7F80_0000
        return Float(bitPattern: bits | sign)
    }

    private func cannotConvert(to wanted: String) -> FileError {
        error(ONNXProblem(.cannotConvert(elementType, to: wanted)))
    }

    private func error(_ problem: ONNXProblem) -> FileError {
        if case .unreadable(let error) = problem.fact { return error }
        var problem = problem
        problem.tensor = name
        switch payload {
        case .raw(let source, _), .field(_, let source, _): return .onnx(path: source.name, problem)
        case .floats: return .onnx(path: name, problem)
        }
    }

    // MARK: From where they are

    /// Writes all elements, little-endian, at their own width.
    private func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(FileError) {
        switch payload {
        case .raw(let source, let start): try source.read(from: start, into: buffer)
        case .floats(let elements):
            elements.withUnsafeBytes { buffer.copyMemory(from: $0) }
            if 1.littleEndian != 1 {
                for (index, element) in elements.enumerated() {
                    buffer.storeBytes(of: element.bitPattern.littleEndian, toByteOffset: 4 * index, as: UInt32.self)
                }
            }
        case .field(let field, let source, let message):
            do throws(ONNXProblem) {
                try fill(buffer, field, source, message)
            } catch {
                throw self.error(error)
            }
        }
    }

    private func fill(
        _ buffer: UnsafeMutableRawBufferPointer, _ wanted: ONNXTensorField, _ source: ByteSource, _ message: Range<Int>
    ) throws(ONNXProblem) {
        var reader = WireReader(message, of: try WireReader(source))
        var filled = 0
        while let field = try reader.nextField() {
            guard field == wanted.rawValue else {
                try reader.skip()
                continue
            }
            if wanted.kind == .varint {
                switch elementType.bits! {
                case 64: try store(&reader, buffer, &filled) { $0 }
                case 32: try store(&reader, buffer, &filled) { UInt32(truncatingIfNeeded: $0) }
                case 16: try store(&reader, buffer, &filled) { UInt16(truncatingIfNeeded: $0) }
                default:
                    let isBool = elementType == .bool
                    try store(&reader, buffer, &filled) { isBool && $0 != 0 ? 1 : UInt8(truncatingIfNeeded: $0) }
                }
            } else {
                let range = reader.kind == .bytes ? try reader.range() : try reader.fixedRange()
                let target = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...].prefix(range.count))
                do throws(FileError) {
                    try source.read(from: range.lowerBound, into: target)
                } catch {
                    throw ONNXProblem(.unreadable(error))
                }
                filled += target.count
            }
        }
        // As many were counted before; unless the file was written over since.
        if filled != buffer.count { throw ONNXProblem(.truncated) }
    }

    /// Stores a field's numbers: integers, or the bits of small floats, of which the low ones count.
    @inline(__always)
    private func store<Stored: FixedWidthInteger & BitwiseCopyable>(
        _ reader: inout WireReader, _ buffer: UnsafeMutableRawBufferPointer, _ filled: inout Int,
        _ low: (UInt64) -> Stored
    ) throws(ONNXProblem) {
        var at = filled
        try reader.forEachVarint { (value) throws(ONNXProblem) in
            guard at <= buffer.count - MemoryLayout<Stored>.size else { throw ONNXProblem(.truncated) }
            buffer.storeBytes(of: low(value).littleEndian, toByteOffset: at, as: Stored.self)
            at += MemoryLayout<Stored>.size
        }
        filled = at
    }
}
