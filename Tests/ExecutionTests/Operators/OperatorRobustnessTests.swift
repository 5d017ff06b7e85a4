import Execution
import Foundation
import Tensors
import Testing

/// Wrong and hostile inputs and attributes give errors; nothing traps.
struct OperatorRobustnessTests {
    /// `OPERATOR_ROUNDS` asks for more.
    private let rounds = ProcessInfo.processInfo.environment["OPERATOR_ROUNDS"].flatMap(Int.init) ?? 24

    @Test(arguments: OperatorName.allCases) func `random inputs and attributes never trap`(_ name: OperatorName) {
        var numbers = Numbers(seed: name.rawValue.utf8.reduce(17) { $0 &* 31 &+ UInt64($1) })
        for _ in 0..<60 * rounds {
            let call = OperatorCall(
                name, OperatorAttributes(numbers.attributes()),
                opset: numbers.pick([1, 5, 6, 7, 8, 9, 10, 11, 13, 18, 21, 24]),
                outputCount: numbers.below(4) + 1)
            let inputs = (0..<numbers.below(6)).map { _ in numbers.below(8) == 0 ? nil : numbers.value() }
            if let outputs = try? OperatorCall.$elementLimit.withValue(1 << 20, operation: { try call.run(inputs) }) {
                #expect(!outputs.isEmpty)
            }
        }
    }

    @Test(arguments: ["operators", "runtime"]) func `good cases with one thing wrong never trap`(_ folder: String)
        throws
    {
        let (cases, tensors) = try OperatorCase.all(
            in: Bundle.module.resourceURL!.appending(components: "Oracles", folder))
        var numbers = Numbers(seed: 23)
        for `case` in cases where `case`.nodes.count == 1 {
            guard let name = OperatorName(rawValue: `case`.nodes[0].operator) else { continue }
            let good = OperatorCall(
                name, OperatorAttributes(`case`.nodes[0].attributes.mapValues { $0.value(tensors) }),
                opset: `case`.opset, outputCount: `case`.nodes[0].outputs.count)
            let inputs = `case`.nodes[0].inputs.map { name in `case`.values[name]?.value(tensors) }
            for _ in 0..<rounds {
                var (call, given) = (good, inputs)
                numbers.spoil(&call, &given)
                if let outputs = try? OperatorCall.$elementLimit.withValue(1 << 20, operation: { try call.run(given) })
                {
                    #expect(!outputs.isEmpty)
                }
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

    @Test func `sizes that nobody has memory for are refused`() {
        let far = Value.integer(1 << 40)
        #expect(throws: OperatorError(name: .range, problem: .tooManyElements([1 << 40], limit: 1 << 29))) {
            try OperatorCall(.range).run([.integer(0), far, .integer(1)])
        }
        #expect(throws: OperatorError.self) { try OperatorCall(.constantOfShape).run([.integers([0, 1 << 40])]) }
        #expect(throws: OperatorError.self) {
            try OperatorCall(.expand).run([.float(1), .integers([1 << 20, 1 << 20])])
        }
        let image = Value.float(Tensor([1, 1, 4, 4], repeating: 1))
        let pads = OperatorAttributes([
            "pads": .ints([20_000, 20_000, 20_000, 20_000]), "kernel_shape": .ints([1, 1]),
        ])
        #expect(throws: OperatorError.self) {
            try OperatorCall(.convolution, pads).run([image, .float(Tensor([1, 1, 1, 1]))])
        }
        #expect(throws: OperatorError.self) { try OperatorCall(.averagePool, pads).run([image]) }
        #expect(throws: OperatorError.self) { try OperatorCall(.tile).run([.integers([1, 2]), .integers([1 << 30])]) }
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
        below(10) == 0 ? pick([.nan, .infinity, -.infinity, 1e30, -1e30, 0, 1e-30]) : Float(below(81) - 40) / 16
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

    /// One attribute, input, number of an input, or the opset, replaced.
    mutating func spoil(_ call: inout OperatorCall, _ inputs: inout [Value?]) {
        let keys = call.attributes.values.keys.sorted()
        switch below(inputs.isEmpty ? 3 : 6) {
        case 0:
            call.opset = below(28) + 1
        case 1 where !keys.isEmpty:
            let key = pick(keys)
            switch call.attributes.values[key] {
            case .int: call.attributes.values[key] = .int(int())
            case .float: call.attributes.values[key] = .float(float())
            case .string: call.attributes.values[key] = .string(pick(Self.words))
            case .ints(var list):
                if list.isEmpty || below(4) == 0 { list.append(int()) } else { list[below(list.count)] = int() }
                call.attributes.values[key] = .ints(list)
            case .floats, .strings, .tensor, nil: call.attributes.values[key] = nil
            }
        case 1, 2:
            call.attributes.values.merge(attributes()) { $1 }
        case 3:
            inputs[below(inputs.count)] = below(3) == 0 ? nil : value()
        default:
            // A number within an input, or its shape.
            let place = below(inputs.count)
            switch inputs[place] {
            case .integer(let tensor) where !tensor.elements.isEmpty:
                var elements = tensor.elements
                elements[below(elements.count)] = Int64(int())
                inputs[place] = .integer(IntegerTensor(tensor.shape, elements))
            case .float(let tensor) where !tensor.elements.isEmpty && below(2) == 0:
                var elements = tensor.elements
                elements[below(elements.count)] = float()
                inputs[place] = .float(Tensor(tensor.shape, elements))
            case .float(let tensor):
                let sizes = Array(tensor.shape.sizes.reversed())
                inputs[place] = .float(Tensor(Shape(sizes), tensor.elements))
            case .integer, .boolean, nil: inputs[place] = value()
            }
        }
    }

    private static let words = [
        "SAME_UPPER", "SAME_LOWER", "VALID", "NOTSET", "", "nearest", "linear", "cubic", "reflect", "edge", "wrap",
        "constant",
        "reverse", "bidirectional", "DCR", "CRD", "tanh", "max", "add", "mul", "align_corners", "tf_crop_and_resize",
        "half_pixel", "not_larger", "not_smaller", "ii->i", "ij,jk->ik", "...i->...", "Tanh", "Sigmoid", "Affine",
        "ceil", "FLOAT",
    ]
    private static let names: [(String, String)] = [
        (
            "int",
            """
            axis keepdims group ceil_mode storage_order count_include_pad p to k largest num_groups
            num_outputs blocksize size hidden_size layout linear_before_reset transA transB
            output_height output_width sampling_ratio start end batch_dims allowzero spatial upper
            training_mode noop_with_empty_axes exclude_outside antialias seed select_last_index
            broadcast exclusive reverse fmod value_int input_forget across_channels
            """
        ),
        (
            "ints",
            """
            pads strides dilations kernel_shape output_shape output_padding axes perm split starts ends
            shape pooled_shape value_ints paddings
            """
        ),
        (
            "float",
            """
            alpha beta gamma min max epsilon spatial_scale extrapolation_value clip bias value
            height_scale width_scale cubic_coeff_a ratio momentum value_float
            """
        ),
        (
            "string",
            """
            mode auto_pad direction equation nearest_mode coordinate_transformation_mode approximate
            reduction keep_aspect_ratio_policy
            """
        ),
        (
            "floats",
            """
            scales activation_alpha value_floats
            """
        ),
        ("strings", "activations"), ("tensor", "value"),
    ].flatMap { (kind: String, names: String) in names.split(whereSeparator: \.isWhitespace).map { (String($0), kind) }
    }
}
