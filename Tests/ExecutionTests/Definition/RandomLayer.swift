import Networks
import Tensors

/// Random layers of each kind, with inputs that they may fit.
struct RandomLayer {
    var random: SplitMix64

    init(seed: Int) { random = SplitMix64(seed: UInt64(seed)) }

    mutating func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
    mutating func flag() -> Bool { pick(0...1) == 1 }
    mutating func one<Value>(of values: [Value]) -> Value { values[pick(0...values.count - 1)] }
    mutating func number(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &random) }

    /// A network of one layer of the kind. Nothing where its options do not fit its inputs.
    mutating func network(of kind: LayerName) -> Network? {
        let (layer, shapes) = layer(of: kind)
        let inputs = shapes.enumerated().map { Network.Input($1, name: "input \($0)") }
        var description = LayerDescription(layer, name: "layer", reading: inputs.map { .input($0.name) })
        if kind.declaration.takesActivation {
            // One normalisation for each layer: two would share their parameters.
            if pick(0...3) == 0, kind != .batchNorm {
                description.normalization = BatchNorm(epsilon: number(1e-5...0.1))
            }
            if flag() { description.activation = activation(one(of: Activation.Function.allCases)) }
        }
        var header = Network.Header()
        header.layout = one(of: Layout.allCases)
        return try? Network(header: header, inputs: inputs, layers: [description])
    }

    /// A new kind of layer is filled in here, and all that is tested of layers is tested of it.
    private mutating func layer(of kind: LayerName) -> (Layer, [FeatureShape]) {
        let axes = pick(1...3)
        let map = map(axes)
        let plane = self.map(2)
        switch kind {
        case .conv:
            let conv = Conv(filters: 2 * pick(1...2), window: window(axes), groups: pick(1...2), hasBias: flag())
            return (.conv(conv), [map])
        case .convTranspose:
            let conv = ConvTranspose(
                filters: 2 * pick(1...2), window: window(axes), outputPadding: perAxis(axes, 0...1),
                groups: pick(1...2), hasBias: flag())
            return (.convTranspose(conv), [self.map(axes, 1...3)])
        case .depthwiseConv:
            return (
                .depthwiseConv(DepthwiseConv(window: window(axes), multiplier: pick(1...2), hasBias: flag())), [map]
            )
        case .separableConv:
            let conv = SeparableConv(
                filters: pick(1...3), window: window(axes), multiplier: pick(1...2), hasBias: flag())
            return (.separableConv(conv), [map])
        case .locallyConnected:
            return (
                .locallyConnected(LocallyConnected(filters: pick(1...3), window: window(axes), hasBias: flag())), [map]
            )
        case .maxPool: return (.maxPool(MaxPool(window: window(axes, isPool: true))), [map])
        case .averagePool:
            var window = window(axes, isPool: true)
            window.dilation = 1
            return (.averagePool(AveragePool(window: window, countsPadding: flag())), [map])
        case .globalMaxPool: return (.globalMaxPool(GlobalMaxPool()), [mapOrSequence(map)])
        case .globalAveragePool: return (.globalAveragePool(GlobalAveragePool()), [mapOrSequence(map)])
        case .roiPool:
            let regions = (0..<pick(1...3)).map { _ in
                let (x, y) = (number(0...4), number(0...4))
                return [x, y, x + number(0...5), y + number(0...5)]
            }
            let pool = RoIPool(size: [pick(1...3), pick(1...3)], regions: regions, scale: one(of: [1, 0.5]))
            return (.roiPool(pool), [plane])
        case .spatialPyramidPool:
            let levels = (0..<pick(1...3)).map { _ in pick(1...3) }
            return (.spatialPyramidPool(SpatialPyramidPool(levels: levels)), [plane])
        case .dense: return (.dense(Dense(units: pick(1...5), hasBias: flag())), [flag() ? vector() : sequence()])
        case .flatten: return (.flatten(Flatten()), [anything(map)])
        case .reshape:
            let shape = anything(map)
            var sizes = [pick(1...2), pick(1...3), 0].shuffled(using: &random)
            if flag() { sizes = [0] }
            return (.reshape(Reshape(shape: sizes)), [shape])
        case .permute:
            let shape = anything(map)
            return (.permute(Permute(axes: (1...shape.rank).shuffled(using: &random))), [shape])
        case .batchNorm: return (.batchNorm(BatchNorm(epsilon: number(1e-5...0.1))), [anything(map)])
        case .localResponseNorm:
            let norm = LocalResponseNorm(
                size: pick(1...5), alpha: number(0...1), beta: number(0.25...1), bias: number(0.5...2))
            return (.localResponseNorm(norm), [self.map(axes, 1...6)])
        case .dropout: return (.dropout(Dropout(rate: number(0...0.9))), [anything(map)])
        case .relu: return (.activation(activation(.relu)), [anything(map)])
        case .relu6: return (.activation(activation(.relu6)), [anything(map)])
        case .leakyReLU: return (.activation(activation(.leakyReLU)), [anything(map)])
        case .elu: return (.activation(activation(.elu)), [anything(map)])
        case .gelu: return (.activation(activation(.gelu)), [anything(map)])
        case .swish: return (.activation(activation(.swish)), [anything(map)])
        case .sigmoid: return (.activation(activation(.sigmoid)), [anything(map)])
        case .tanh: return (.activation(activation(.tanh)), [anything(map)])
        case .softplus: return (.activation(activation(.softplus)), [anything(map)])
        case .softmax: return (.activation(activation(.softmax)), [anything(map)])
        case .add:
            if pick(0...2) == 0 {
                let larger = FeatureShape(channels: plane.channels, spatial: plane.spatial.map { $0 * 2 })
                let wider = FeatureShape(channels: plane.channels + Quantity(pick(0...3)), spatial: plane.spatial)
                return (.add(Add(shortcut: .zeroPad)), [wider, larger].shuffled(using: &random))
            }
            return (.add(Add()), terms(anything(map)))
        case .multiply: return (.multiply(Multiply()), terms(anything(map)))
        case .concat:
            let shape = anything(map)
            let shapes = (0..<pick(2...3)).map { _ -> FeatureShape in
                var sizes = shape.sizes
                sizes[shape.isSequence ? 1 : 0] = Quantity(pick(1...3))
                return FeatureShape(sizes, isSequence: shape.isSequence)
            }
            return (.concat(Concat()), shapes)
        case .zeroPad: return (.zeroPad(ZeroPad(padding: padding(axes, 0...3))), [map])
        case .crop: return (.crop(Crop(margin: padding(axes, 0...2))), [map])
        case .upsample:
            let target: Upsample.Target = flag() ? .factor(perAxis(axes, 1...3)) : .size(perAxis(axes, 1...8))
            return (.upsample(Upsample(target, mode: one(of: Upsample.Mode.allCases))), [map])
        case .pixelShuffle:
            let factor = pick(1...3)
            let shape = FeatureShape(channels: Quantity(factor * factor * pick(1...2)), spatial: plane.spatial)
            return (.pixelShuffle(PixelShuffle(factor: factor)), [shape])
        case .pixelUnshuffle:
            let factor = pick(1...3)
            let spatial = (0..<2).map { _ in Quantity(factor * pick(1...3)) }
            return (
                .pixelUnshuffle(PixelUnshuffle(factor: factor)),
                [FeatureShape(channels: Quantity(pick(1...3)), spatial: spatial)]
            )
        case .lstm:
            return (.lstm(LSTM(units: pick(1...4), returnsSequences: flag())), [flag() ? sequence() : self.map(1)])
        }
    }

    private mutating func activation(_ function: Activation.Function) -> Activation {
        Activation(function, coefficient: number(0.05...1.5))
    }

    private mutating func perAxis(_ axes: Int, _ range: ClosedRange<Int>) -> PerAxis {
        flag() ? .all(pick(range)) : .each((0..<axes).map { _ in pick(range) })
    }

    private mutating func padding(_ axes: Int, _ range: ClosedRange<Int>) -> Padding {
        .symmetric(.each((0..<2 * axes).map { _ in pick(range) }))
    }

    private mutating func window(_ axes: Int, isPool: Bool = false) -> SlidingWindow {
        let paddings: [Padding] = [
            .valid, .same, .full, .symmetric(perAxis(axes, 0...2)), padding(axes, 0...2),
            .explicit((0..<axes).map { _ in Padding.Sides(pick(0...1), pick(0...2)) }),
        ]
        return SlidingWindow(
            kernelSize: perAxis(axes, 1...3), stride: perAxis(axes, 1...3), padding: one(of: paddings),
            dilation: perAxis(axes, 1...2), rounding: isPool && flag() ? .ceiling : .floor)
    }

    /// `[C, …]`, smaller the more axes there are.
    private mutating func map(_ axes: Int, _ channels: ClosedRange<Int> = 1...4) -> FeatureShape {
        let spatial = (0..<axes).map { _ in Quantity(pick(axes == 1 ? 4...9 : axes == 2 ? 3...6 : 2...4)) }
        return FeatureShape(channels: Quantity(pick(channels)), spatial: spatial)
    }

    private mutating func vector() -> FeatureShape { FeatureShape([Quantity(pick(1...6))]) }

    private mutating func sequence() -> FeatureShape {
        FeatureShape([Quantity(pick(1...5)), Quantity(pick(1...4))], isSequence: true)
    }

    private mutating func mapOrSequence(_ map: FeatureShape) -> FeatureShape { flag() ? map : sequence() }

    private mutating func anything(_ map: FeatureShape) -> FeatureShape { one(of: [map, vector(), sequence()]) }

    /// Two or three shapes that go together: the same, with sizes of 1, or a vector of the channels.
    private mutating func terms(_ shape: FeatureShape) -> [FeatureShape] {
        let others = (0..<pick(1...2)).map { _ -> FeatureShape in
            if shape.isSequence || flag() { return shape }
            if flag() { return FeatureShape([shape.channels]) }
            return FeatureShape(shape.sizes.map { flag() ? 1 : $0 })
        }
        return [shape] + others
    }
}
