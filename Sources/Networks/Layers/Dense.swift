/// Every output is a weighted sum of all inputs.
///
/// Input [n], output [u], weights [u, n]; on a sequence [T, n] the same at each step.
public struct Dense: LayerKind {
    public var units: Int
    public var hasBias: Bool

    public init(units: Int, hasBias: Bool = true) { (self.units, self.hasBias) = (units, hasBias) }

    static let declaration = LayerDeclaration(
        .dense, "Fully connected: each unit weighs all inputs.", main: "units", takesActivation: true,
        example: .init("dense: { units: 10, activation: softmax }", input: "256"),
        source: "Rosenblatt, The perceptron, 1958",
        options: [.units, .bias])

    init(_ options: LayerOptions) { self.init(units: options.integer("units"), hasBias: options.flag("bias")) }

    public var options: [String: OptionValue] { ["units": .integer(units), "bias": .flag(hasBias)] }

    public func inferred(from input: LayerInput) throws(LayerProblem) -> Inference {
        let shape = input.shape
        guard shape.isVector || shape.isSequence else { throw .needsVector(shape) }
        let features = shape.channels
        let bindings: [Derivation.Binding] = [.init(.features, features), .init(.units, Quantity(units))]
        var inference = Inference(shape.replacingChannels(Quantity(units)))
        inference.parameters = ParameterSet(
            tensors: [ParameterTensor(.weight, [Quantity(units), features])]
                + (hasBias ? [ParameterTensor(.bias, [Quantity(units)])] : []),
            count: Derivation(.parameters, (hasBias ? .features + 1 : .features) * .units, bindings))
        inference.multiplyAccumulates =
            shape.isSequence
            ? Derivation(
                .multiplyAccumulates, .steps * .features * .units, bindings + [.init(.steps, shape.sizes[0])])
            : Derivation(.multiplyAccumulates, .features * .units, bindings)
        inference.field = .everything
        return inference
    }
}
