import Execution
import Figures
import Networks
import Training

/// Reads what a run of an experiment can have of its own: the network, and how it learns.
struct RunReader {
    enum Key: String, CaseIterable {
        case network, weights, frozen, initializer, seed, optimizer, rate, schedule
        case weightDecay = "weight-decay"
    }

    /// The experiment's file.
    let path: String
    /// Where paths begin.
    let folder: String

    /// - Parameters:
    ///   - name: Empty for the only run.
    ///   - values: The experiment's own, a run's in place of them.
    ///   - node: Where something missing is told.
    func run(
        _ name: String, _ values: [String: SourceNode], _ node: SourceNode, _ problems: inout ProblemList
    ) -> Experiment.Run? {
        let network = network(values, node, &problems)
        let (optimizer, initializer) = (
            optimizer(values[Key.optimizer.rawValue], &problems),
            initializer(values[Key.initializer.rawValue], &problems)
        )
        let schedule = schedule(values[Key.schedule.rawValue], &problems)
        let rate = problems.number(values[Key.rate.rawValue], "rate", 1e-9...1000)
        let decay = problems.number(values[Key.weightDecay.rawValue], "weight-decay", 0...1000)
        let seed = problems.seed(values[Key.seed.rawValue], "seed")
        guard let network else { return nil }
        return Experiment.Run(
            name: name, network: network, initializer: initializer ?? .he, seed: seed ?? 0,
            optimizer: optimizer ?? .adam, schedule: schedule ?? .constant, rate: rate.map { Float($0) },
            weightDecay: Float(decay ?? 0), weights: weights(values[Key.weights.rawValue], network, &problems))
    }

    // MARK: Network

    private func network(
        _ values: [String: SourceNode], _ node: SourceNode, _ problems: inout ProblemList
    ) -> Network? {
        guard let source = values[Key.network.rawValue] else {
            problems.add(.missingKey("network"), node.location)
            return nil
        }
        guard let network = unfrozen(source, &problems) else { return nil }
        let names = problems.texts(values[Key.frozen.rawValue], "frozen", "layers, as [conv1, conv2]") ?? []
        let layers = network.nodes.map(\.name)
        for (name, node) in names where !layers.contains(name) {
            problems.add(unknownLayer: name, among: layers, node.location)
        }
        let frozen = network.freezing(Set(names.map(\.text)))
        let learns = frozen.nodes.contains { node in
            !node.isFrozen && node.inference.parameters.tensors.contains { $0.role.isTrained }
        }
        if !learns {
            problems.add(
                .stated("no layer of \(network.title) learns: none has weights that are not frozen."), source.location)
        }
        return frozen
    }

    /// A name, a file, a chain, or the network itself.
    private func unfrozen(_ source: SourceNode, _ problems: inout ProblemList) -> Network? {
        guard let text = source.scalar else {
            do throws(NetworkError) {
                return try NetworkReader.network(source).withLabels(relativeTo: folder)
            } catch {
                problems.add(error)
                return nil
            }
        }
        let read = problems.reading(source) { try NetworkSource(text, relativeTo: folder).read() }
        guard let read else { return nil }
        guard read.graph == nil else {
            problems.add(
                .stated("\(text): ONNX graphs do not learn here. Write the network as YAML, or as a chain."),
                source.location)
            return nil
        }
        return read.network
    }

    private func weights(
        _ node: SourceNode?, _ network: Network, _ problems: inout ProblemList
    ) -> NetworkWeights? {
        guard let node, let path = problems.text(node, "weights", "a file of weights") else { return nil }
        let file = FileSystem.resolved(path, relativeTo: folder)
        return problems.reading(node) {
            let (weights, report) = NetworkWeights.matched(try WeightsFile.read(file), to: network)
            guard report.isComplete else { throw WeightsMismatch(path: file, report: report) }
            return weights
        }
    }

    // MARK: How it learns

    private func initializer(_ node: SourceNode?, _ problems: inout ProblemList) -> Initializer? {
        guard let node else { return nil }
        do throws(ParameterError) {
            return try Initializer(.text(node.scalar ?? ""))
        } catch {
            return problems.refuse(node, "initializer", error.expected)
        }
    }

    private func optimizer(_ node: SourceNode?, _ problems: inout ProblemList) -> Optimizer? {
        guard let node, let (name, given) = problems.variant(node, "optimizer", of: ["sgd", "adam", "adamw"]) else {
            return nil
        }
        let options = given ?? SourceNode(.mapping([]), at: node.location)
        if name == "sgd" {
            let values = problems.values(of: options, keys: ["momentum", "nesterov"], "options, as { momentum: 0.9 }")
            let momentum = problems.number(values["momentum"], "momentum", 0...0.9999) ?? 0
            let nesterov = problems.flag(values["nesterov"], "nesterov") ?? false
            if nesterov, momentum == 0, let node = values["nesterov"] {
                problems.add(
                    .stated("Nesterov's look ahead needs momentum, as { momentum: 0.9, nesterov: true }."),
                    node.location)
            }
            return .sgd(momentum: Float(momentum), nesterov: nesterov)
        }
        let values = problems.values(of: options, keys: ["beta1", "beta2", "epsilon"], "options, as { beta1: 0.9 }")
        return .adam(
            beta1: Float(problems.number(values["beta1"], "beta1", 0...0.9999) ?? 0.9),
            beta2: Float(problems.number(values["beta2"], "beta2", 0...0.999999) ?? 0.999),
            epsilon: Float(problems.number(values["epsilon"], "epsilon", 1e-12...1) ?? 1e-8),
            decouplesDecay: name == "adamw")
    }

    private func schedule(_ node: SourceNode?, _ problems: inout ProblemList) -> Schedule? {
        let names = ["constant", "steps", "exponential", "cosine"]
        guard let node, let (name, options) = problems.variant(node, "schedule", of: names) else { return nil }
        switch (name, options) {
        case ("constant", nil): return .constant
        case ("cosine", _):
            return .cosine(final: Float(problems.number(options, "cosine", 0...1) ?? 0))
        case ("exponential", let options?):
            return problems.number(options, "exponential", 0.0001...1).map { .exponential(factor: Float($0)) }
        case ("steps", let options?):
            let values = problems.values(
                of: options, keys: ["every", "factor"], "epochs, as { every: 5, factor: 0.1 }")
            guard values["every"] != nil else {
                problems.add(.missingKey("every"), options.location)
                return nil
            }
            let every = problems.integer(values["every"], "every", 1...1_000_000)
            let factor = problems.number(values["factor"], "factor", 0.0001...1) ?? 0.1
            return every.map { .steps(every: $0, factor: Float(factor)) }
        default:
            return problems.refuse(
                node, "schedule", "constant, cosine, { exponential: 0.9 } or { steps: { every: 5, factor: 0.1 } }")
        }
    }
}
