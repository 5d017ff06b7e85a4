import Networks
import Tensors

/// Dense layers, normalisations and merges.
extension Recognition {
    /// x·W + b, from `Gemm`, or `MatMul` with or without `Add`.
    func dense(_ step: GraphStep, _ place: Int) -> Match? {
        guard step.call.name == .gemm || step.call.name == .matrixProduct, let input = shape(step.inputs[0]),
            input.rank == 2, let weights = constant(step, 1), weights.shape.rank == 2
        else { return nil }
        var (members, result) = ([place], step.outputs[0])
        var bias: OperatorGraph.Constant?
        var isTurned = false
        if step.call.name == .gemm {
            let attributes = step.call.attributes
            guard (try? attributes.flag("transA")) == false, (try? attributes.float("alpha") ?? 1) == 1,
                (try? attributes.float("beta") ?? 1) == 1, let turned = try? attributes.flag("transB")
            else { return nil }
            isTurned = turned
            if step.inputs.count > 2, !step.inputs[2].isEmpty {
                guard let constant = constant(step, 2) else { return nil }
                bias = constant
            }
        } else if let next = onlyReader(of: result), steps[next].call.name == .add,
            let constant = constant(steps[next], 0) ?? constant(steps[next], 1)
        {
            bias = constant
            members.append(next)
            result = steps[next].outputs[0]
        }
        let units = weights.shape[isTurned ? 0 : 1]
        if let bias, bias.shape.elementCount != units { return nil }
        guard
            var match = match(
                .dense(Dense(units: units, hasBias: bias != nil)), reading: [step.inputs[0]], to: result,
                members: members)
        else { return nil }
        match.weights[.weight] = isTurned ? GraphWeight(weights) : GraphWeight(weights).transposed
        if let bias { match.weights[.bias] = GraphWeight(bias).reshaped(to: [units]) }
        match.weightName = step.inputs[1]
        return match
    }

    /// A batch normalisation whose statistics are fixed, with the scale and the shift that some exporters write behind it.
    struct Normalization {
        let layer: BatchNorm
        var weights: [ParameterTensor.Role: GraphWeight] = [:]
        var members: [Int]
        var result: String
    }

    func normalization(at place: Int) -> Normalization? {
        let step = steps[place]
        guard step.call.name == .batchNormalization, step.inputs.count == 5, let input = shape(step.inputs[0]),
            input.rank > 1, (try? step.call.attributes.flag("training_mode")) == false,
            step.call.opset >= 9 || (try? step.call.attributes.flag("spatial", default: true)) == true,
            let epsilon = try? step.call.attributes.float("epsilon") ?? 1e-5, (0...1).contains(epsilon)
        else { return nil }
        let roles: [ParameterTensor.Role] = [.scale, .shift, .runningMean, .runningVariance]
        var found = Normalization(
            layer: BatchNorm(epsilon: Double(epsilon)), members: [place], result: step.outputs[0])
        for (index, role) in roles.enumerated() {
            guard let constant = constant(step, index + 1), constant.shape.sizes == [input[1]] else { return nil }
            found.weights[role] = GraphWeight(constant)
        }
        if let (place, scale) = channelwise(.multiply, behind: found.result, channels: input[1]) {
            for role in [ParameterTensor.Role.scale, .shift] {
                found.weights[role] = found.weights[role]?.combined(with: scale, by: *)
            }
            found.members.append(place)
            found.result = steps[place].outputs[0]
        }
        if let (place, shift) = channelwise(.add, behind: found.result, channels: input[1]) {
            found.weights[.shift] = found.weights[.shift]?.combined(with: shift, by: +)
            found.members.append(place)
            found.result = steps[place].outputs[0]
        }
        return found
    }

    /// The step behind a map that takes one constant for each channel.
    func channelwise(
        _ operation: OperatorName, behind value: String, channels: Int
    ) -> (place: Int, weight: GraphWeight)? {
        guard let place = onlyReader(of: value), steps[place].call.name == operation, let input = shape(value),
            let constant = constant(steps[place], 0) ?? constant(steps[place], 1),
            constant.shape.elementCount == channels
        else { return nil }
        let padded = [Int](repeating: 1, count: max(0, input.rank - constant.shape.rank)) + constant.shape.sizes
        guard padded.count == input.rank, padded[1] == channels else { return nil }
        return (place, GraphWeight(constant).reshaped(to: [channels]))
    }

    func normalisation(_ step: GraphStep, _ place: Int) -> Match? {
        guard let input = step.inputs.first else { return nil }
        if step.call.name == .localResponseNormalization {
            let attributes = step.call.attributes
            guard let size = try? attributes.int("size"), size > 0, size % 2 == 1,
                let alpha = try? attributes.float("alpha") ?? 1e-4, let beta = try? attributes.float("beta") ?? 0.75,
                let bias = try? attributes.float("bias") ?? 1
            else { return nil }
            let norm = LocalResponseNorm(
                size: size, alpha: Double(alpha), beta: Double(beta), bias: Double(bias))
            return match(.localResponseNorm(norm), reading: [input], to: step.outputs[0], members: [place])
        }
        guard let norm = normalization(at: place),
            var match = match(.batchNorm(norm.layer), reading: [input], to: norm.result, members: norm.members)
        else { return nil }
        match.weights = norm.weights
        match.weightName = step.inputs[1]
        return match
    }

    /// Sums, products and concatenations of values that are all computed.
    func merge(_ step: GraphStep, _ place: Int) -> Match? {
        let shapes = step.inputs.compactMap(shape)
        guard shapes.count == step.inputs.count, shapes.count > 1, Set(shapes.map(\.rank)).count == 1 else {
            return nil
        }
        let layer: Layer
        let name = step.call.name
        if name == .add || name == .sum {
            layer = .add(Add())
        } else if name == .multiply {
            layer = .multiply(Multiply())
        } else if name == .concatenate, let axis = try? step.call.attributes.int("axis") ?? 1,
            axis == 1 || axis == 1 - shapes[0].rank
        {
            layer = .concat(Concat())
        } else {
            return nil
        }
        return match(layer, reading: step.inputs, to: step.outputs[0], members: [place])
    }
}
