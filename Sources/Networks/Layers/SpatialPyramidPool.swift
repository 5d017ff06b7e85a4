/// The greatest value in each bin of several grids, one after another: a vector of fixed length from a map of any size.
///
/// Input [C, H, W], output [C · Σ n²], level by level.
/// Source: He et al., *Spatial pyramid pooling in deep convolutional networks for visual recognition*, 2014.
public struct SpatialPyramidPool: LayerKind {
    public var levels: [Int]

    public init(levels: [Int]) { self.levels = levels }

    static let declaration = LayerDeclaration(
        .spatialPyramidPool, "Maxima over 4x4, 2x2 and 1x1 bins, or other grids: a vector of fixed length.",
        main: "levels",
        example: .init("spatial-pyramid-pool: { levels: [4, 2, 1] }", input: "256x13x13"),
        source: "He et al., Spatial pyramid pooling in deep convolutional networks, 2014",
        options: [
            .required("levels", .integers(atLeast: 1), "How many bins a side each level has.")
        ])

    init(_ options: LayerOptions) { self.init(levels: options.integers("levels")) }

    public var options: [String: OptionValue] { ["levels": .list(levels.map(OptionValue.integer))] }

    public func inferred(from input: LayerInput) throws(LayerProblem) -> Inference {
        let shape = try input.shape.image
        guard shape.spatial.count == 2 else { throw .onlyTwoDimensional(shape) }
        for (size, name) in zip(shape.spatial, shape.axisNames) {
            if let size = size.integer, let most = levels.max(), size < most {
                throw .binsExceedMap(bins: most, axis: name, size: size)
            }
        }
        let bins = levels.map { Expression.value(Quantity($0)) * .value(Quantity($0)) }
        let count = Derivation(
            .output(axes: ["values"]), .channels * .sum(of: bins), [.init(.channels, shape.channels)])
        var inference = Inference(FeatureShape([count.value]))
        inference.sizes = [count]
        inference.field = .meaningless
        return inference
    }
}
