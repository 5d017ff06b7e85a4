/// Whose language a network's program is written in.
public enum Framework: String, CaseIterable, Sendable {
    case pytorch, keras

    /// As people write it.
    public var title: String {
        switch self {
        case .pytorch: "PyTorch"
        case .keras: "Keras"
        }
    }
}

extension Network {
    /// The same network as a short Python program: it builds, runs once, and checks its output's shape and its parameters.
    ///
    /// Unknown sizes stay open; the program runs with an example of them.
    ///
    /// - Throws: ``CodeError`` with every layer that the framework has no words for.
    public func code(for framework: Framework) throws(CodeError) -> String {
        let plan = CodePlan(spelledOut)
        switch framework {
        case .pytorch: return try PyTorchProgram(plan).text()
        case .keras: return try KerasProgram(plan).text()
        }
    }
}

/// Layers that a framework cannot express.
public struct CodeError: Error, CustomStringConvertible, Sendable {
    public struct Problem: Sendable {
        public let layer: String
        public let kind: String
        public let reason: Reason
    }

    public enum Reason: Sendable {
        /// Its weights' sizes would depend on an unknown size.
        case parametersOfUnknownSize
        /// What is around the image would depend on an unknown size.
        case paddingOfUnknownSize
        case cutsOfUnknownSize
        case noDilatedPooling
        case noDilatedStride
        case noInterpolation(axes: Int)
        /// An operator of ONNX.
        case noLayer
    }

    public let framework: Framework
    public let problems: [Problem]

    public var description: String {
        let layers = problems.map { "\($0.layer) (\($0.kind)): \($0.reason.description)" }
        return "\(framework.title) cannot express \(layers.count == 1 ? "a layer" : "\(layers.count) layers"): "
            + layers.joined(separator: "; ") + "."
    }
}

extension CodeError.Reason {
    fileprivate var description: String {
        switch self {
        case .parametersOfUnknownSize:
            "how many weights it has depends on an unknown size; give the size with --input"
        case .paddingOfUnknownSize:
            "its padding depends on an unknown size; give the size with --input"
        case .cutsOfUnknownSize:
            "where it cuts depends on an unknown size; give the size with --input"
        case .noDilatedPooling: "there is no pooling with dilation"
        case .noDilatedStride: "there is no transposed convolution with stride and dilation"
        case .noLayer: "it is an operator of ONNX that no layer stands for"
        case .noInterpolation(let axes): "there is no interpolation between values along \(axes) axes"
        }
    }
}
