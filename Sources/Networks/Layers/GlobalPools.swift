/// The greatest value of each channel. Input [C, …], output [C].
public struct GlobalMaxPool: LayerKind {
    public init() {}

    static let declaration = LayerDeclaration(
        .globalMaxPool, "The greatest value of each channel: a vector.",
        example: .init("global-max-pool", input: "512x7x7"),
        source: "Oquab et al., Is object localization for free?, 2015")

    public var options: [String: OptionValue] { [:] }

    public func inferred(from input: LayerInput) throws(LayerProblem) -> Inference {
        try input.shape.pooledGlobally()
    }
}

/// The mean of each channel. Input [C, …], output [C].
public struct GlobalAveragePool: LayerKind {
    public init() {}

    static let declaration = LayerDeclaration(
        .globalAveragePool, "The mean of each channel: a vector.",
        example: .init("global-average-pool", input: "512x7x7"),
        source: "Lin et al., Network in network, 2014")

    public var options: [String: OptionValue] { [:] }

    public func inferred(from input: LayerInput) throws(LayerProblem) -> Inference {
        try input.shape.pooledGlobally()
    }
}

extension FeatureShape {
    fileprivate func pooledGlobally() throws(LayerProblem) -> Inference {
        guard !isVector else { throw .needsImage(self) }
        var inference = Inference(FeatureShape([channels]))
        inference.field = .everything
        return inference
    }
}
