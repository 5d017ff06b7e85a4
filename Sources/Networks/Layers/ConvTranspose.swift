public import Tensors

/// Transposed convolution: each input value lays the kernel down, `stride` apart.
///
/// Input [C, …], output [F, (i − 1)s − p0 − p1 + k' + a], weights [C, F/g, k…].
/// Source: Dumoulin and Visin, *A guide to convolution arithmetic for deep learning*, 2016.
public struct ConvTranspose: LayerKind {
    public var filters: Int
    public var window: SlidingWindow
    public var outputPadding: PerAxis
    public var groups: Int
    public var hasBias: Bool

    public init(
        filters: Int, window: SlidingWindow, outputPadding: PerAxis = 0, groups: Int = 1, hasBias: Bool = true
    ) {
        (self.filters, self.window, self.outputPadding) = (filters, window, outputPadding)
        (self.groups, self.hasBias) = (groups, hasBias)
    }

    static let declaration = LayerDeclaration(
        .convTranspose, "Transposed convolution: enlarges, as the gradient of a strided convolution does.",
        takesActivation: true,
        example: .init("conv-transpose: { filters: 16, kernel: 4, stride: 2, padding: 1 }", input: "32x8x8"),
        source: "Dumoulin and Visin, A guide to convolution arithmetic for deep learning, 2016",
        options: [.filters, .kernel] + .sliding + [
            .optional(
                "output-padding", .perAxis(atLeast: 0), default: .integer(0),
                "Rows added at the end, where a forward convolution left some unread."),
            .groups, .bias,
        ])

    init(_ options: LayerOptions) {
        self.init(
            filters: options.integer("filters"), window: SlidingWindow(options),
            outputPadding: options.perAxis("output-padding"), groups: options.integer("groups"),
            hasBias: options.flag("bias"))
    }

    public var options: [String: OptionValue] {
        window.options.merging([
            "filters": .integer(filters), "output-padding": OptionValue(outputPadding), "groups": .integer(groups),
            "bias": .flag(hasBias),
        ]) { $1 }
    }

    public func inferred(from input: LayerInput) throws(LayerProblem) -> Inference {
        let shape = try input.shape.image
        guard shape.channels.isMultiple(of: groups), filters % groups == 0 else {
            throw .groupsDoNotDivide(groups: groups, channels: shape.channels, filters: filters)
        }
        let axes = shape.spatial.count
        let kernels = try window.kernelSize.perAxis(axes, "kernel")
        let strides = try window.stride.perAxis(axes, "stride")
        let dilations = try window.dilation.perAxis(axes, "dilation")
        let extra = try outputPadding.perAxis(axes, "output-padding")
        let padding = try window.padding.sides(axes: axes)
        var sizes: [Derivation] = []
        var maps: [AxisMap] = []
        for axis in 0..<axes {
            let name = FeatureShape.axisNames(axes)[axis]
            let (k, s, d) = (kernels[axis], strides[axis], dilations[axis])
            guard extra[axis] == 0 || extra[axis] < max(s, d) else {
                throw .outputPaddingTooLarge(axis: name, outputPadding: extra[axis], stride: s, dilation: d)
            }
            let formula = WindowFormula(kernel: k, stride: s, dilation: d)
            let span = d * (k - 1) + 1
            let size: Derivation
            let before: Int
            switch padding {
            case .same:
                // i·s outputs: what exceeds them is cropped, the odd one at the end. A narrow kernel leaves zeros there.
                size = formula.transposedSame(name, shape.spatial[axis])
                before = max(span + extra[axis] - s, 0) / 2
            case .full:
                size = formula.transposed(name, shape.spatial[axis], span - 1, span - 1, outputPadding: extra[axis])
                before = span - 1
            case .sides(let sides):
                size = formula.transposed(
                    name, shape.spatial[axis], sides[axis].before, sides[axis].after, outputPadding: extra[axis])
                before = sides[axis].before
            }
            if let value = size.value.integer, value < 1 { throw .cropsEverything(axis: name, size: size.value) }
            sizes.append(size)
            maps.append(.transposed(kernel: k, stride: s, dilation: d, before: before))
        }
        var inference = Inference(FeatureShape(channels: Quantity(filters), spatial: sizes.map(\.value)))
        inference.sizes = sizes
        let counting = KernelCounting(
            kernels, channels: shape.channels, filters: filters, groups: groups, hasBias: hasBias, isTransposed: true)
        inference.parameters = counting.parameters
        inference.multiplyAccumulates = counting.multiplyAccumulates(positions: shape.spatial)
        inference.field = .axes(maps)
        return inference
    }
}
