public import Tensors

/// A layer as somebody writes it down: what it is, what it is called and what it reads. ``Network`` checks whether it fits.
public struct LayerDescription: Sendable {
    /// What a layer reads.
    public enum Reference: Hashable, Sendable {
        /// The layer before it, or the network's input.
        case previous
        /// An input of the network: the only one, or the one of that name.
        case input(String?)
        case layer(String)
        /// By its place among all layers, from 0.
        case index(Int)
    }

    public var layer: Layer
    /// A batch normalisation that people know as a part of the layer, before its activation.
    public var normalization: BatchNorm?
    public var activation: Activation?
    public var name: String?
    /// Nothing: the previous layer.
    public var inputs: [Reference]?
    /// Whether training leaves its parameters alone.
    public var isFrozen = false
    /// The repeated blocks that it stands in, outermost first.
    public var groups: [Group] = []
    public var location: SourceLocation?
    public var expectation: Expectation?
    /// What was left open where it was written, and assumed: `32 filters of 3x3`.
    public var assumption: String?

    public init(_ layer: Layer, activation: Activation? = nil, name: String? = nil, reading inputs: [Reference]? = nil)
    {
        (self.layer, self.activation, self.name, self.inputs) = (layer, activation, name, inputs)
    }

    /// One copy of a repeated or named block.
    public struct Group: Hashable, Sendable {
        /// The block's name; empty for the brackets of a chain.
        public let block: String
        /// The full name of this use, as `stage1`; all copies of a repetition share it.
        public let name: String
        /// Which copy it is, from 1.
        public let copy: Int
        public let copies: Int
    }
}

extension LayerDescription {
    /// The same layer under a name that others can read it by.
    public func named(_ name: String) -> LayerDescription {
        var copy = self
        copy.name = name
        return copy
    }

    /// The same layer on the output of others, in this order.
    public func reading(_ names: String...) -> LayerDescription {
        var copy = self
        copy.inputs = names.map { $0 == "input" ? .input(nil) : $0 == "previous" ? .previous : .layer($0) }
        return copy
    }

    /// The same layer, left alone by training.
    public func frozen() -> LayerDescription {
        var copy = self
        copy.isFrozen = true
        return copy
    }
}

/// Networks in Swift: `Network(input: [1, 28, 28], layers: [.conv2D(32, kernelSize: 5), .relu, .flatten, .dense(10)])`.
extension LayerDescription {
    /// A convolution in as many dimensions as its input has.
    public static func conv(
        _ filters: Int, kernelSize: PerAxis, stride: PerAxis = 1, padding: Padding = .valid, dilation: PerAxis = 1,
        groups: Int = 1, bias: Bool = true, activation: Activation.Function? = nil
    ) -> LayerDescription {
        let window = SlidingWindow(kernelSize: kernelSize, stride: stride, padding: padding, dilation: dilation)
        return LayerDescription(
            .conv(Conv(filters: filters, window: window, groups: groups, hasBias: bias)),
            activation: activation.map { Activation($0) })
    }

    /// A convolution over height and width.
    public static func conv2D(
        _ filters: Int, kernelSize: PerAxis, stride: PerAxis = 1, padding: Padding = .valid, dilation: PerAxis = 1,
        groups: Int = 1, bias: Bool = true, activation: Activation.Function? = nil
    ) -> LayerDescription {
        let kernel: PerAxis =
            switch kernelSize {
            case .all(let size): [size, size]
            case .each: kernelSize
            }
        return .conv(
            filters, kernelSize: kernel, stride: stride, padding: padding, dilation: dilation, groups: groups,
            bias: bias, activation: activation)
    }

    public static func convTranspose(
        _ filters: Int, kernelSize: PerAxis, stride: PerAxis = 1, padding: Padding = .valid,
        outputPadding: PerAxis = 0, bias: Bool = true, activation: Activation.Function? = nil
    ) -> LayerDescription {
        let window = SlidingWindow(kernelSize: kernelSize, stride: stride, padding: padding)
        return LayerDescription(
            .convTranspose(
                ConvTranspose(filters: filters, window: window, outputPadding: outputPadding, hasBias: bias)),
            activation: activation.map { Activation($0) })
    }

    public static func depthwiseConv(
        kernelSize: PerAxis, stride: PerAxis = 1, padding: Padding = .valid, multiplier: Int = 1, bias: Bool = true,
        activation: Activation.Function? = nil
    ) -> LayerDescription {
        let window = SlidingWindow(kernelSize: kernelSize, stride: stride, padding: padding)
        return LayerDescription(
            .depthwiseConv(DepthwiseConv(window: window, multiplier: multiplier, hasBias: bias)),
            activation: activation.map { Activation($0) })
    }

    public static func maxPool(
        _ size: PerAxis, stride: PerAxis? = nil, padding: Padding = .valid, ceiling: Bool = false
    ) -> LayerDescription {
        LayerDescription(
            .maxPool(
                MaxPool(
                    window: SlidingWindow(
                        kernelSize: size, stride: stride ?? size, padding: padding,
                        rounding: ceiling ? .ceiling : .floor))))
    }

    public static func averagePool(
        _ size: PerAxis, stride: PerAxis? = nil, padding: Padding = .valid, countsPadding: Bool = true
    ) -> LayerDescription {
        LayerDescription(
            .averagePool(
                AveragePool(
                    window: SlidingWindow(kernelSize: size, stride: stride ?? size, padding: padding),
                    countsPadding: countsPadding)))
    }

    public static func dense(
        _ units: Int, bias: Bool = true, activation: Activation.Function? = nil
    ) -> LayerDescription {
        LayerDescription(.dense(Dense(units: units, hasBias: bias)), activation: activation.map { Activation($0) })
    }

    public static func lstm(_ units: Int, returnsSequences: Bool = false) -> LayerDescription {
        LayerDescription(.lstm(LSTM(units: units, returnsSequences: returnsSequences)))
    }

    public static func dropout(_ rate: Double) -> LayerDescription {
        LayerDescription(.dropout(Dropout(rate: rate)))
    }

    public static func activation(_ function: Activation.Function) -> LayerDescription {
        LayerDescription(.activation(Activation(function)))
    }

    /// The sum of the previous layer and a named one.
    public static func add(_ name: String) -> LayerDescription {
        LayerDescription(.add(Add())).reading("previous", name)
    }

    /// The channels of the named layers, one after another.
    public static func concat(_ names: String...) -> LayerDescription {
        var merge = LayerDescription(.concat(Concat()))
        merge.inputs = names.map { $0 == "input" ? .input(nil) : $0 == "previous" ? .previous : .layer($0) }
        return merge
    }

    public static var relu: LayerDescription { .activation(.relu) }
    public static var sigmoid: LayerDescription { .activation(.sigmoid) }
    public static var tanh: LayerDescription { .activation(.tanh) }
    public static var softmax: LayerDescription { .activation(.softmax) }
    public static var flatten: LayerDescription { LayerDescription(.flatten(Flatten())) }
    public static var batchNorm: LayerDescription { LayerDescription(.batchNorm(BatchNorm())) }
    public static var globalMaxPool: LayerDescription { LayerDescription(.globalMaxPool(GlobalMaxPool())) }
    public static var globalAveragePool: LayerDescription {
        LayerDescription(.globalAveragePool(GlobalAveragePool()))
    }
}
