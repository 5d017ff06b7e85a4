/// What every kind of layer answers.
public protocol LayerKind: Hashable, Sendable {
    /// Its options, by name, for writing; those at their default included.
    var options: [String: OptionValue] { get }

    /// What comes out of it, and how: shape, derivations, parameters, receptive field.
    ///
    /// - Throws: ``LayerProblem`` for an input that it cannot take.
    func inferred(from input: LayerInput) throws(LayerProblem) -> Inference
}

/// What a layer reads.
public struct LayerInput: Sendable {
    public let shapes: [FeatureShape]
    /// In which order the network writes its shapes; `flatten` and `reshape` read elements in it.
    public let layout: Layout

    public init(_ shapes: [FeatureShape], layout: Layout = .channelsFirst) {
        (self.shapes, self.layout) = (shapes, layout)
    }

    /// The one shape that most kinds read.
    public var shape: FeatureShape { shapes[0] }
}

/// What a layer kind says about one use of it.
public struct Inference: Sendable {
    public let shape: FeatureShape
    /// How the sizes come about; empty where they are the input's.
    public var sizes: [Derivation] = []
    public var parameters: ParameterSet = .none
    /// What must not be negative for windows to fit, where that depends on unknown sizes.
    public var conditions: [Quantity] = []
    /// Nothing for layers that multiply by no weights.
    public var multiplyAccumulates: Derivation?
    /// How the receptive field changes.
    public var field: FieldRule = .unchanged

    init(_ shape: FeatureShape) { self.shape = shape }
}
