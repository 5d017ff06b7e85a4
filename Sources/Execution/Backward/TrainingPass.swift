package import Networks
package import Tensors

/// A network run forward so that it can learn, and back again. Only gradients that a ``BackwardPlan`` needs are computed.
package struct TrainingPass: Sendable {
    package let network: Network
    package let plan: BackwardPlan
    /// The one layer whose outputs the loss reads.
    package let output: Int
    /// Whether a softmax at the end is left to the loss, which then is given the scores that go into it.
    package let givesScores: Bool

    /// - Throws: ``ExecutionError/noGradient(layer:kind:)`` for a layer on the way back that has none.
    package init(_ network: Network, output: Int, givesScores: Bool) throws(ExecutionError) {
        (self.network, self.output, self.givesScores) = (network, output, givesScores)
        plan = BackwardPlan(network)
        for (place, step) in plan.steps.enumerated()
        where step.isReached && !LayerBackward.exists(for: network.nodes[place].layer) {
            throw .noGradient(layer: network.nodes[place].name, kind: network.nodes[place].layer.kindName)
        }
    }

    /// What a way forward leaves behind.
    package struct Forward {
        fileprivate var traces: [Int: LayerTrace] = [:]
        fileprivate var outputs: [Int: Tensor] = [:]
        /// By layer that normalised by its batch: what its running statistics are to follow.
        package fileprivate(set) var statistics: [String: BatchStatistics] = [:]

        /// What a layer gave, if it is the network's output or gradients go through it.
        package func output(of place: Int) -> Tensor? { outputs[place] ?? traces[place]?.output }
    }

    /// Of one batch, by channel.
    package struct BatchStatistics {
        package let mean: [Float]
        /// Each value counting once, and the number of values: a running variance is that of n/(n − 1) times as much.
        package let variance: [Float]
        package let count: Int
    }

    /// - Parameters:
    ///   - inputs: One for each of the network's inputs, `[N, …]`.
    ///   - seed: What dropout draws from.
    /// - Throws: ``ExecutionError``.
    package func forward(
        _ inputs: [Tensor], weights: NetworkWeights, seed: UInt64
    ) throws(ExecutionError) -> Forward {
        var forward = Forward()
        var readers = [Int](repeating: 0, count: network.nodes.count)
        for node in network.nodes { for case .node(let place) in node.sources { readers[place] += 1 } }
        readers[output] += 1
        for (place, node) in network.nodes.enumerated() where readers[place] > 0 {
            let read = node.sources.map { source -> Tensor in
                switch source {
                case .input(let index): return inputs[index]
                case .node(let source): return forward.output(of: source)!
                }
            }
            let isScores = givesScores && place == output
            let trace: LayerTrace
            do {
                trace = try LayerForward(layout: network.layout, weights: weights[node.name]).trace(
                    of: node, read, seed: seed &+ UInt64(place) &* 0xD1B5_4A32_D192_ED03,
                    learns: plan.steps[place].learns, activates: !isScores)
            } catch {
                throw .layer(name: node.name, reason: "\(error)")
            }
            if plan.steps[place].isReached {
                forward.traces[place] = trace
            } else {
                forward.outputs[place] = trace.output
            }
            if let norm = trace.normalization {
                forward.statistics[node.name] = BatchStatistics(
                    mean: norm.mean, variance: norm.variance,
                    count: norm.input.shape.elementCount / norm.mean.count)
            }
            for case .node(let source) in node.sources {
                readers[source] -= 1
                if readers[source] == 0 { forward.outputs[source] = nil }
            }
        }
        return forward
    }

    /// The gradients of the parameters that learn, by layer.
    ///
    /// - Parameter cotangents: By layer, the gradient of the loss with respect to its outputs.
    /// - Throws: ``ExecutionError``.
    package func backward(
        _ forward: consuming Forward, weights: NetworkWeights, cotangents: [Int: Tensor]
    ) throws(ExecutionError) -> [String: NetworkWeights.Layer] {
        var cotangents = cotangents
        var gradients: [String: NetworkWeights.Layer] = [:]
        for (place, step) in plan.steps.enumerated().reversed() where step.isReached {
            guard let cotangent = cotangents.removeValue(forKey: place),
                let trace = forward.traces.removeValue(forKey: place)
            else { continue }
            let node = network.nodes[place]
            let backward = LayerBackward(layout: network.layout, weights: weights[node.name])
            let found: LayerGradients
            do {
                found = try backward.gradients(
                    of: node, trace, cotangent, wanted: step.passesOn, learns: step.learns,
                    activates: !(givesScores && place == output))
            } catch {
                throw .layer(name: node.name, reason: "\(error)")
            }
            if step.learns { gradients[node.name] = found.weights }
            for (source, gradient) in zip(node.sources, found.inputs) {
                guard case .node(let place) = source, let gradient else { continue }
                if let others = cotangents.removeValue(forKey: place) {
                    cotangents[place] = others.joined(with: gradient, +)
                } else {
                    cotangents[place] = gradient
                }
            }
        }
        return gradients
    }
}
