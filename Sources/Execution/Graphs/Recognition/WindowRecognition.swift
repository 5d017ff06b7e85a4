import Networks
import Tensors

/// Convolutions and pools.
extension Recognition {
    func convolution(_ step: GraphStep, _ place: Int) -> Match? {
        guard step.call.name == .convolution || step.call.name == .convolutionTranspose,
            let input = shape(step.inputs[0]), let weights = constant(step, 1), weights.shape.rank == input.rank,
            let sliding = try? SlidingAttributes(
                step.call.attributes, axes: input.rank - 2, weights: Array(weights.shape.dropFirst(2))),
            let groups = try? step.call.attributes.int("group") ?? 1, groups > 0
        else { return nil }
        let hasBias = step.inputs.count > 2 && !step.inputs[2].isEmpty
        var (members, result) = ([place], step.outputs[0])
        var bias = constant(step, 2).map { GraphWeight($0) }
        guard hasBias == (bias != nil) else { return nil }
        // Some exporters add the bias in a step of its own.
        let filters = step.call.name == .convolution ? weights.shape[0] : weights.shape[1] * groups
        if bias == nil, let (next, added) = channelwise(.add, behind: result, channels: filters) {
            bias = added
            members.append(next)
            result = steps[next].outputs[0]
        }

        let isForward = step.call.name == .convolution
        guard
            let layer = isForward
                ? forward(sliding, input, weights.shape, groups, bias != nil)
                : transposed(step, sliding, weights.shape, groups, bias != nil),
            var match = match(layer, reading: [step.inputs[0]], to: result, members: members)
        else { return nil }
        match.weights[.weight] = GraphWeight(weights)
        match.weights[.bias] = bias
        match.weightName = step.inputs[1]
        return match
    }

    private func forward(
        _ sliding: SlidingAttributes, _ input: Shape, _ weights: Shape, _ groups: Int, _ hasBias: Bool
    ) -> Layer? {
        guard let window = SlidingWindow(sliding, input: Array(input.dropFirst(2))) else { return nil }
        let (filters, channels) = (weights[0], input[1])
        if groups == channels, channels > 1, filters % channels == 0 {
            return .depthwiseConv(
                DepthwiseConv(window: window, multiplier: filters / channels, hasBias: hasBias))
        }
        return .conv(Conv(filters: filters, window: window, groups: groups, hasBias: hasBias))
    }

    private func transposed(
        _ step: GraphStep, _ sliding: SlidingAttributes, _ weights: Shape, _ groups: Int, _ hasBias: Bool
    ) -> Layer? {
        // A wanted output size moves the padding about.
        guard sliding.autoPad == .explicit, step.call.attributes.values["output_shape"] == nil,
            let extra = try? step.call.attributes.ints("output_padding") ?? [],
            let window = SlidingWindow(sliding, input: []), extra.allSatisfy({ $0 >= 0 })
        else { return nil }
        return .convTranspose(
            ConvTranspose(
                filters: weights[1] * groups, window: window,
                outputPadding: extra.isEmpty ? 0 : PerAxis(uniting: extra),
                groups: groups, hasBias: hasBias))
    }

    func pool(_ step: GraphStep, _ place: Int) -> Match? {
        let name = step.call.name
        guard name == .maxPool || name == .averagePool, let input = shape(step.inputs[0]),
            step.outputs.dropFirst().allSatisfy(\.isEmpty),
            let sliding = try? SlidingAttributes(step.call.attributes, axes: input.rank - 2),
            var window = SlidingWindow(sliding, input: Array(input.dropFirst(2))),
            let roundsUp = try? step.call.attributes.flag("ceil_mode"),
            let counts = try? step.call.attributes.flag("count_include_pad")
        else { return globalPool(step, place) }
        window.rounding = roundsUp ? .ceiling : .floor
        let layer: Layer =
            name == .maxPool
            ? .maxPool(MaxPool(window: window)) : .averagePool(AveragePool(window: window, countsPadding: counts))
        return match(layer, reading: [step.inputs[0]], to: step.outputs[0], members: [place])
    }

    /// The mean or the greatest of each channel, as a vector: the operator itself keeps axes of size 1.
    private func globalPool(_ step: GraphStep, _ place: Int) -> Match? {
        guard let input = step.inputs.first, let shape = shape(input), shape.rank > 2,
            let result = self.shape(step.outputs[0])
        else { return nil }
        let layer: Layer
        let name = step.call.name
        if name == .globalAveragePool || name == .reduceMean && reducesSpace(step, shape) {
            layer = .globalAveragePool(GlobalAveragePool())
        } else if name == .globalMaxPool || name == .reduceMax && reducesSpace(step, shape) {
            layer = .globalMaxPool(GlobalMaxPool())
        } else {
            return nil
        }
        if result.rank == 2 { return match(layer, reading: [input], to: step.outputs[0], members: [place]) }
        guard let next = onlyReader(of: step.outputs[0]),
            [.flatten, .reshape, .squeeze].contains(steps[next].call.name)
        else { return nil }
        return match(layer, reading: [input], to: steps[next].outputs[0], members: [place, next])
    }

    private func reducesSpace(_ step: GraphStep, _ shape: Shape) -> Bool {
        let given =
            (try? step.call.attributes.ints("axes"))
            ?? (try? constant(step, 1)?.value())?.floats.elements.map { Int($0) }
        guard let given else { return false }
        return given.map { $0 < 0 ? $0 + shape.rank : $0 }.sorted() == Array(2..<shape.rank)
    }
}

extension SlidingWindow {
    /// Nothing for a negative padding, which crops.
    init?(_ sliding: SlidingAttributes, input: [Int]) {
        let padding: Padding
        if sliding.autoPad == .sameUpper {
            padding = .same
        } else {
            let sides = sliding.autoPad == .sameLower ? sliding.padding(input: input) : sliding.sides
            guard sides.allSatisfy({ $0.before >= 0 && $0.after >= 0 }) else { return nil }
            if sides.allSatisfy({ $0.before == 0 && $0.after == 0 }) {
                padding = .valid
            } else if sides.allSatisfy({ $0.before == $0.after }) {
                padding = .symmetric(PerAxis(uniting: sides.map(\.before)))
            } else {
                padding = .explicit(sides)
            }
        }
        self.init(
            kernelSize: PerAxis(uniting: sliding.kernel), stride: PerAxis(uniting: sliding.stride), padding: padding,
            dilation: PerAxis(uniting: sliding.dilation))
    }
}

extension PerAxis {
    /// One value where all are the same.
    init(uniting values: [Int]) {
        self = Set(values).count == 1 ? .all(values[0]) : .each(values)
    }
}
