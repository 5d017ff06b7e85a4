internal import Networks
public import Tensors

/// The safetensors format: a length, a JSON header, and the tensors' bytes.
public enum Safetensors {
    /// What a file holds.
    public struct Contents: Sendable {
        /// In the order of their bytes.
        public var tensors: [(name: String, tensor: Tensor)]
        /// Texts under names, which the format calls `__metadata__`.
        public var metadata: [String: String]

        public init(_ tensors: [(name: String, tensor: Tensor)] = [], metadata: [String: String] = [:]) {
            (self.tensors, self.metadata) = (tensors, metadata)
        }
    }

    /// All tensors, in the order of their bytes.
    ///
    /// - Throws: as ``contents(_:)``.
    public static func read(_ path: String) throws(FileError) -> [(name: String, tensor: Tensor)] {
        try contents(path).tensors
    }

    /// - Throws: ``FileError`` for what is no such file, and for sizes that the file does not hold.
    public static func contents(_ path: String) throws(FileError) -> Contents {
        try decode(try FileBytes.read(path), path: path)
    }

    static func decode(_ bytes: [UInt8], path: String) throws(FileError) -> Contents {
        func damaged(_ detail: String) -> FileError { .damaged(path: path, detail: detail) }
        guard bytes.count >= 8 else { throw damaged("it ends within the header's length") }
        let length = bytes.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) }
        guard length <= UInt64(bytes.count - 8), length < 100_000_000 else {
            throw damaged("its header would have \(length) bytes, more than the file holds")
        }
        let start = 8 + Int(length)
        guard case .object(let entries)? = JSONReader.value(bytes[8..<start]) else {
            throw damaged("its header is no JSON")
        }
        var metadata: [String: String] = [:]
        var found: [(begin: Int, name: String, tensor: Tensor)] = []
        for (name, value) in entries {
            if name == "__metadata__" {
                guard let texts = value.texts else { throw damaged("its metadata are no texts") }
                metadata = texts
                continue
            }
            guard let entry = TensorEntry(value) else {
                throw damaged("'\(name)' has no dtype, shape and data_offsets")
            }
            guard let shape = try? Shape(validating: entry.sizes), entry.begin >= 0, entry.end >= entry.begin,
                entry.end <= bytes.count - start
            else { throw damaged("'\(name)' lies outside of the file") }
            guard let element = ElementType(rawValue: entry.type) else {
                throw .unsupported(
                    path: path, detail: "'\(name)' holds \(entry.type); read are F32, F16, BF16, F64, I64, I32")
            }
            let (needed, overflow) = shape.elementCount.multipliedReportingOverflow(by: element.size)
            guard !overflow, needed == entry.end - entry.begin else {
                throw damaged("'\(name)' has \(entry.end - entry.begin) bytes, its shape needs \(needed)")
            }
            let data = bytes[start + entry.begin..<start + entry.end]
            found.append((entry.begin, name, Tensor(shape, element.floats(data))))
        }
        let tensors = found.sorted { ($0.begin, $0.name) < ($1.begin, $1.name) }.map { ($0.name, $0.tensor) }
        return Contents(tensors, metadata: metadata)
    }

    private struct TensorEntry {
        let type: String
        let sizes: [Int]
        let begin, end: Int

        init?(_ value: JSON) {
            guard case .object(let fields) = value, case .text(let type)? = fields.value("dtype"),
                let sizes = fields.value("shape")?.integers,
                let offsets = fields.value("data_offsets")?.integers, offsets.count == 2
            else { return nil }
            (self.type, self.sizes, begin, end) = (type, sizes, offsets[0], offsets[1])
        }
    }

    /// Float32 tensors as a file's bytes, in the given order.
    public static func encode(_ tensors: [(name: String, tensor: Tensor)]) -> [UInt8] {
        encode(Contents(tensors))
    }

    /// A file's bytes. The same contents give the same bytes.
    ///
    /// - Precondition: Each tensor has a name of its own.
    public static func encode(_ contents: Contents) -> [UInt8] {
        var header: [String] = []
        if !contents.metadata.isEmpty {
            let texts = contents.metadata.sorted { $0.key < $1.key }.map { "\($0.key.json):\($0.value.json)" }
            header.append("\"__metadata__\":{\(texts.joined(separator: ","))}")
        }
        var offset = 0
        for (name, tensor) in contents.tensors {
            let end = offset + 4 * tensor.shape.elementCount
            let sizes = tensor.shape.map(String.init).joined(separator: ",")
            header.append("\(name.json):{\"dtype\":\"F32\",\"shape\":[\(sizes)],\"data_offsets\":[\(offset),\(end)]}")
            offset = end
        }
        var json = Array("{\(header.joined(separator: ","))}".utf8)
        // The data begin at a multiple of eight.
        json += [UInt8](repeating: UInt8(ascii: " "), count: (8 - json.count % 8) % 8)
        var bytes = withUnsafeBytes(of: UInt64(json.count).littleEndian, Array.init) + json
        bytes.reserveCapacity(bytes.count + offset)
        for (_, tensor) in contents.tensors {
            tensor.withUnsafeElements { elements in
                if 1.littleEndian == 1 {
                    bytes.append(contentsOf: UnsafeRawBufferPointer(elements))
                } else {
                    for value in elements { withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes += $0 } }
                }
            }
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

extension [(String, JSON)] {
    fileprivate func value(_ key: String) -> JSON? { first { $0.0 == key }?.1 }
}
