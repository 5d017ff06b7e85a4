import Networks
import Tensors

extension LayerExport {
    func convolution(
        _ value: String, _ window: SlidingWindow, groups: Int, _ role: ParameterTensor.Role,
        bias: ParameterTensor.Role?
    ) throws(ONNXExportError) -> String {
        let windows = node.windows(window)
        var attributes = attributes(windows)
        if groups > 1 { attributes["group"] = .int(groups) }
        if let sides = windows.sides {
            attributes["pads"] = .pads(sides)
        } else {
            attributes["auto_pad"] = try sameUpper(windows)
        }
        let parameters = parameters(role == .depthwiseWeight ? "depthwise_weight" : "weight", role, bias)
        return operation("Conv", [value] + parameters, attributes)
    }

    /// A 1x1 convolution with the layer's weight and bias.
    func pointwise(_ value: String) -> String { operation("Conv", [value] + parameters("weight", .weight, .bias)) }

    func transposedConvolution(_ conv: ConvTranspose) -> String {
        let kernels = Array(weight(.weight).shape.dropFirst(2))
        let (strides, dilations) = (node.values(conv.window.stride), node.values(conv.window.dilation))
        var extra = node.values(conv.outputPadding)
        var sides = kernels.indices.map { axis -> Padding.Sides in
            let span = dilations[axis] * (kernels[axis] - 1) + 1
            switch conv.window.padding {
            case .same:
                // The output is stride times the input: what is too much is cropped, what is missing added at the end.
                let total = span + extra[axis] - strides[axis]
                if total < 0 { extra[axis] -= total }
                return Padding.Sides(max(total, 0) / 2, max(total, 0) - max(total, 0) / 2)
            case .full:
                return Padding.Sides(span - 1, span - 1)
            case .valid, .symmetric, .explicit:
                return node.sides(conv.window.padding)?[axis] ?? Padding.Sides(0, 0)
            }
        }
        // ONNX Runtime refuses a whole stride of it, which dilation makes possible: less is cropped instead.
        let isLong = zip(extra, strides).contains { $0 >= $1 }
        if isLong {
            for axis in kernels.indices {
                let less = min(extra[axis], sides[axis].after)
                sides[axis] = Padding.Sides(sides[axis].before, sides[axis].after - less)
                extra[axis] -= less
            }
        }
        var attributes: [String: ONNXAttribute] = [
            "kernel_shape": .ints(kernels), "strides": .ints(strides), "dilations": .ints(dilations),
            "pads": .pads(sides), "group": .int(conv.groups),
        ]
        let isPadded = extra.contains { $0 > 0 }
        guard isPadded, isLong else {
            if isPadded { attributes["output_padding"] = .ints(extra) }
            return operation("ConvTranspose", [reads[0]] + parameters("weight", .weight, .bias), attributes)
        }
        // No tap reaches what is added: it holds the bias.
        let sums = operation("ConvTranspose", [reads[0]] + parameters("weight", .weight, nil), attributes)
        let whole = padded(sums, extra.map { _ in 0 }, extra)
        guard let bias = weights[.bias] else { return whole }
        let spread = bias.reshaped(to: Shape([conv.filters] + extra.map { _ in 1 }))
        return operation("Add", [whole, constant("bias", spread)])
    }

    func dense() -> String {
        guard shape.isSequence else {
            return operation("Gemm", [reads[0]] + parameters("weight", .weight, .bias), ["transB": .int(1)])
        }
        let turned = operation("Transpose", [constant("weight", weight(.weight))], ["perm": .ints([1, 0])])
        let product = operation("MatMul", [reads[0], turned])
        guard let bias = weights[.bias] else { return product }
        return operation("Add", [product, constant("bias", bias)])
    }

    private func parameters(
        _ name: String, _ role: ParameterTensor.Role, _ bias: ParameterTensor.Role?
    ) -> [String] {
        let bias = bias.flatMap { weights[$0] }
        return [constant(name, weight(role))] + (bias.map { [constant("bias", $0)] } ?? [])
    }

    func attributes(_ windows: [AxisWindow]) -> [String: ONNXAttribute] {
        var attributes: [String: ONNXAttribute] = [
            "kernel_shape": .ints(windows.kernels), "strides": .ints(windows.strides),
        ]
        if windows.dilations.contains(where: { $0 > 1 }) { attributes["dilations"] = .ints(windows.dilations) }
        return attributes
    }

    /// ONNX's word for `same`, where it depends on a size that is unknown; ONNX Runtime takes it without dilation only.
    func sameUpper(_ windows: [AxisWindow]) throws(ONNXExportError) -> ONNXAttribute {
        guard windows.dilations.allSatisfy({ $0 == 1 }) else { throw unknownSize() }
        return .string("SAME_UPPER")
    }
}

extension ONNXAttribute {
    /// Padding in ONNX's order: all beginnings, then all ends.
    static func pads(_ sides: [Padding.Sides]) -> ONNXAttribute { .ints(sides.map(\.before) + sides.map(\.after)) }
}
