import Execution
import Tensors
import Testing

/// Wrong and hostile inputs and attributes give errors; nothing traps.
struct OperatorRobustnessTests {
    @Test(arguments: OperatorName.allCases) func `random inputs and attributes never trap`(_ name: OperatorName) {
        var numbers = Numbers(seed: UInt64(name.rawValue.utf8.reduce(17) { $0 &* 31 &+ Int($1) }))
        for _ in 0..<1500 {
            let call = OperatorCall(
                name, OperatorAttributes(numbers.attributes()), opset: numbers.pick([1, 5, 6, 7, 8, 9, 10, 11, 13, 18, 21, 24]),
                outputCount: numbers.below(4) + 1)
            let inputs = (0..<numbers.below(6)).map { _ in numbers.below(8) == 0 ? nil : numbers.value() }
            if let outputs = try? call.run(inputs) {
                for output in outputs { #expect(output.shape.elementCount <= 1 << 26) }
            }
        }
    }

    @Test func `errors say what is wrong`() {
        let image = Value.float(Tensor([1, 3, 4, 4]))
        func message(_ call: OperatorCall, _ inputs: [Value?]) -> String {
            do {
                _ = try call.run(inputs)
                return "no error"
            } catch {
                return "\(error)"
            }
        }
        #expect(message(OperatorCall(.add), [image]) == "Add: input 1 is missing.")
        #expect(
            message(OperatorCall(.add), [image, .float(Tensor([5]))])
                == """
                Add: shapes 1 × 3 × 4 × 4 and 5 cannot be broadcast: counted from the last axis, sizes must be equal or 1.
                """)
        #expect(
            message(OperatorCall(.gather), [image, .integers([3])])
                == "Gather: index 3 lies outside an axis of 1: indices run from -1 to 0.")
        #expect(
            message(OperatorCall(.softmax, ["axis": .int(4)]), [image])
                == "Softmax: axis 4 is none of a tensor of rank 4: they run from -4 to 3.")
        #expect(
            message(OperatorCall(.divide), [.integer(1), .integer(0)]) == "Div: an integer is divided by zero.")
        #expect(
            message(OperatorCall(.reshape), [image, .integers([5, -1])])
                == "Reshape: 48 elements of a 1 × 3 × 4 × 4 tensor do not fill [5, -1].")
        #expect(
            message(OperatorCall(.convolution), [image, .float(Tensor([2, 4, 3, 3]))])
                == "Conv: the input has 3 channels, but the weights take 4 in each of 1 group, 4 in all.")
        #expect(
            message(OperatorCall(.resize, ["mode": .string("sinc")]), [image])
                == "Resize: 'sinc' is no 'mode'. Known are 'nearest', 'linear', 'cubic'.")
    }

    @Test func `numbers that are not numbers spread as ONNX has it`() throws {
        let given = Value.float(Tensor([4], [.nan, -1, 1, .infinity]))
        func result(_ call: OperatorCall, _ more: Value...) throws -> [Float] {
            guard case .float(let tensor) = try call.run([given] + more)[0] else { return [] }
            return tensor.elements
        }
        #expect(try result(OperatorCall(.relu))[0].isNaN)
        #expect(try result(OperatorCall(.clip, opset: 13), .float(0), .float(2))[0].isNaN)
        #expect(try result(OperatorCall(.max), .float(0))[0].isNaN)
        #expect(try result(OperatorCall(.min), .float(0))[0].isNaN)
        #expect(try result(OperatorCall(.sigmoid))[3] == 1)
        #expect(try result(OperatorCall(.exponential))[3] == .infinity)
        #expect(try result(OperatorCall(.reduceMax, opset: 18))[0].isNaN)
        #expect(try result(OperatorCall(.sign))[0].isNaN)
    }
}

