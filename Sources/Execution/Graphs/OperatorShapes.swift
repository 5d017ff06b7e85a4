import Tensors

/// What is known of a value before it is computed.
struct ValueKind: Hashable {
    let shape: Shape
    let type: Value.ElementType
}

/// What is known of what an operator reads.
enum KnownOperand {
    case constant(OperatorGraph.Constant)
    case computed(ValueKind)

    var kind: ValueKind {
        switch self {
        case .constant(let constant): ValueKind(shape: constant.shape, type: constant.type)
        case .computed(let kind): kind
        }
    }
}

/// How an operator's output shapes follow from its inputs.
private enum ShapeRule {
    /// As the first input.
    case same
    /// The common shape of all inputs; truth values where it compares.
    case broadcast, comparison
    case choice
    case convolution, transposedConvolution, pool, globalPool, gemm, matrixProduct, recurrence
    /// What only moves or counts values is tried on zeros. Shapes hang on the values of these inputs.
    case trial(values: [Int] = [])
    /// On all values.
    case data
}

extension OperatorName {
    fileprivate var shapeRule: ShapeRule {
        switch self {
        case .relu, .leakyRelu, .pRelu, .thresholdedRelu, .elu, .selu, .celu, .sigmoid, .hardSigmoid, .hardSwish,
            .swish,
            .tanh, .softplus, .softsign, .gelu, .mish, .clip, .softmax, .logSoftmax, .hardmax, .squareRoot,
            .exponential, .logarithm, .negate, .absolute, .reciprocal, .errorFunction, .floor, .ceiling, .round, .sign,
            .sine, .cosine, .tangent, .not, .identity, .cumulativeSum, .trilu, .instanceNormalization,
            .groupNormalization, .batchNormalization, .layerNormalization, .rmsNormalization,
            .meanVarianceNormalization, .localResponseNormalization:
            .same
        case .add, .subtract, .multiply, .divide, .modulo, .power, .sum, .mean, .max, .min: .broadcast
        case .equal, .greater, .greaterOrEqual, .less, .lessOrEqual, .and, .or, .exclusiveOr: .comparison
        case .choose: .choice
        case .convolution: .convolution
        case .convolutionTranspose: .transposedConvolution
        case .maxPool, .averagePool, .lpPool: .pool
        case .globalAveragePool, .globalMaxPool, .globalLpPool: .globalPool
        case .gemm: .gemm
        case .matrixProduct: .matrixProduct
        case .lstm, .gru, .rnn: .recurrence
        case .reshape, .expand, .squeeze, .unsqueeze, .split, .topK, .oneHot, .reduceMean, .reduceSum, .reduceMax,
            .reduceMin, .reduceProduct, .reduceL1, .reduceL2, .reduceSumSquare, .reduceLogSum, .reduceLogSumExp,
            .upsample:
            .trial(values: [1])
        case .tile: .trial(values: [1, 2])
        case .pad: .trial(values: [1, 3])
        case .slice: .trial(values: [1, 2, 3, 4])
        case .resize: .trial(values: [1, 2, 3])
        case .constantOfShape: .trial(values: [0])
        case .range: .trial(values: [0, 1, 2])
        case .nonZero: .data
        case .isNaN, .isInfinite, .einsum, .flatten, .transpose, .concatenate, .depthToSpace, .spaceToDepth, .gather,
            .gatherElements, .gatherND, .scatterElements, .scatterND, .constant, .shape, .size, .cast, .castLike,
            .dropout, .argMax, .argMin, .maxRoiPool, .roiAlign:
            .trial()
        }
    }
}

extension OperatorCall {
    /// More values than this are not laid out to see what an operator makes of them.
    static let trialLimit = 1 << 26

