import Tensors

/// One operator of a graph with its attributes, ready to be run on values.
public struct OperatorCall: Hashable, Sendable {
    public var name: OperatorName
    public var attributes: OperatorAttributes
    /// The version of ONNX's operator set that says what the attributes mean.
    public var opset: Int
    /// How many outputs the graph names, the ones it leaves out in between counted.
    public var outputCount: Int

    /// Elements that a tensor may have whose size comes from the data: memory that cannot be had is a trap. 2 GiB of Float32
    /// unless a caller says otherwise.
    @TaskLocal public static var elementLimit = 1 << 29

    public init(_ name: OperatorName, _ attributes: OperatorAttributes = [:], opset: Int = 24, outputCount: Int = 1) {
        self.name = name
        self.attributes = attributes
        self.opset = opset
        self.outputCount = outputCount
    }

    /// The outputs, at least as many as ``outputCount`` where the operator has them; `nil` stands for an input left out.
    ///
    /// - Throws: ``OperatorError`` where inputs and attributes do not go together.
    public func run(_ inputs: [Value?]) throws(OperatorError) -> [Value] {
        do {
            return try OperatorRun(call: self, inputs: inputs).outputs()
        } catch {
            throw OperatorError(name: name, problem: error)
        }
    }
}

/// An operator while it runs: what each family's functions look at.
struct OperatorRun {
    let call: OperatorCall
    let inputs: [Value?]

    var opset: Int { call.opset }
    var attributes: OperatorAttributes { call.attributes }

