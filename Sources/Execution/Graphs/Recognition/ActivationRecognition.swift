import Networks
import Tensors

/// An activation, in one step of the graph or spelled out in several, the last of which gives its result.
struct ActivationMatch {
    let activation: Activation
    let source: String
    let result: String
    let members: [Int]
}

extension Match {
    init(_ found: ActivationMatch) {
        self.init(.activation(found.activation), reading: [found.source], to: found.result, members: found.members)
    }
}

extension Recognition {
    /// The activation that begins at a step, where nothing else reads its source.
    func activation(at place: Int) -> ActivationMatch? {
        // What is spelled out comes first: its first step may be an activation by itself.
        guard let found = sigmoidLinear(place) ?? gelu(place) ?? single(place),
            let shape = shape(found.source), shape.rank > 1,
            readers(of: found.source).allSatisfy(found.members.contains)
        else { return nil }
        return found
    }

    private func single(_ place: Int) -> ActivationMatch? {
        let step = steps[place]
        guard let source = step.inputs.first, step.outputs.count == 1, let activation = try? function(step) else {
            return nil
        }
        return ActivationMatch(activation: activation, source: source, result: step.outputs[0], members: [place])
    }

    private func function(_ step: GraphStep) throws -> Activation? {
        let attributes = step.call.attributes
        let name = step.call.name
        if name == .relu { return Activation(.relu) }
        if name == .sigmoid { return Activation(.sigmoid) }
        if name == .tanh { return Activation(.tanh) }
        if name == .softplus { return Activation(.softplus) }
        if name == .leakyRelu {
            return Activation(.leakyReLU, coefficient: Double(try attributes.float("alpha") ?? 0.01))
        }
        if name == .elu { return Activation(.elu, coefficient: Double(try attributes.float("alpha") ?? 1)) }
        if name == .swish, try attributes.float("alpha") ?? 1 == 1 { return Activation(.swish) }
        if name == .gelu, try attributes.string("approximate") ?? "none" == "none" { return Activation(.gelu) }
        if name == .clip, try limits(step) == [0, 6] { return Activation(.relu6) }
        if name == .softmax, let shape = shape(step.inputs[0]), shape.rank > 1 {
            let isWhole = step.call.opset < 13
            let axis = try attributes.int("axis") ?? (isWhole ? 1 : -1)
            let place = axis < 0 ? axis + shape.rank : axis
            // Before opset 13 all axes from this one on are one.
            let isAlone = !isWhole || shape.dropFirst(2).allSatisfy { $0 == 1 }
            return place == 1 && isAlone ? Activation(.softmax) : nil
        }
        return nil
    }

    private func limits(_ step: GraphStep) throws -> [Float] {
        if step.call.opset < 11 {
            return [try step.call.attributes.float("min"), try step.call.attributes.float("max")].compactMap(\.self)
        }
        return [scalar(step, 1), scalar(step, 2)].compactMap(\.self)
    }

    /// The one number of a constant.
    func scalar(_ step: GraphStep, _ input: Int) -> Float? {
        guard let constant = constant(step, input), constant.shape.elementCount == 1 else { return nil }
        return (try? constant.value())?.floats.elements[0]
    }

    /// x · sigmoid(x)
    private func sigmoidLinear(_ place: Int) -> ActivationMatch? {
        let step = steps[place]
        guard step.call.name == .sigmoid, let last = onlyReader(of: step.outputs[0]),
            steps[last].call.name == .multiply, Set(steps[last].inputs) == [step.inputs[0], step.outputs[0]]
        else { return nil }
        return ActivationMatch(
            activation: Activation(.swish), source: step.inputs[0], result: steps[last].outputs[0],
            members: [place, last])
    }

    /// x · (1 + erf(x/√2)) · ½, in whatever order the three are multiplied.
    private func gelu(_ place: Int) -> ActivationMatch? {
        guard let source = steps[place].inputs.first(where: { shape($0) != nil }), let scale = factor(steps[place]),
            abs(scale - Float(0.5).squareRoot()) < 1e-3,
            let erf = onlyReader(of: steps[place].outputs[0]), steps[erf].call.name == .errorFunction,
            let sum = onlyReader(of: steps[erf].outputs[0]), steps[sum].call.name == .add,
            scalar(steps[sum], 0) ?? scalar(steps[sum], 1) == 1
        else { return nil }
        var members = [place, erf, sum]
        var missing: Set<GELUFactor> = [.source, .half]
        var value = steps[sum].outputs[0]
        while !missing.isEmpty {
            guard let next = onlyReader(of: value), let found = factors(at: next, besides: value, source),
                found.factors.isSubset(of: missing)
            else { return nil }
            missing.subtract(found.factors)
            members += found.members
            value = steps[next].outputs[0]
        }
        return ActivationMatch(activation: Activation(.gelu), source: source, result: value, members: members)
    }

    private enum GELUFactor { case source, half }

    /// What a step multiplies `value` by: ½, the source, or a value that is both.
    private func factors(
        at place: Int, besides value: String, _ source: String
    ) -> (factors: Set<GELUFactor>, members: [Int])? {
        let step = steps[place]
        if let factor = factor(step) { return factor == 0.5 ? ([.half], [place]) : nil }
        guard step.call.name == .multiply, let other = step.inputs.first(where: { $0 != value }) else { return nil }
        if other == source { return ([.source], [place]) }
        guard onlyReader(of: other) == place, let half = steps.firstIndex(where: { $0.outputs.contains(other) }),
            steps[half].inputs.contains(source), factor(steps[half]) == 0.5
        else { return nil }
        return ([.source, .half], [half, place])
    }

    /// What a step multiplies a value by, if that is one number.
    private func factor(_ step: GraphStep) -> Float? {
        if step.call.name == .multiply { return scalar(step, 0) ?? scalar(step, 1) }
        if step.call.name == .divide { return scalar(step, 1).map { 1 / $0 } }
        return nil
    }
}