    /// Shapes and types of the outputs; nothing where they depend on values that are not known yet.
    ///
    /// - Throws: what is wrong with the inputs, or what loading a constant throws.
    func outputKinds(of inputs: [KnownOperand?]) throws -> [ValueKind]? {
        func kind(_ index: Int) throws -> ValueKind {
            guard index < inputs.count, let input = inputs[index] else {
                throw OperatorError(name: name, problem: .missingInput(index))
            }
            return input.kind
        }
        let run = OperatorRun(call: self, inputs: [])
        let kinds = inputs.compactMap { $0?.kind }
        do {
            switch name.shapeRule {
            // Normalisations may give their statistics, too.
            case .same: return outputCount == 1 ? [try kind(0)] : try tried(on: inputs)
            case .broadcast:
                return [ValueKind(shape: try Broadcast(kinds.map(\.shape)).shape, type: try kind(0).type)]
            case .comparison: return [ValueKind(shape: try Broadcast(kinds.map(\.shape)).shape, type: .boolean)]
            case .choice: return [ValueKind(shape: try Broadcast(kinds.map(\.shape)).shape, type: try kind(1).type)]
            case .convolution:
                return [.float(try run.convolutionShape(try kind(0).shape, weights: try kind(1).shape))]
            case .transposedConvolution:
                return [.float(try run.transposedShape(try kind(0).shape, weights: try kind(1).shape))]
            case .pool:
                let shape = try run.poolShape(try kind(0).shape)
                return [ValueKind(shape: shape, type: try kind(0).type), ValueKind(shape: shape, type: .integer)]
            case .globalPool:
                let shape = try kind(0).shape
                return [.float(Shape(shape.prefix(2) + shape.dropFirst(2).map { _ in 1 }))]
            case .gemm: return [.float(try run.gemmShape(try kind(0).shape, try kind(1).shape))]
            case .matrixProduct: return [.float(try run.productShape(try kind(0).shape, try kind(1).shape))]
            case .recurrence:
                return try run.recurrentShapes(try kind(0).shape, recurrent: try kind(2).shape).map { .float($0) }
            case .trial(let values):
                let areKnown = values.allSatisfy { index in
                    guard index < inputs.count, case .computed? = inputs[index] else { return true }
                    return false
                }
                return areKnown ? try tried(on: inputs) : nil
            case .data: return nil
            }
        } catch let problem as OperatorProblem {
            throw OperatorError(name: name, problem: problem)
        }
    }

    private func tried(on inputs: [KnownOperand?]) throws -> [ValueKind]? {
        let limit = min(Self.trialLimit, Self.elementLimit)
        guard inputs.allSatisfy({ ($0?.kind.shape.elementCount ?? 0) <= limit }) else { return nil }
        let values = try inputs.map { input -> Value? in
            switch input {
            case nil: return nil
            case .constant(let constant): return try constant.value()
            case .computed(let kind):
                switch kind.type {
                case .float: return .float(Tensor(kind.shape))
                case .integer:
                    return .integer(IntegerTensor(kind.shape, [Int64](repeating: 0, count: kind.shape.elementCount)))
                case .boolean:
                    return .boolean(BooleanTensor(kind.shape, [Bool](repeating: false, count: kind.shape.elementCount)))
                }
            }
        }
        return try Self.$elementLimit.withValue(limit) {
            try run(values).map { ValueKind(shape: $0.shape, type: $0.type) }
        }
    }
}

extension ValueKind {
    static func float(_ shape: Shape) -> ValueKind { ValueKind(shape: shape, type: .float) }
}

extension OperatorRun {
    fileprivate func gemmShape(_ left: Shape, _ right: Shape) throws(OperatorProblem) -> Shape {
        guard left.rank == 2 else { throw .inputRank(0, shape: left, needs: "rank 2") }
        guard right.rank == 2 else { throw .inputRank(1, shape: right, needs: "rank 2") }
        let (turnsLeft, turnsRight) = (try attributes.flag("transA"), try attributes.flag("transB"))
        guard left[turnsLeft ? 0 : 1] == right[turnsRight ? 1 : 0] else {
            throw .inputShape(1, shape: right, needs: "of a size that fits \(left)")
        }
        return Shape([left[turnsLeft ? 1 : 0], right[turnsRight ? 0 : 1]])
    }

    fileprivate func productShape(_ left: Shape, _ right: Shape) throws(OperatorProblem) -> Shape {
        guard left.rank > 0, right.rank > 0 else { throw .inputRank(0, shape: left, needs: "rank 1 at least") }
        let rows = left.rank > 1 ? [left[left.rank - 2]] : []
        let columns = right.rank > 1 ? [right[right.rank - 1]] : []
        guard left[left.rank - 1] == right[max(0, right.rank - 2)] else {
            throw .inputShape(1, shape: right, needs: "of a size that fits \(left)")
        }
        let batch = try Broadcast([Shape(Array(left.dropLast(2))), Shape(Array(right.dropLast(2)))]).shape
        return try Shape(checked: batch.sizes + rows + columns)
    }

    /// Source: the ONNX specification of LSTM, GRU and RNN: Y, Y_h and, for LSTM, Y_c.
    fileprivate func recurrentShapes(_ input: Shape, recurrent: Shape) throws(OperatorProblem) -> [Shape] {
        guard input.rank == 3 else { throw .inputRank(0, shape: input, needs: "rank 3") }
        guard recurrent.rank == 3 else { throw .inputRank(2, shape: recurrent, needs: "rank 3") }
        let isBatchFirst = try attributes.flag("layout")
        let (directions, hidden) = (recurrent[0], recurrent[2])
        let (steps, batch) = isBatchFirst ? (input[1], input[0]) : (input[0], input[1])
        let all = isBatchFirst ? [batch, steps, directions, hidden] : [steps, directions, batch, hidden]
        let last = isBatchFirst ? [batch, directions, hidden] : [directions, batch, hidden]
        return [try Shape(checked: all), try Shape(checked: last), try Shape(checked: last)]
    }
}
