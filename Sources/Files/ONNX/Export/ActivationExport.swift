import Networks
import Tensors

extension LayerExport {
    /// What no operator of the set does is spelled out.
    @discardableResult
    func activate(_ value: String, _ activation: Activation) -> String {
        let coefficient: ONNXAttribute = .float(Float(activation.coefficient ?? 0))
        switch activation.function {
        case .relu: return operation("Relu", [value])
        case .relu6: return operation("Clip", [value, scalar("low", 0), scalar("high", 6)])
        case .leakyReLU: return operation("LeakyRelu", [value], ["alpha": coefficient])
        case .elu: return operation("Elu", [value], ["alpha": coefficient])
        case .gelu:
            // x · (1 + erf(x / √2)) / 2, as PyTorch's exporter writes it; the operator Gelu came with set 20.
            let error = operation("Erf", [operation("Div", [value, scalar("root", 2.0.squareRoot())])])
            let doubled = operation("Mul", [value, operation("Add", [error, scalar("one", 1)])])
            return operation("Mul", [doubled, scalar("half", 0.5)])
        case .swish: return operation("Mul", [value, operation("Sigmoid", [value])])
        case .sigmoid: return operation("Sigmoid", [value])
        case .tanh: return operation("Tanh", [value])
        case .softplus: return operation("Softplus", [value])
        case .softmax: return operation("Softmax", [value], ["axis": .int(node.output.isSequence ? 2 : 1)])
        }
    }

    /// A batch normalisation, of the layer or fused to it.
    func normalize(_ value: String, _ norm: BatchNorm) -> String {
        let prefix = node.normalization == nil ? "" : "bn."
        let roles: [(ParameterTensor.Role, String)] = [
            (.scale, "weight"), (.shift, "bias"), (.runningMean, "running_mean"), (.runningVariance, "running_var"),
        ]
        guard node.output.isSequence else {
            return operation(
                "BatchNormalization", [value] + roles.map { constant(prefix + $1, weight($0)) },
                ["epsilon": .float(Float(norm.epsilon))])
        }
        // The operator knows no other axis of channels than the second.
        let (scale, shift) = (weight(.scale).elements, weight(.shift).elements)
        let (mean, variance) = (weight(.runningMean).elements, weight(.runningVariance).elements)
        let factors = scale.indices.map { scale[$0] / (variance[$0] + Float(norm.epsilon)).squareRoot() }
        let offsets = scale.indices.map { shift[$0] - mean[$0] * factors[$0] }
        let scaled = operation("Mul", [value, constant("factors", Tensor([factors.count], factors))])
        return operation("Add", [scaled, constant("offsets", Tensor([offsets.count], offsets))])
    }

    func localResponseNorm(_ norm: LocalResponseNorm) throws(ONNXExportError) -> String {
        // ONNX Runtime takes no others.
        if axes == 2, norm.size % 2 == 1 {
            return operation(
                "LRN", reads,
                [
                    "size": .int(norm.size), "alpha": .float(Float(norm.alpha)), "beta": .float(Float(norm.beta)),
                    "bias": .float(Float(norm.bias)),
                ])
        }
        // The mean of the squares of neighbouring channels is a pool along them.
        guard let channels = shape.channels.integer else { throw unknownSize() }
        let before = (norm.size - 1) / 2
        let squares = operation("Mul", [reads[0], reads[0]])
        let rows = operation("Reshape", [squares, constant("rows", [0, 1, channels, -1])])
        let means = operation(
            "AveragePool", [rows],
            [
                "kernel_shape": .ints([norm.size, 1]), "pads": .ints([before, 0, norm.size - 1 - before, 0]),
                "count_include_pad": .int(1),
            ])
        let weighted = operation("Mul", [means, scalar("alpha", norm.alpha)])
        let powers = operation(
            "Pow", [operation("Add", [weighted, scalar("k", norm.bias)]), scalar("beta", norm.beta)])
        return operation("Div", [reads[0], operation("Reshape", [powers, operation("Shape", reads)])])
    }
}
