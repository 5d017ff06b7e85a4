import Networks

extension Inference {
    /// How many parameters there are, and why; for kinds without any, none.
    var parameterCount: Derivation {
        // Every way of counting agrees on the kinds that these figures draw.
        parameters.count(.pytorch) ?? Derivation(.parameters, 0)
    }
}
