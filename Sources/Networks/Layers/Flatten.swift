/// All values in a row: element (c, y, x) goes to (c·H + y)·W + x; channels last, in that order.
///
/// Input of any shape, output [n].
public struct Flatten: LayerKind {
    public init() {}

    static let declaration = LayerDeclaration(
        .flatten, "All values in a row, for a dense layer.", example: .init("flatten", input: "64x5x5"))

    public var options: [String: OptionValue] { [:] }

    public func inferred(from input: LayerInput) throws(LayerProblem) -> Inference {
        let shape = input.shape
        guard !shape.isVector else { return Inference(shape) }
        let sizes = shape.sizes(in: input.layout)
        let names = shape.sizeSymbols(in: input.layout)
        let count = Derivation(
            .output(axes: ["values"]), .product(of: names.map(Expression.symbol)),
            zip(names, sizes).map { .init($0, $1) })
        var inference = Inference(FeatureShape([count.value]))
        inference.sizes = [count]
        inference.field = .meaningless
        return inference
    }
}

extension FeatureShape {
    /// C, H, W as symbols, in the order of a layout.
    func sizeSymbols(in layout: Layout) -> [Expression.Symbol] {
        if isSequence { return [.steps, .features] }
        let axes = axisNames.map { Expression.Symbol($0.prefix(1).uppercased(), $0) }
        switch layout {
        case .channelsFirst: return [.channels] + axes
        case .channelsLast: return axes + [.channels]
        }
    }
}
