package import Networks

/// A whole network as its layers' definitions make it.
package struct NetworkDefinition {
    /// By layer and role.
    package typealias Weights<Element: Scalar> = [String: [ParameterTensor.Role: Grid<Element>]]

    let network: Network
    let normalizesByBatch: Bool

    /// - Parameter normalizesByBatch: As in training.
    package init(_ network: Network, normalizesByBatch: Bool = false) {
        (self.network, self.normalizesByBatch) = (network, normalizesByBatch)
    }

    /// What every layer gives.
    ///
    /// - Parameter inputs: By name, each `[N, …]` with channels first.
    /// - Throws: ``ExecutionError`` for inputs and weights that are missing; as ``LayerDefinition/output(reading:weights:)``.
    package func outputs<Element: Scalar>(
        for inputs: [String: Grid<Element>], weights: Weights<Element>
    ) throws -> [String: Grid<Element>] {
        var values: [Node.Source: Grid<Element>] = [:]
        for (place, input) in network.inputs.enumerated() {
            guard let grid = inputs[input.name] else { throw ExecutionError.missingInput(input.name) }
            values[.input(place)] = grid
        }
        var outputs: [String: Grid<Element>] = [:]
        for (place, node) in network.nodes.enumerated() {
            let layer = LayerDefinition(node, layout: network.layout, normalizesByBatch: normalizesByBatch)
            // Sources stand before what reads them.
            let output = try layer.output(
                reading: node.sources.compactMap { values[$0] }, weights: weights[node.name] ?? [:])
            values[.node(place)] = output
            outputs[node.name] = output
        }
        return outputs
    }

    /// A loss, and its derivatives by every input and every parameter.
    package struct Gradients {
        package let loss: Double
        package let inputs: [String: Grid<Double>]
        package let weights: Weights<Double>
    }

    /// - Parameter loss: A number made of what the layers give, by name.
    /// - Throws: As ``outputs(for:weights:)``.
    package func gradients(
        for inputs: [String: Grid<Double>], weights: Weights<Double>,
        of loss: ([String: Grid<Traced>]) throws -> Traced
    ) throws -> Gradients {
        let tape = Tape()
        let tracedInputs = inputs.mapValues(tape.variables)
        let tracedWeights = weights.mapValues { $0.mapValues(tape.variables) }
        let loss = try loss(outputs(for: tracedInputs, weights: tracedWeights))
        let derivatives = tape.derivatives(of: loss)
        return Gradients(
            loss: loss.value, inputs: tracedInputs.mapValues(derivatives.by),
            weights: tracedWeights.mapValues { $0.mapValues(derivatives.by) })
    }
}

extension NetworkWeights {
    /// The parameters of a network's layers in Float64, exactly.
    package func definition(for network: Network) -> NetworkDefinition.Weights<Double> {
        Dictionary(uniqueKeysWithValues: network.nodes.map { ($0.name, self[$0.name].mapValues { Grid($0) }) })
    }
}
