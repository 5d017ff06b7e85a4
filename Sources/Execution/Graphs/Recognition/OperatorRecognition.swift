import Networks
import Tensors

/// What no layer stands for.
extension Recognition {
    /// One node for each output that is wanted.
    func operators(at place: Int) -> [Match] {
        let step = steps[place]
        var sources: [String] = []
        for name in step.inputs where !name.isEmpty && values.constant(name) == nil && !sources.contains(name) {
            sources.append(name)
        }
        return step.outputs.enumerated().compactMap { index, name in
            guard !name.isEmpty, let kind = values.computed(name), !readers(of: name).isEmpty || isResult(name)
            else { return nil }
            let operation = Operator(
                step.call.name.rawValue, details: details(step), output: kind.shape.features,
                parameterCount: index == 0 ? parameterCount(step) : 0,
                multiplyAccumulateCount: index == 0 ? multiplyAccumulates(step, kind.shape) : 0,
                field: field(step, kind.shape))
            var match = Match(.operator(operation), reading: sources, to: name, members: [place])
            match.operation = (step, index)
            return match
        }
    }

    /// `axes 2,3`: attributes that are numbers or words, the first few.
    private func details(_ step: GraphStep) -> String {
        let words = step.call.attributes.values.sorted { $0.key < $1.key }.compactMap { name, value -> String? in
            switch value {
            case .int(let number): "\(name) \(number)"
            case .ints(let numbers): "\(name) \(numbers.map(String.init).joined(separator: ","))"
            case .string(let text): text
            case .float(let number): "\(name) \(number)"
            case .tensor, .floats, .strings: nil
            }
        }
        return words.prefix(2).joined(separator: " ")
    }

    /// Values of the graph's own that are more than one number and no sizes.
    private func parameterCount(_ step: GraphStep) -> Int {
        if [.resize, .upsample, .roiAlign, .maxRoiPool].contains(step.call.name) { return 0 }
        let counts = step.inputs.compactMap(values.constant).filter { $0.type == .float }.map(\.shape.elementCount)
        return counts.filter { $0 > 1 }.reduce(0, +)
    }

    private func multiplyAccumulates(_ step: GraphStep, _ output: Shape) -> Int {
        let name = step.call.name
        func shape(_ input: Int) -> Shape? {
            guard input < step.inputs.count else { return nil }
            return values.known[step.inputs[input]]?.kind.shape
        }
        if name == .matrixProduct || name == .gemm, let left = shape(0), left.rank > 0 {
            let isTurned = (try? step.call.attributes.flag("transA")) == true
            return output.elementCount * left[isTurned ? 0 : left.rank - 1]
        }
        if name == .convolution, let weights = shape(1) {
            return output.elementCount * weights.dropFirst().reduce(1, *)
        }
        if [.lstm, .gru, .rnn].contains(name), let input = shape(0), let first = shape(1), let second = shape(2) {
            return input[0] * input[1] * (first.elementCount + second.elementCount)
        }
        return 0
    }

    /// What is computed value by value keeps its place; what looks at whole maps sees everything.
    private func field(_ step: GraphStep, _ output: Shape) -> FieldRule {
        guard let input = step.inputs.first.flatMap(shape), input.rank > 2 else { return .meaningless }
        let name = step.call.name
        let seesMaps: [OperatorName] = [
            .globalAveragePool, .globalMaxPool, .globalLpPool, .instanceNormalization, .groupNormalization,
            .layerNormalization, .meanVarianceNormalization,
        ]
        if seesMaps.contains(name) { return .everything }
        let mixes: [OperatorName] = [
            .matrixProduct, .gemm, .einsum, .transpose, .reshape, .convolution, .convolutionTranspose, .maxPool,
            .averagePool, .lpPool, .resize, .lstm, .gru, .rnn, .gatherND, .scatterND, .trilu, .cumulativeSum, .roiAlign,
            .maxRoiPool, .topK, .softmax, .logSoftmax, .hardmax,
        ]
        let keeps = output.rank == input.rank && output.dropFirst(2).elementsEqual(input.dropFirst(2))
        return keeps && !mixes.contains(name) ? .unchanged : .meaningless
    }
}
