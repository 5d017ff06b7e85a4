import Execution
import Foundation
import Tensors

/// One case of the ONNX project's backend tests, as Tests/Oracles/make_operator_cases.py writes it.
struct OperatorCase: Decodable {
    struct Node: Decodable {
        let `operator`: String
        let attributes: [String: Attribute]
        let inputs: [String]
        let outputs: [String]
    }

    struct Stored: Decodable {
        let type: String
        let of: String
        let shape: [Int]
        let at: Int
    }

    struct Attribute: Decodable {
        let int: Int?
        let float: Number?
        let string: String?
        let ints: [Int]?
        let floats: [Number]?
        let strings: [String]?
        let tensor: Stored?
    }

    /// Python writes what JSON has no words for.
    struct Number: Decodable {
        let value: Float
        init(from decoder: any Decoder) throws { value = try Float(decoder.singleValueContainer().decode(Double.self)) }
    }

    let name: String
    let group: String
    let opset: Int
    let nodes: [Node]
    let values: [String: Stored]
    let expected: [String: Stored]
    let relative: Float

    /// All cases in `folder` and the bytes of their tensors.
    static func all(in folder: URL) throws -> (cases: [OperatorCase], tensors: Data) {
        let decoder = JSONDecoder()
        let lines = try Data(contentsOf: folder.appending(component: "cases.jsonl")).split(
            separator: UInt8(ascii: "\n"))
        return (
            try lines.map { try decoder.decode(OperatorCase.self, from: $0) },
            try Data(contentsOf: folder.appending(component: "cases.bin"))
        )
    }

    /// Nothing where the outputs are what they should be, otherwise how they differ.
    func failure(_ tensors: Data) -> String? {
        do {
            var known = values.mapValues { $0.value(tensors) }
            for node in nodes {
                guard let name = OperatorName(rawValue: node.operator) else { return "\(node.operator) is unknown" }
                let call = OperatorCall(
                    name, OperatorAttributes(node.attributes.mapValues { $0.value(tensors) }), opset: opset,
                    outputCount: node.outputs.count)
                let outputs = try call.run(node.inputs.map { known[$0] })
                for (name, output) in zip(node.outputs, outputs) { known[name] = output }
            }
            for (name, stored) in expected.sorted(by: { $0.key < $1.key }) {
                guard let found = known[name] else { return "\(name) did not come out" }
                if let difference = difference(found, stored.value(tensors), stored.of) { return difference }
            }
            return nil
        } catch {
            return "\(error)"
        }
    }

    private func difference(_ found: Value, _ wanted: Value, _ type: String) -> String? {
        guard found.shape == wanted.shape else { return "\(found.shape) instead of \(wanted.shape)" }
        // What was computed in 16 bits has two or three digits.
        let absolute: Float = 1e-5
        let relative = type == "bfloat16" ? 2e-2 : type == "float16" ? max(relative, 2e-3) : relative
        switch (found, wanted) {
        case (.float(let found), .float(let wanted)):
            for (place, (a, b)) in zip(found.elements, wanted.elements).enumerated() {
                let isEqual = a == b || a.isNaN && b.isNaN || abs(a - b) <= absolute + relative * abs(b)
                if !isEqual { return "\(a) instead of \(b) at \(place)" }
            }
            return nil
        case (.integer(let found), .integer(let wanted)):
            return found == wanted ? nil : "\(found.elements.prefix(8)) instead of \(wanted.elements.prefix(8))"
        case (.boolean(let found), .boolean(let wanted)):
            return found == wanted ? nil : "\(found.elements.prefix(8)) instead of \(wanted.elements.prefix(8))"
        case (.float, _), (.integer, _), (.boolean, _):
            return "\(found.type) instead of \(wanted.type)"
        }
    }
}

extension OperatorCase.Stored {
    func value(_ tensors: Data) -> Value {
        let shape = Shape(shape)
        func elements<Element>(_: Element.Type) -> [Element] {
            tensors.withUnsafeBytes { bytes in
                (0..<shape.elementCount).map {
                    bytes.loadUnaligned(fromByteOffset: at + $0 * MemoryLayout<Element>.size, as: Element.self)
                }
            }
        }
        switch type {
        case "float": return .float(Tensor(shape, elements(Float.self)))
        case "integer": return .integer(IntegerTensor(shape, elements(Int64.self)))
        default: return .boolean(BooleanTensor(shape, elements(UInt8.self).map { $0 != 0 }))
        }
    }
}

extension OperatorCase.Attribute {
    func value(_ tensors: Data) -> AttributeValue {
        if let int { return .int(int) }
        if let float { return .float(float.value) }
        if let string { return .string(string) }
        if let ints { return .ints(ints) }
        if let floats { return .floats(floats.map(\.value)) }
        if let strings { return .strings(strings) }
        return .tensor(tensor!.value(tensors))
    }
}
