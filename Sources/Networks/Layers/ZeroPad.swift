public import Tensors

/// Zeros around the image. Input [C, …], output [C, i + p0 + p1].
public struct ZeroPad: LayerKind {
    public var padding: Padding

    public init(padding: Padding) { self.padding = padding }

    static let declaration = LayerDeclaration(
        .zeroPad, "Zeros around the image.", main: "padding",
        example: .init("zero-pad: { padding: [0, 1, 0, 1] }", input: "3x224x224"),
        options: [.required("padding", .padding, "How many zeros on each side.")])

    init(_ options: LayerOptions) { self.init(padding: options.padding("padding")) }

    public var options: [String: OptionValue] { ["padding": OptionValue(padding)] }

    public func inferred(from input: LayerInput) throws(LayerProblem) -> Inference {
        try input.shape.extended(by: padding, sign: 1)
    }
}

/// The image without its margin. Input [C, …], output [C, i − m0 − m1].
public struct Crop: LayerKind {
    public var margin: Padding

    public init(margin: Padding) { self.margin = margin }

    static let declaration = LayerDeclaration(
        .crop, "The image without its margin.", main: "margin",
        example: .init("crop: { margin: 4 }", input: "64x64x64"),
        source: "Ronneberger et al., U-Net: convolutional networks for biomedical image segmentation, 2015",
        options: [.required("margin", .padding, "How much is cut off on each side.")])

    init(_ options: LayerOptions) { self.init(margin: options.padding("margin")) }

    public var options: [String: OptionValue] { ["margin": OptionValue(margin)] }

    public func inferred(from input: LayerInput) throws(LayerProblem) -> Inference {
        try input.shape.extended(by: margin, sign: -1)
    }
}

extension FeatureShape {
    /// - Parameter sign: 1 to add the sides, −1 to take them away.
    fileprivate func extended(by padding: Padding, sign: Int) throws(LayerProblem) -> Inference {
        let shape = try image
        guard case .sides(let sides) = try padding.sides(axes: spatial.count) else { return Inference(shape) }
        var sizes: [Derivation] = []
        for axis in sides.indices {
            let bindings: [Derivation.Binding] = [
                .init(.input, spatial[axis]), .init(.before, Quantity(sides[axis].before)),
                .init(.after, Quantity(sides[axis].after)),
            ]
            let size = Derivation(
                .output(axes: [axisNames[axis]]), sign > 0 ? .i + .p0 + .p1 : .i - .p0 - .p1, bindings)
            if let value = size.value.integer, value < 1 {
                throw .cropsEverything(axis: axisNames[axis], size: size.value)
            }
            sizes.append(size)
        }
        var inference = Inference(FeatureShape(channels: channels, spatial: sizes.map(\.value)))
        inference.sizes = sizes
        inference.field = .axes(
            sides.map { .window(kernel: 1, stride: 1, dilation: 1, before: sign * $0.before) })
        return inference
    }
}