    func outputs() throws(OperatorProblem) -> [Value] {
        switch call.name {
        case .convolution: [try convolution()]
        case .convolutionTranspose: [try transposedConvolution()]
        case .maxPool: try maxPool()
        case .averagePool: [try averagePool()]
        case .lpPool: [try lpPool()]
        case .globalAveragePool: [try globalPool(Mean.self)]
        case .globalMaxPool: [try globalPool(Greatest.self)]
        case .globalLpPool: [try globalLpPool()]

        case .relu: [try relu()]
        case .leakyRelu: [try pointwise(LeakyReLU(slope: attributes.float("alpha") ?? 0.01))]
        case .pRelu: [try pRelu()]
        case .thresholdedRelu: [try pointwise(ThresholdedReLU(threshold: attributes.float("alpha") ?? 1))]
        case .elu: [try pointwise(.elu(limit: attributes.float("alpha") ?? 1, slope: 1))]
        case .selu: [try selu()]
        case .celu: [try celu()]
        case .sigmoid: [try pointwise(.sigmoid)]
        case .hardSigmoid: [try hardSigmoid()]
        case .hardSwish: [try pointwise(HardSwish())]
        case .swish: [try pointwise(.swish(slope: attributes.float("alpha") ?? 1))]
        case .tanh: [try pointwise(.tangent)]
        case .softplus: [try pointwise(.softplus)]
        case .softsign: [try pointwise(Softsign())]
        case .gelu: [try gelu()]
        case .mish: [try pointwise(.mish)]
        case .clip: [try clip()]
        case .softmax: [try alongAxis(.softmax)]
        case .logSoftmax: [try alongAxis(.logSoftmax)]
        case .hardmax: [try alongAxis(.hardmax)]

        case .add: [try arithmetic(Sum.self)]
        case .subtract: [try arithmetic(Difference.self)]
        case .multiply: [try arithmetic(Product.self)]
        case .divide: [try divide()]
        case .modulo: [try modulo()]
        case .power: [try power()]
        case .sum: [try fold(Sum.self)]
        case .mean: [try mean()]
        case .max: [try fold(Maximum.self)]
        case .min: [try fold(Minimum.self)]
        case .squareRoot: [try pointwise(SquareRoot())]
        case .exponential: [try pointwise(.exponential)]
        case .logarithm: [try pointwise(Logarithm())]
        case .negate: [try negate()]
        case .absolute: [try absolute()]
        case .reciprocal: [try pointwise(Reciprocal())]
        case .errorFunction: [try pointwise(.errorFunction)]
        case .floor: [try pointwise(Rounding(.down))]
        case .ceiling: [try pointwise(Rounding(.up))]
        case .round: [try pointwise(Rounding(.toNearestOrEven))]
        case .sign: [try sign()]
        case .sine: [try pointwise(Sine())]
        case .cosine: [try pointwise(Cosine())]
        case .tangent: [try pointwise(Tangent())]

        case .equal: [try equal()]
        case .greater: [try compare(Greater.self)]
        case .greaterOrEqual: [try compare(GreaterOrEqual.self)]
        case .less: [try compare(Less.self)]
        case .lessOrEqual: [try compare(LessOrEqual.self)]
        case .and: [try logical(And.self)]
        case .or: [try logical(Or.self)]
        case .exclusiveOr: [try logical(ExclusiveOr.self)]
        case .not: [try not()]
        case .isNaN: [try isNaN()]
        case .isInfinite: [try isInfinite()]
        case .choose: [try choose()]

        case .gemm: [try gemm()]
        case .matrixProduct: [try matrixProduct()]
        case .einsum: [try einsum()]

        case .reshape: [try reshape()]
        case .flatten: [try flatten()]
        case .squeeze: [try squeeze()]
        case .unsqueeze: [try unsqueeze()]
        case .transpose: [try transpose()]
        case .expand: [try expand()]
        case .tile: [try tile()]
        case .pad: [try pad()]
        case .slice: [try slice()]
        case .split: try split()
        case .concatenate: [try concatenate()]
        case .depthToSpace: [try depthToSpace()]
        case .spaceToDepth: [try spaceToDepth()]
        case .trilu: [try trilu()]

        case .gather: [try gather()]
        case .gatherElements: [try gatherElements()]
        case .gatherND: [try gatherND()]
        case .scatterElements: [try scatterElements()]
        case .scatterND: [try scatterND()]
        case .oneHot: [try oneHot()]
        case .topK: try topK()
        case .nonZero: [try nonZero()]
        case .cumulativeSum: [try cumulativeSum()]

        case .constant: [try constant()]
        case .constantOfShape: [try constantOfShape()]
        case .range: [try range()]
        case .shape: [try shape()]
        case .size: [.integer(try value(0).shape.elementCount)]
        case .cast: [try cast()]
        case .castLike: [try castLike()]
        case .identity: [try value(0)]
        case .dropout: try dropout()

        case .batchNormalization: try batchNormalization()
        case .instanceNormalization: [try instanceNormalization()]
        case .groupNormalization: [try groupNormalization()]
        case .layerNormalization: try layerNormalization()
        case .rmsNormalization: [try rmsNormalization()]
        case .meanVarianceNormalization: [try meanVarianceNormalization()]
        case .localResponseNormalization: [try localResponseNormalization()]

        case .reduceMean: [try reduce(Mean.self)]
        case .reduceSum: [try reduce(Total.self)]
        case .reduceMax: [try reduce(Greatest.self)]
        case .reduceMin: [try reduce(Least.self)]
        case .reduceProduct: [try reduce(TotalProduct.self)]
        case .reduceL1: [try reduce(L1.self)]
        case .reduceL2: [try reduce(L2.self)]
        case .reduceSumSquare: [try reduce(SumSquare.self)]
        case .reduceLogSum: [try reduce(LogSum.self)]
        case .reduceLogSumExp: [try reduceLogSumExp()]
        case .argMax: [try argument(isGreatest: true)]
        case .argMin: [try argument(isGreatest: false)]

        case .resize: [try resize()]
        case .upsample: [try upsample()]
        case .maxRoiPool: [try maxRoiPool()]
        case .roiAlign: [try roiAlign()]
        case .lstm: try lstm()
        case .gru: try gru()
        case .rnn: try rnn()
        }
    }
}
