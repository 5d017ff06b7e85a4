/// Channels to places: r² channels of one pixel become an r x r patch.
///
/// Input [C·r², H, W], output [C, H·r, W·r]; channel c·r² + y·r + x goes to place (y, x) of channel c.
/// Source: Shi et al., *Real-time single image and video super-resolution*, 2016.
public struct PixelShuffle: LayerKind {
    public var factor: Int

    public init(factor: Int) { self.factor = factor }

    static let declaration = LayerDeclaration(
        .pixelShuffle, "Channels to places: r·r channels become an r x r patch.", main: "factor",
        example: .init("pixel-shuffle: 2", input: "64x14x14"),
        source: "Shi et al., Real-time single image and video super-resolution, 2016",
        options: [.shuffleFactor])

    init(_ options: LayerOptions) { self.init(factor: options.integer("factor")) }

    public var options: [String: OptionValue] { ["factor": .integer(factor)] }

    public func inferred(from input: LayerInput) throws(LayerProblem) -> Inference {
        let shape = try input.shape.image
        guard shape.spatial.count == 2 else { throw .onlyTwoDimensional(shape) }
        guard shape.channels.isMultiple(of: factor * factor) else {
            throw .notDivisible(channels: shape.channels, by: factor * factor, axis: "channels")
        }
        let scale = Derivation.Binding(.factor, Quantity(factor))
        let channels = Derivation(
            .output(axes: ["channels"]), .channels / (.factor * .factor), [.init(.channels, shape.channels), scale])
        let sizes = zip(shape.spatial, shape.axisNames).map {
            Derivation(.output(axes: [$1]), .i * .factor, [.init(.input, $0), scale])
        }
        var inference = Inference(FeatureShape(channels: channels.value, spatial: sizes.map(\.value)))
        inference.sizes = [channels] + sizes
        inference.field = .axes(sizes.map { _ in .resized(input: 1, output: factor, isLinear: false) })
        return inference
    }
}

/// Places to channels: an r x r patch becomes r² channels of one pixel, the reverse of ``PixelShuffle``.
///
/// Input [C, H, W], output [C·r², H/r, W/r].
public struct PixelUnshuffle: LayerKind {
    public var factor: Int

    public init(factor: Int) { self.factor = factor }

    static let declaration = LayerDeclaration(
        .pixelUnshuffle, "Places to channels: an r x r patch becomes r·r channels.", main: "factor",
        example: .init("pixel-unshuffle: 2", input: "3x64x64"),
        source: "Shi et al., Real-time single image and video super-resolution, 2016",
        options: [.shuffleFactor])

    init(_ options: LayerOptions) { self.init(factor: options.integer("factor")) }

    public var options: [String: OptionValue] { ["factor": .integer(factor)] }

    public func inferred(from input: LayerInput) throws(LayerProblem) -> Inference {
        let shape = try input.shape.image
        guard shape.spatial.count == 2 else { throw .onlyTwoDimensional(shape) }
        for (size, name) in zip(shape.spatial, shape.axisNames) where !size.isMultiple(of: factor) {
            throw .notDivisible(channels: size, by: factor, axis: name)
        }
        let scale = Derivation.Binding(.factor, Quantity(factor))
        let channels = Derivation(
            .output(axes: ["channels"]), .channels * .factor * .factor, [.init(.channels, shape.channels), scale])
        let sizes = zip(shape.spatial, shape.axisNames).map {
            Derivation(.output(axes: [$1]), .i / .factor, [.init(.input, $0), scale])
        }
        var inference = Inference(FeatureShape(channels: channels.value, spatial: sizes.map(\.value)))
        inference.sizes = [channels] + sizes
        inference.field = .axes(
            sizes.map { _ in .window(kernel: factor, stride: factor, dilation: 1, before: 0) })
        return inference
    }
}

extension OptionDeclaration {
    fileprivate static let shuffleFactor = required("factor", .integer(atLeast: 1), "The patch's side, r.")
}
