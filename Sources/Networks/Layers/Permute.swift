/// The axes in another order, counted from 1 in the network's layout, as in Keras: `[2, 1, 3]` swaps the first two.
public struct Permute: LayerKind {
    public var axes: [Int]

    public init(axes: [Int]) { self.axes = axes }

    static let declaration = LayerDeclaration(
        .permute, "The axes in another order.", main: "axes",
        example: .init("permute: { axes: [2, 1, 3] }", input: "3x80x40"),
        options: [
            .required("axes", .integers(atLeast: 1), "Which axis comes first, second, …, counted from 1.")
        ])

    init(_ options: LayerOptions) { self.init(axes: options.integers("axes")) }

    public var options: [String: OptionValue] { ["axes": .list(axes.map(OptionValue.integer))] }

    public func inferred(from input: LayerInput) throws(LayerProblem) -> Inference {
        let written = input.shape.sizes(in: input.layout)
        guard axes.sorted() == Array(1...written.count) else { throw .notAPermutation(axes, rank: written.count) }
        var order = axes.map { $0 - 1 }
        var sizes = order.map { written[$0] }
        let isSequence = input.shape.isSequence && axes == [1, 2]
        if input.layout == .channelsLast, !isSequence {
            // Channels come first inside.
            let last = order.count - 1
            order = ([order[last]] + order.dropLast()).map { $0 == last ? 0 : $0 + 1 }
            sizes = [sizes[last]] + sizes.dropLast()
        }
        var inference = Inference(FeatureShape(sizes, isSequence: isSequence))
        inference.field =
            order[0] == 0 ? .permuted(order.dropFirst().map { $0 - 1 }) : .meaningless
        return inference
    }
}
