public import Tensors
internal import Yams

/// The safetensors format: a length, a JSON header, and the tensors' bytes.
public enum Safetensors {
    /// All tensors, in the order of their bytes.
    ///
    /// - Throws: ``FileError`` for what is no such file, and for sizes that the file does not hold.
    public static func read(_ path: String) throws(FileError) -> [(name: String, tensor: Tensor)] {
        try decode(try FileBytes.read(path), path: path)
    }

    static func decode(_ bytes: [UInt8], path: String) throws(FileError) -> [(name: String, tensor: Tensor)] {
        func damaged(_ detail: String) -> FileError { .damaged(path: path, detail: detail) }
        guard bytes.count >= 8 else { throw damaged("it ends within the header's length.") }
        let length = bytes.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) }
        guard length <= UInt64(bytes.count - 8), length < 100_000_000 else {
            throw damaged("its header would have \(length) bytes, more than the file holds.")
        }
        let start = 8 + Int(length)
        let header = String(decoding: bytes[8..<start], as: UTF8.self)
        guard let root = try? SafeYAML.compose(header, mostBytes: 16 << 20)?.mapping else {
            throw damaged("its header is no JSON.")
        }
        var found: [(begin: Int, name: String, tensor: Tensor)] = []
        for (key, value) in root {
            guard let name = key.scalar?.string, name != "__metadata__" else { continue }
            guard let entry = value.mapping, let type = entry["dtype"]?.scalar?.string,
                let sizes = entry["shape"]?.sequence?.map({ $0.int ?? -1 }),
                let offsets = entry["data_offsets"]?.sequence?.map({ $0.int ?? -1 }), offsets.count == 2
            else { throw damaged("'\(name)' has no dtype, shape and data_offsets.") }
            guard let shape = try? Shape(validating: sizes), offsets[0] >= 0, offsets[1] >= offsets[0],
                offsets[1] <= bytes.count - start
            else { throw damaged("'\(name)' lies outside of the file.") }
            guard let element = ElementType(rawValue: type) else {
                throw .unsupported(
                    path: path, detail: "'\(name)' holds \(type); read are F32, F16, BF16, F64, I64, I32.")
            }
            let (needed, overflow) = shape.elementCount.multipliedReportingOverflow(by: element.size)
            guard !overflow, needed == offsets[1] - offsets[0] else {
                throw damaged("'\(name)' has \(offsets[1] - offsets[0]) bytes, its shape needs \(needed).")
            }
            let data = bytes[start + offsets[0]..<start + offsets[1]]
            found.append((offsets[0], name, Tensor(shape, element.floats(data))))
        }
        return found.sorted { ($0.begin, $0.name) < ($1.begin, $1.name) }.map { ($0.name, $0.tensor) }
    }

    /// Float32 tensors as a file's bytes, in the given order.
    public static func encode(_ tensors: [(name: String, tensor: Tensor)]) -> [UInt8] {
        var header: [String] = []
        var offset = 0
        for (name, tensor) in tensors {
            let end = offset + 4 * tensor.elements.count
            let quoted = name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            header.append(
                "\"\(quoted)\":{\"dtype\":\"F32\",\"shape\":[\(tensor.shape.sizes.map(String.init).joined(separator: ","))],\"data_offsets\":[\(offset),\(end)]}"
            )
            offset = end
        }
        var json = Array("{\(header.joined(separator: ","))}".utf8)
        // The data begin at a multiple of eight.
        json += [UInt8](repeating: UInt8(ascii: " "), count: (8 - json.count % 8) % 8)
        var bytes = withUnsafeBytes(of: UInt64(json.count).littleEndian, Array.init) + json
        bytes.reserveCapacity(bytes.count + offset)
        for (_, tensor) in tensors {
            for value in tensor.elements { withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes += $0 } }
        }
        return bytes
    }

    private enum ElementType: String {
        case float32 = "F32"
        case float16 = "F16"
        case brain16 = "BF16"
        case float64 = "F64"
        case int64 = "I64"
        case int32 = "I32"

        var size: Int {
            switch self {
            case .float16, .brain16: 2
            case .float32, .int32: 4
            case .float64, .int64: 8
            }
        }

        func floats(_ bytes: ArraySlice<UInt8>) -> [Float] {
            bytes.withUnsafeBytes { raw in
                func all<Bits: FixedWidthInteger>(_ type: Bits.Type, _ value: (Bits) -> Float) -> [Float] {
                    stride(from: 0, to: raw.count, by: MemoryLayout<Bits>.size).map {
                        value(Bits(littleEndian: raw.loadUnaligned(fromByteOffset: $0, as: Bits.self)))
                    }
                }
                switch self {
                case .float32: return all(UInt32.self) { Float(bitPattern: $0) }
                case .float16: return all(UInt16.self) { half($0) }
                case .brain16: return all(UInt16.self) { Float(bitPattern: UInt32($0) << 16) }
                case .float64: return all(UInt64.self) { Float(Double(bitPattern: $0)) }
                case .int64: return all(Int64.self) { Float($0) }
                case .int32: return all(Int32.self) { Float($0) }
                }
            }
        }
    }

    /// IEEE 754 half precision.
    static func half(_ bits: UInt16) -> Float {
        let sign: Float = bits >> 15 == 1 ? -1 : 1
        let exponent = Int(bits >> 10 & 0x1F)
        let fraction = Float(bits & 0x3FF)
        switch exponent {
        case 0: return sign * fraction * 0x1p-24
        case 31: return fraction == 0 ? sign * .infinity : .nan
        case _: return sign * (1 + fraction / 1024) * Float(sign: .plus, exponent: exponent - 15, significand: 1)
        }
    }
}
