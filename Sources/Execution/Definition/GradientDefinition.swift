package import Networks

/// The derivatives of a number by a layer's inputs and parameters.
package struct DefinedGradients {
    /// Of each grid that was read.
    package let inputs: [Grid<Double>]
    /// Zeros for parameters that the number does not depend on, as the kept statistics in training.
    package let weights: [ParameterTensor.Role: Grid<Double>]
}

extension LayerDefinition {
    /// The gradient of Σ v·y, y being what the layer gives, by everything that goes into it.
    ///
    /// - Parameter v: Of the shape of y.
    /// - Throws: As ``output(reading:weights:)``.
    package func gradients(
        reading read: [Grid<Double>], weights: [ParameterTensor.Role: Grid<Double>], weighing v: Grid<Double>
    ) throws -> DefinedGradients {
        let tape = Tape()
        let tracedRead = read.map(tape.variables)
        let tracedWeights = weights.mapValues(tape.variables)
        let output = try output(reading: tracedRead, weights: tracedWeights)
        let derivatives = tape.derivatives(of: output.weighedSum(v))
        return DefinedGradients(
            inputs: tracedRead.map(derivatives.by), weights: tracedWeights.mapValues(derivatives.by))
    }
}

extension Tape {
    func variables(_ values: Grid<Double>) -> Grid<Traced> { values.map(variable) }
}

extension Tape.Derivatives {
    func by(_ grid: Grid<Traced>) -> Grid<Double> { grid.map(by) }
}

extension Grid {
    /// Σ v·y
    package func weighedSum(_ weights: Grid<Double>) -> Element {
        precondition(weights.sizes == sizes, "weights \(weights.sizes) for \(sizes)")
        return zip(elements, weights.elements).reduce(0) { $0 + $1.0 * Element($1.1) }
    }
}
