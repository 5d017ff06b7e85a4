/// A layer, as people teach it: a closed set, so that the compiler lists every place that a new kind must be filled in.
public enum Layer: Hashable, Sendable {
    case conv(Conv)
    case convTranspose(ConvTranspose)
    case depthwiseConv(DepthwiseConv)
    case separableConv(SeparableConv)
    case locallyConnected(LocallyConnected)
    case maxPool(MaxPool)
    case averagePool(AveragePool)
    case globalMaxPool(GlobalMaxPool)
    case globalAveragePool(GlobalAveragePool)
    case roiPool(RoIPool)
    case spatialPyramidPool(SpatialPyramidPool)
    case dense(Dense)
    case flatten(Flatten)
    case reshape(Reshape)
    case permute(Permute)
    case batchNorm(BatchNorm)
    case localResponseNorm(LocalResponseNorm)
    case dropout(Dropout)
    case activation(Activation)
    case add(Add)
    case concat(Concat)
    case multiply(Multiply)
    case zeroPad(ZeroPad)
    case crop(Crop)
    case upsample(Upsample)
    case pixelShuffle(PixelShuffle)
    case pixelUnshuffle(PixelUnshuffle)
    case lstm(LSTM)
    case `operator`(Operator)

    /// What every kind answers.
    public var kind: any LayerKind {
        switch self {
        case .conv(let kind): kind
        case .convTranspose(let kind): kind
        case .depthwiseConv(let kind): kind
        case .separableConv(let kind): kind
        case .locallyConnected(let kind): kind
        case .maxPool(let kind): kind
        case .averagePool(let kind): kind
        case .globalMaxPool(let kind): kind
        case .globalAveragePool(let kind): kind
        case .roiPool(let kind): kind
        case .spatialPyramidPool(let kind): kind
        case .dense(let kind): kind
        case .flatten(let kind): kind
        case .reshape(let kind): kind
        case .permute(let kind): kind
        case .batchNorm(let kind): kind
        case .localResponseNorm(let kind): kind
        case .dropout(let kind): kind
        case .activation(let kind): kind
        case .add(let kind): kind
        case .concat(let kind): kind
        case .multiply(let kind): kind
        case .zeroPad(let kind): kind
        case .crop(let kind): kind
        case .upsample(let kind): kind
        case .pixelShuffle(let kind): kind
        case .pixelUnshuffle(let kind): kind
        case .lstm(let kind): kind
        case .operator(let kind): kind
        }
    }

    /// Its name in files; nothing for what they have no word for.
    public var name: LayerName? {
        switch self {
        case .conv: .conv
        case .convTranspose: .convTranspose
        case .depthwiseConv: .depthwiseConv
        case .separableConv: .separableConv
        case .locallyConnected: .locallyConnected
        case .maxPool: .maxPool
        case .averagePool: .averagePool
        case .globalMaxPool: .globalMaxPool
        case .globalAveragePool: .globalAveragePool
        case .roiPool: .roiPool
        case .spatialPyramidPool: .spatialPyramidPool
        case .dense: .dense
        case .flatten: .flatten
        case .reshape: .reshape
        case .permute: .permute
        case .batchNorm: .batchNorm
        case .localResponseNorm: .localResponseNorm
        case .dropout: .dropout
        case .activation(let activation): activation.function.kind
        case .add: .add
        case .concat: .concat
        case .multiply: .multiply
        case .zeroPad: .zeroPad
        case .crop: .crop
        case .upsample: .upsample
        case .pixelShuffle: .pixelShuffle
        case .pixelUnshuffle: .pixelUnshuffle
        case .lstm: .lstm
        case .operator: nil
        }
    }

    /// What its kind is called: `conv`, or ONNX's name of the operator.
    public var kindName: String {
        if case .operator(let operation) = self { return operation.name }
        return name?.rawValue ?? ""
    }

    /// Whether it reads more than one layer.
    public var merges: Bool { name?.declaration.merges ?? true }
}