/// A small generator of things that operators may be handed.
private struct Numbers {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return (state ^ state >> 29) &* 0xBF58_476D_1CE4_E5B9 >> 11
    }

    mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }
    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

    mutating func int() -> Int {
        below(10) == 0
            ? pick([.min, .max, -1 << 31, 1 << 31, 1 << 40, -5, 100, 1 << 62, 65_536]) : below(7) - 2
    }

    mutating func float() -> Float {
        below(10) == 0 ? pick([.nan, .infinity, -.infinity, 1e30, -1e30, 0, 1e-40]) : Float(below(81) - 40) / 16
    }

    mutating func ints() -> [Int] { (0..<below(6)).map { _ in int() } }

    mutating func value() -> Value {
        let sizes = (0..<below(6)).map { _ in below(12) == 0 ? 0 : below(4) + 1 }
        let shape = Shape(sizes)
        switch below(5) {
        case 0: return .integer(IntegerTensor(shape, (0..<shape.elementCount).map { _ in Int64(int()) }))
        case 1: return .integers(ints())
        case 2: return .boolean(BooleanTensor(shape, (0..<shape.elementCount).map { _ in below(2) == 0 }))
        default: return .float(Tensor(shape, (0..<shape.elementCount).map { _ in float() }))
        }
    }

    mutating func attributes() -> [String: AttributeValue] {
        var attributes: [String: AttributeValue] = [:]
        for _ in 0..<below(8) {
            let name = pick(Self.names)
            attributes[name.0] =
                switch below(20) == 0 ? pick(["int", "ints", "float", "floats", "string", "tensor"]) : name.1 {
                case "int": .int(int())
                case "ints": .ints(ints())
                case "float": .float(float())
                case "floats": .floats((0..<below(5)).map { _ in float() })
                case "string": .string(pick(Self.words))
                case "strings": .strings((0..<below(7)).map { _ in pick(Self.words) })
                default: .tensor(value())
                }
        }
        if below(2) == 0 { attributes["kernel_shape"] = .ints((0..<below(3) + 1).map { _ in below(3) + 1 }) }
        return attributes
    }

    private static let words = [
        "SAME_UPPER", "SAME_LOWER", "VALID", "NOTSET", "", "nearest", "linear", "cubic", "reflect", "edge", "wrap", "constant",
        "reverse", "bidirectional", "DCR", "CRD", "tanh", "max", "add", "mul", "align_corners", "tf_crop_and_resize",
        "half_pixel", "not_larger", "not_smaller", "ii->i", "ij,jk->ik", "...i->...", "Tanh", "Sigmoid", "Affine", "ceil", "FLOAT",
    ]
    private static let names: [(String, String)] =
        [
            "axis", "keepdims", "group", "ceil_mode", "storage_order", "count_include_pad", "p", "to", "k", "largest",
            "num_groups", "num_outputs", "blocksize", "size", "hidden_size", "layout", "linear_before_reset", "transA", "transB",
            "output_height", "output_width", "sampling_ratio", "start", "end", "batch_dims", "allowzero", "spatial", "upper",
            "training_mode", "noop_with_empty_axes", "exclude_outside", "antialias", "seed", "select_last_index", "broadcast",
            "exclusive", "reverse", "fmod", "value_int", "input_forget", "across_channels",
        ].map { ($0, "int") }
        + [
            "pads", "strides", "dilations", "kernel_shape", "output_shape", "output_padding", "axes", "perm", "split",
            "starts", "ends", "shape", "pooled_shape", "value_ints", "paddings",
        ].map { ($0, "ints") }
        + [
            "alpha", "beta", "gamma", "min", "max", "epsilon", "spatial_scale", "extrapolation_value", "clip", "bias", "value",
            "height_scale", "width_scale", "cubic_coeff_a", "ratio", "momentum", "value_float",
        ].map { ($0, "float") }
        + [
            "mode", "auto_pad", "direction", "equation", "nearest_mode", "coordinate_transformation_mode", "approximate",
            "reduction", "keep_aspect_ratio_policy",
        ].map { ($0, "string") }
        + ["scales", "activation_alpha", "value_floats"].map { ($0, "floats") }
        + [("activations", "strings"), ("value", "tensor")]
}
