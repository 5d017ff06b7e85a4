/// Long short-term memory: a state of `units` values goes along the steps, changed through four gates.
///
/// Input [T, n], output [u], the last state, or [T, u]; weights [4u, n] and [4u, u].
/// Source: Hochreiter and Schmidhuber, *Long short-term memory*, 1997.
public struct LSTM: LayerKind {
    public var units: Int
    /// Whether the states of all steps come out, not the last only.
    public var returnsSequences: Bool

    public init(units: Int, returnsSequences: Bool = false) {
        (self.units, self.returnsSequences) = (units, returnsSequences)
    }

    static let declaration = LayerDeclaration(
        .lstm, "A recurrent layer: a state of `units` values goes along the steps.", main: "units",
        example: .init("lstm: { units: 4, return-sequences: true }", input: "10x3"),
        source: "Hochreiter and Schmidhuber, Long short-term memory, 1997",
        options: [
            .units,
            .optional(
                "return-sequences", .flag, default: .flag(false), "Whether the states of all steps come out."),
        ])

    init(_ options: LayerOptions) {
        self.init(units: options.integer("units"), returnsSequences: options.flag("return-sequences"))
    }

    public var options: [String: OptionValue] {
        ["units": .integer(units), "return-sequences": .flag(returnsSequences)]
    }

    public func inferred(from input: LayerInput) throws(LayerProblem) -> Inference {
        // What has two axes is read, in the order in which it is written, as steps x features.
        guard input.shape.rank == 2 else { throw .needsSequence(input.shape) }
        let written = input.shape.sizes(in: input.layout)
        let (steps, features) = (written[0], written[1])
        let units = Quantity(units)
        var inference = Inference(
            returnsSequences ? FeatureShape([steps, units], isSequence: true) : FeatureShape([units]))
        let bindings: [Derivation.Binding] = [.init(.features, features), .init(.units, units)]
        inference.parameters = ParameterSet(
            tensors: [
                ParameterTensor(.inputWeight, [4 * units, features]),
                ParameterTensor(.recurrentWeight, [4 * units, units]),
                ParameterTensor(.inputBias, [4 * units]), ParameterTensor(.recurrentBias, [4 * units]),
            ],
            count: Derivation(
                .parameters, 4 * (.units * (.features + .units) + 2 * .units), bindings,
                remark: "four gates, each with a bias for the input and one for the state"),
            keras: Derivation(
                .parameters, 4 * (.units * (.features + .units) + .units), bindings,
                remark: "four gates, each with one bias"))
        inference.multiplyAccumulates = Derivation(
            .multiplyAccumulates, .steps * 4 * .units * (.features + .units), bindings + [.init(.steps, steps)])
        inference.field = .everything
        return inference
    }
}
