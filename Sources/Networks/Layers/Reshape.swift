/// The same values in another shape, in the order in which the network's layout keeps them.
public struct Reshape: LayerKind {
    /// As the network's layout writes it; 0 stands for the size that remains.
    public var shape: [Int]

    public init(shape: [Int]) { self.shape = shape }

    static let declaration = LayerDeclaration(
        .reshape, "The same values in another shape.", main: "shape",
        example: .init("reshape: 64x7x7", input: "3136"),
        options: [
            .required("shape", .shape, "The new sizes, in the network's layout.")
        ])

    init(_ options: LayerOptions) { self.init(shape: options.integers("shape")) }

    public var options: [String: OptionValue] { ["shape": .list(shape.map(OptionValue.integer))] }

    public func inferred(from input: LayerInput) throws(LayerProblem) -> Inference {
        let count = input.shape.elementCount
        var sizes = shape.map { Quantity($0) }
        if let open = shape.firstIndex(of: 0) {
            sizes[open] = count / sizes.enumerated().filter { $0.offset != open }.map(\.element).reduce(1, *)
            guard sizes[open].isMultiple(of: 1) else {
                throw .reshapeChangesCount(from: input.shape, count: count, to: shape)
            }
        }
        guard sizes.reduce(1, *) == count else {
            throw .reshapeChangesCount(from: input.shape, count: count, to: shape)
        }
        if input.layout == .channelsLast, sizes.count > 1 { sizes = [sizes[sizes.count - 1]] + sizes.dropLast() }
        var inference = Inference(FeatureShape(sizes))
        inference.field = .meaningless
        return inference
    }
}
