import Networks
import Tensors

/// An operator in its graph: what it reads and which of its outputs is meant.
public struct GraphOperator: Sendable {
    public enum Operand: Sendable {
        /// By its place among the sources of the network's node.
        case source(Int)
        case constant(Value)
        /// An optional input that is left out.
        case none
    }

    public let call: OperatorCall
    public let operands: [Operand]
    /// From 0.
    public let output: Int

    public init(_ call: OperatorCall, operands: [Operand], output: Int = 0) {
        (self.call, self.operands, self.output) = (call, operands, output)
    }

    /// - Throws: ``OperatorError``.
    func output(reading values: [Value]) throws(OperatorError) -> Value {
        let outputs = try call.run(
            operands.map { operand in
                switch operand {
                case .source(let place): values[place]
                case .constant(let value): value
                case .none: nil
                }
            })
        guard outputs.indices.contains(output) else {
            throw OperatorError(name: call.name, problem: .unsupported("output \(output)"))
        }
        return outputs[output]
    }
}

extension Value {
    /// A tensor of floats as what an input takes: integers rounded, truth where it is not 0.
    init(_ tensor: Tensor, as elements: Network.Input.Elements) {
        switch elements {
        case .float: self = .float(tensor)
        case .integer:
            self = .integer(
                IntegerTensor(tensor.shape, tensor.elements.map { Int64(exactly: $0.rounded()) ?? 0 }))
        case .boolean: self = .boolean(BooleanTensor(tensor.shape, tensor.elements.map { $0 != 0 }))
        }
    }
}
