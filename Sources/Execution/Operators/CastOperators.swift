import Tensors

/// ONNX's numbers for element types, those that values here can stand for.
enum ElementCode: Int, CaseIterable {
    case float = 1
    case uint8, int8, uint16, int16, int32, int64
    case bool = 9
    case float16, double, uint32, uint64
    case bfloat16 = 16
}

extension OperatorRun {
    func cast() throws(OperatorProblem) -> Value {
        // The first opset writes the type's name.
        if opset < 6, let name = try attributes.string("to") {
            let names = ElementCode.allCases.map { "\($0)".uppercased() }
            guard let place = names.firstIndex(of: name) else {
                throw .attributeChoice("to", given: name, known: names)
            }
            return try cast(try value(0), to: ElementCode.allCases[place])
        }
        guard let code = try attributes.int("to") else { throw .missingAttribute("to") }
        guard let target = ElementCode(rawValue: code) else { throw .unsupported("casting to element type \(code)") }
        return try cast(try value(0), to: target)
    }

    /// Types are told apart only as far as values here are.
    func castLike() throws(OperatorProblem) -> Value {
        let target: ElementCode =
            switch try value(1) {
            case .float: .float
            case .integer: .int64
            case .boolean: .bool
            }
        return try cast(try value(0), to: target)
    }

    private func cast(_ value: Value, to target: ElementCode) throws(OperatorProblem) -> Value {
        switch target {
        case .float, .double: .float(value.floats)
        case .float16: .float(value.floats.applying(RoundingToHalf()))
        case .bfloat16: .float(value.floats.applying(RoundingToBrain()))
        case .int64, .uint64: .integer(value.wholeNumbers { $0 })
        case .int32: .integer(value.wholeNumbers { Int64(Int32(truncatingIfNeeded: $0)) })
        case .int16: .integer(value.wholeNumbers { Int64(Int16(truncatingIfNeeded: $0)) })
        case .int8: .integer(value.wholeNumbers { Int64(Int8(truncatingIfNeeded: $0)) })
        case .uint32: .integer(value.wholeNumbers { Int64(UInt32(truncatingIfNeeded: $0)) })
        case .uint16: .integer(value.wholeNumbers { Int64(UInt16(truncatingIfNeeded: $0)) })
        case .uint8: .integer(value.wholeNumbers { Int64(UInt8(truncatingIfNeeded: $0)) })
        case .bool: .boolean(value.truths)
        }
    }
}

extension Value {
    fileprivate func wholeNumbers(_ wrap: (Int64) -> Int64) -> IntegerTensor {
        switch self {
        case .float(let tensor):
            IntegerTensor(tensor.shape, tensor.elements.map { wrap(Int64(truncating: $0)) })
        case .integer(let tensor):
            IntegerTensor(tensor.shape, tensor.elements.map(wrap))
        case .boolean(let tensor):
            IntegerTensor(tensor.shape, tensor.elements.map { $0 ? 1 : 0 })
        }
    }

    fileprivate var truths: BooleanTensor {
        switch self {
        case .float(let tensor): BooleanTensor(tensor.shape, tensor.elements.map { $0 != 0 })
        case .integer(let tensor): BooleanTensor(tensor.shape, tensor.elements.map { $0 != 0 })
        case .boolean(let tensor): tensor
        }
    }
}

/// To the nearest number of 16 bits with 11 of them significant, ties to even; what is too large becomes infinite.
private struct RoundingToHalf: PointwiseFunction {
    func value(_ x: Float) -> Float {
        let magnitude = Swift.abs(x)
        guard magnitude < 65520 else { return x.isNaN ? x : x < 0 ? -.infinity : .infinity }
        // Adding and subtracting a number whose last bit is worth what the result's last bit is worth rounds there.
        let exponent = max(magnitude == 0 ? -14 : Int(magnitude.exponent), -14)
        let anchor = Float(sign: .plus, exponent: exponent + 13, significand: 1.5)
        let rounded = (magnitude + anchor) - anchor
        return x.sign == .minus ? -rounded : rounded
    }
}

/// To the upper 16 bits, ties to even.
private struct RoundingToBrain: PointwiseFunction {
    func value(_ x: Float) -> Float {
        guard x.isFinite else { return x }
        let bits = x.bitPattern
        return Float(bitPattern: (bits &+ 0x7FFF &+ (bits >> 16 & 1)) & 0xFFFF_0000)
    }
}
