import Execution
import Networks
import Tensors

extension Trainer {
    /// What goes forward and back for an experiment.
    ///
    /// - Throws: ``TrainingError`` if network, loss and data do not go together.
    static func pass(_ network: Network, _ experiment: Experiment, _ data: Dataset) throws -> TrainingPass {
        guard network.inputs.count == 1 else {
            throw TrainingError.oneInputNeeded(network: network.title, inputs: network.inputs.count)
        }
        guard network.outputs.count == 1, let output = network.outputs.first else {
            throw TrainingError.oneOutputNeeded(
                network: network.title, outputs: network.outputs.map { network.nodes[$0].name })
        }
        let input = network.inputs[0].shape
        guard data.inputs.shape.rank == input.rank + 1,
            zip(input.sizes, data.inputs.shape.dropFirst()).allSatisfy({ ($0.integer ?? $1) == $1 })
        else {
            throw TrainingError.samplesDoNotFit(
                network: network.title, samples: Shape(Array(data.inputs.shape.dropFirst())), input: input.text())
        }
        let node = network.nodes[output]
        let pass = try TrainingPass(
            network, output: output, givesScores: experiment.loss == .crossEntropy && node.endsInSoftmax)
        guard pass.plan.steps.contains(where: \.learns) else {
            throw TrainingError.nothingLearns(network: network.title)
        }
        let sizes = node.output.sizes.compactMap(\.integer)
        let outputs = sizes.reduce(1, *)
        switch (experiment.loss, data.targets) {
        case (.crossEntropy, .values):
            throw TrainingError.classesNeeded(loss: experiment.loss)
        case (.crossEntropy, .classes(_, let names)), (.meanSquaredError, .classes(_, let names)):
            guard outputs == names.count else {
                throw TrainingError.tooFewClasses(layer: node.name, outputs: outputs, classes: names.count)
            }
            if experiment.loss == .crossEntropy, !node.endsInSoftmax, node.endsInNonlinearity {
                throw TrainingError.scoresNeeded(layer: node.name, activation: node.lastActivation!.function.rawValue)
            }
        case (.meanSquaredError, .values(let values)):
            guard sizes == Array(values.shape.dropFirst()) else {
                throw TrainingError.targetsDoNotFit(
                    layer: node.name, outputs: Shape(sizes), targets: Shape(Array(values.shape.dropFirst())))
            }
        }
        return pass
    }

    /// Whether a run can be begun, before any work is done.
    ///
    /// - Throws: ``TrainingError`` if experiment and data do not go together, `ExecutionError`.
    public static func check(_ run: Experiment.Run, of experiment: Experiment, data: Dataset) throws {
        _ = try pass(run.network, experiment, data)
        try checkRecording(run, experiment)
    }

    /// - Throws: ``TrainingError`` for layers that are not there.
    static func checkRecording(_ run: Experiment.Run, _ experiment: Experiment) throws(TrainingError) {
        let names = run.network.nodes.map(\.name)
        let recording = experiment.recording
        for (option, layers) in [
            ("record: kernels", recording.kernels), ("record: activations", recording.activations),
            ("sparsity", experiment.sparsity.map { [$0.layer] } ?? []),
        ] {
            for layer in layers where !names.contains(layer) {
                throw .noSuchLayer(layer, option: option, nearest: nearest(layer, among: names))
            }
        }
        for layer in recording.kernels where !hasKernels(run.network.node(named: layer)!) {
            throw .noKernels(layer)
        }
    }

    /// Layers whose weights are pictures: the first convolution unless others are asked for.
    var kernelLayers: [String] {
        let asked = experiment.recording.kernels
        guard asked.isEmpty else { return asked }
        return run.network.nodes.first { Self.hasKernels($0) }.map { [$0.name] } ?? []
    }

    private static func hasKernels(_ node: Node) -> Bool {
        node.inference.parameters.tensors.contains { $0.role == .weight || $0.role == .depthwiseWeight }
    }
}

extension Node {
    var lastActivation: Activation? {
        if let activation { return activation }
        if case .activation(let activation) = layer { return activation }
        return nil
    }

    var endsInSoftmax: Bool { lastActivation?.function == .softmax }
    /// Whether scores could not be anything any more.
    fileprivate var endsInNonlinearity: Bool { lastActivation != nil }
}