extension LayerName {
    /// Its options, example and source.
    public var declaration: LayerDeclaration {
        switch self {
        case .conv: Conv.declaration
        case .convTranspose: ConvTranspose.declaration
        case .depthwiseConv: DepthwiseConv.declaration
        case .separableConv: SeparableConv.declaration
        case .locallyConnected: LocallyConnected.declaration
        case .maxPool: MaxPool.declaration
        case .averagePool: AveragePool.declaration
        case .globalMaxPool: GlobalMaxPool.declaration
        case .globalAveragePool: GlobalAveragePool.declaration
        case .roiPool: RoIPool.declaration
        case .spatialPyramidPool: SpatialPyramidPool.declaration
        case .dense: Dense.declaration
        case .flatten: Flatten.declaration
        case .reshape: Reshape.declaration
        case .permute: Permute.declaration
        case .batchNorm: BatchNorm.declaration
        case .localResponseNorm: LocalResponseNorm.declaration
        case .dropout: Dropout.declaration
        case .relu: Activation.Function.relu.declaration
        case .relu6: Activation.Function.relu6.declaration
        case .leakyReLU: Activation.Function.leakyReLU.declaration
        case .elu: Activation.Function.elu.declaration
        case .gelu: Activation.Function.gelu.declaration
        case .swish: Activation.Function.swish.declaration
        case .sigmoid: Activation.Function.sigmoid.declaration
        case .tanh: Activation.Function.tanh.declaration
        case .softplus: Activation.Function.softplus.declaration
        case .softmax: Activation.Function.softmax.declaration
        case .add: Add.declaration
        case .concat: Concat.declaration
        case .multiply: Multiply.declaration
        case .zeroPad: ZeroPad.declaration
        case .crop: Crop.declaration
        case .upsample: Upsample.declaration
        case .pixelShuffle: PixelShuffle.declaration
        case .pixelUnshuffle: PixelUnshuffle.declaration
        case .lstm: LSTM.declaration
        }
    }

    /// The layer that checked options describe.
    func layer(_ options: LayerOptions) -> Layer {
        switch self {
        case .conv: .conv(Conv(options))
        case .convTranspose: .convTranspose(ConvTranspose(options))
        case .depthwiseConv: .depthwiseConv(DepthwiseConv(options))
        case .separableConv: .separableConv(SeparableConv(options))
        case .locallyConnected: .locallyConnected(LocallyConnected(options))
        case .maxPool: .maxPool(MaxPool(options))
        case .averagePool: .averagePool(AveragePool(options))
        case .globalMaxPool: .globalMaxPool(GlobalMaxPool())
        case .globalAveragePool: .globalAveragePool(GlobalAveragePool())
        case .roiPool: .roiPool(RoIPool(options))
        case .spatialPyramidPool: .spatialPyramidPool(SpatialPyramidPool(options))
        case .dense: .dense(Dense(options))
        case .flatten: .flatten(Flatten())
        case .reshape: .reshape(Reshape(options))
        case .permute: .permute(Permute(options))
        case .batchNorm: .batchNorm(BatchNorm(options))
        case .localResponseNorm: .localResponseNorm(LocalResponseNorm(options))
        case .dropout: .dropout(Dropout(options))
        case .relu: .activation(Activation(.relu, options))
        case .relu6: .activation(Activation(.relu6, options))
        case .leakyReLU: .activation(Activation(.leakyReLU, options))
        case .elu: .activation(Activation(.elu, options))
        case .gelu: .activation(Activation(.gelu, options))
        case .swish: .activation(Activation(.swish, options))
        case .sigmoid: .activation(Activation(.sigmoid, options))
        case .tanh: .activation(Activation(.tanh, options))
        case .softplus: .activation(Activation(.softplus, options))
        case .softmax: .activation(Activation(.softmax, options))
        case .add: .add(Add(options))
        case .concat: .concat(Concat())
        case .multiply: .multiply(Multiply())
        case .zeroPad: .zeroPad(ZeroPad(options))
        case .crop: .crop(Crop(options))
        case .upsample: .upsample(Upsample(options))
        case .pixelShuffle: .pixelShuffle(PixelShuffle(options))
        case .pixelUnshuffle: .pixelUnshuffle(PixelUnshuffle(options))
        case .lstm: .lstm(LSTM(options))
        }
    }
}
