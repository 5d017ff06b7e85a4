/// The type of a tensor's elements, under ONNX's numbers (`TensorProto.DataType`).
public enum ONNXElementType: Int, Sendable, Hashable, CaseIterable {
    case float = 1
    case uint8, int8, uint16, int16, int32, int64, string, bool, float16, double, uint32, uint64
    case complex64, complex128, bfloat16
    case float8e4m3fn, float8e4m3fnuz, float8e5m2, float8e5m2fnuz
    case uint4, int4, float4e2m1, float8e8m0, uint2, int2

    /// Bits of one element in `raw_data`; `nil` for strings, which cannot lie there.
    var bits: Int? {
        switch self {
        case .string: nil
        case .uint2, .int2: 2
        case .uint4, .int4, .float4e2m1: 4
        case .uint8, .int8, .bool, .float8e4m3fn, .float8e4m3fnuz, .float8e5m2, .float8e5m2fnuz, .float8e8m0: 8
        case .uint16, .int16, .float16, .bfloat16: 16
        case .float, .int32, .uint32: 32
        case .double, .int64, .uint64, .complex64: 64
        case .complex128: 128
        }
    }

    /// The typed field of a `TensorProto` that holds such elements where `raw_data` does not.
    var field: ONNXTensorField {
        switch self {
        case .float, .complex64: .floatData
        case .double, .complex128: .doubleData
        case .int64: .int64Data
        case .uint32, .uint64: .uint64Data
        case .string: .stringData
        case .uint8, .int8, .uint16, .int16, .int32, .bool, .float16, .bfloat16, .float8e4m3fn, .float8e4m3fnuz,
            .float8e5m2, .float8e5m2fnuz, .uint4, .int4, .float4e2m1, .float8e8m0, .uint2, .int2:
            .int32Data
        }
    }

    /// How many numbers of its typed field `count` elements take.
    func fieldCount(_ count: Int) -> Int? {
        switch self {
        case .complex64, .complex128:
            let (doubled, overflow) = count.multipliedReportingOverflow(by: 2)
            return overflow ? nil : doubled
        case .uint4, .int4, .float4e2m1: return count / 2 + count % 2
        case .uint2, .int2: return count / 4 + (count % 4 == 0 ? 0 : 1)
        case .float, .uint8, .int8, .uint16, .int16, .int32, .int64, .string, .bool, .float16, .double, .uint32,
            .uint64,
            .bfloat16, .float8e4m3fn, .float8e4m3fnuz, .float8e5m2, .float8e5m2fnuz, .float8e8m0:
            return count
        }
    }

    /// Bytes that `count` elements take in `raw_data`; `nil` for strings and where that overflows.
    func byteCount(_ count: Int) -> Int? {
        guard let bits else { return nil }
        if bits < 8 { return fieldCount(count) }
        let (product, overflow) = count.multipliedReportingOverflow(by: bits / 8)
        return overflow ? nil : product
    }
}

extension ONNXElementType: CustomStringConvertible {
    /// NumPy's name where it has one: `float32`.
    public var description: String { Self.names[rawValue - 1] }

    private static let names = [
        "float32", "uint8", "int8", "uint16", "int16", "int32", "int64", "string", "bool", "float16", "float64",
        "uint32",
        "uint64", "complex64", "complex128", "bfloat16", "float8e4m3fn", "float8e4m3fnuz", "float8e5m2",
        "float8e5m2fnuz", "uint4", "int4", "float4e2m1", "float8e8m0", "uint2", "int2",
    ]
}
