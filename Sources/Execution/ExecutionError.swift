public import Networks
public import Tensors

/// Why a network cannot be run. Holds the facts; ``description`` puts them into words.
public enum ExecutionError: Error, Sendable {
    case unknownParameters(layer: String)
    case missingInput(String)
    case unknownInput(String, inputs: [String])
    case inputShape(name: String, given: Shape, expected: String)
    case unknownLayer(String, nearest: String?)
    case missingWeight(layer: String, role: ParameterTensor.Role)
    case weightShape(layer: String, role: ParameterTensor.Role, given: Shape, expected: [Int])
    case layer(name: String, reason: String)
    case noGradient(layer: String, kind: String)
}

extension ExecutionError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unknownParameters(let layer):
            "\(layer): its parameters depend on an unknown size. Give the size with --input."
        case .missingInput(let name):
            "the input '\(name)' is missing."
        case .unknownInput(let name, let inputs):
            "no input is called '\(name)'; there are \(inputs.joined(separator: ", "))."
        case .inputShape(let name, let given, let expected):
            "'\(name)' is \(given), but the network takes \(expected), with or without a batch size before it."
        case .unknownLayer(let name, let nearest):
            "no layer is called '\(name)'" + (nearest.map { "; did you mean '\($0)'?" } ?? ".")
        case .missingWeight(let layer, let role):
            "\(layer): its \(role.rawValue) is missing from the weights."
        case .weightShape(let layer, let role, let given, let expected):
            "\(layer): its \(role.rawValue) is \(given), but it must be \(expected.map(String.init).joined(separator: " × "))."
        case .layer(let name, let reason):
            "\(name): \(reason)"
        case .noGradient(let layer, let kind):
            "\(layer): gradients do not go back through \(kind). Choose a layer before it."
        }
    }
}
