import Networks
import Tensors

/// One node of the network to be, with the steps of the graph that it stands for.
struct Match {
    var layer: Layer
    var normalization: BatchNorm?
    var activation: Activation?
    /// The names of what it reads.
    let sources: [String]
    var result: String
    /// Places among the graph's steps.
    var members: [Int]
    var weights: [ParameterTensor.Role: GraphWeight] = [:]
    /// The name of its weights in the graph: what people know a layer by.
    var weightName: String?
    /// For what no layer stands for.
    var operation: (step: GraphStep, output: Int)?

    init(_ layer: Layer, reading sources: [String], to result: String, members: [Int]) {
        (self.layer, self.sources, self.result, self.members) = (layer, sources, result, members)
    }
}

/// Finds the layers that people know among the operators of a graph.
///
/// A layer is only taken for what it is if it gives the very shape that the operators give.
struct Recognition {
    let values: GraphValues
    /// The values that are results: they must not disappear inside a layer.
    private let results: Set<String>
    /// For each value, the places of the steps that read it, once for each time.
    private let readers: [String: [Int]]
    /// By what they read.
    private var activations: [String: ActivationMatch] = [:]
    private var activationsByMember: [Int: ActivationMatch] = [:]

    var steps: [GraphStep] { values.steps }

    init(_ values: GraphValues, _ graph: OperatorGraph) {
        self.values = values
        results = Set(graph.outputs.map(values.resolved))
        var readers: [String: [Int]] = [:]
        for (place, step) in values.steps.enumerated() {
            for name in step.inputs where !name.isEmpty { readers[name, default: []].append(place) }
        }
        self.readers = readers
        for place in steps.indices {
            guard let found = activation(at: place) else { continue }
            activations[found.source] = found
            for member in found.members { activationsByMember[member] = found }
        }
    }

    /// All nodes, each after those that it reads.
    func matches() -> [Match] {
        var isTaken = [Bool](repeating: false, count: steps.count)
        var all: [(last: Int, match: Match)] = []
        for place in steps.indices where !isTaken[place] {
            let found = activationsByMember[place].map(Match.init) ?? layer(at: place).map(completed)
            for match in found.map({ [$0] }) ?? operators(at: place) {
                for member in match.members { isTaken[member] = true }
                all.append((match.members.max() ?? place, match))
            }
        }
        // The result of a layer stands where its last step did.
        return all.enumerated().sorted { ($0.element.last, $0.offset) < ($1.element.last, $1.offset) }
            .map(\.element.match)
    }

    // MARK: What recognisers ask

    /// The step that alone reads a value, if the value can disappear.
    func onlyReader(of value: String) -> Int? {
        guard let places = readers[value], places.count == 1, !results.contains(value) else { return nil }
        return places[0]
    }

    func readers(of value: String) -> [Int] { readers[value] ?? [] }

    func isResult(_ value: String) -> Bool { results.contains(value) }

    /// The shape of a value that is computed from the inputs, in floats.
    func shape(_ value: String) -> Shape? {
        guard let kind = values.computed(value), kind.type == .float else { return nil }
        return kind.shape
    }

    func constant(_ step: GraphStep, _ input: Int) -> OperatorGraph.Constant? {
        input < step.inputs.count ? values.constant(step.inputs[input]) : nil
    }

    /// The layer, if what comes out of it has the shape of `result`.
    func match(_ layer: Layer, reading sources: [String], to result: String, members: [Int]) -> Match? {
        let shapes = sources.compactMap(shape)
        guard shapes.count == sources.count, shapes.allSatisfy({ $0.rank > 1 }), let wanted = shape(result),
            shapes.allSatisfy({ $0[0] == wanted[0] }),
            let inference = try? layer.kind.inferred(from: LayerInput(shapes.map(\.features))),
            inference.shape == wanted.features
        else { return nil }
        return Match(layer, reading: sources, to: result, members: members)
    }

    /// A layer with the normalisation and the activation that only it feeds.
    private func completed(_ match: Match) -> Match {
        var match = match
        let takesActivation = match.layer.name?.declaration.takesActivation ?? false
        guard takesActivation else { return match }
        if match.layer.isWeighted, let place = onlyReader(of: match.result), let norm = normalization(at: place) {
            match.normalization = norm.layer
            match.weights.merge(norm.weights) { $1 }
            match.members += norm.members
            match.result = norm.result
        }
        // Scores before softmax are something that people ask for.
        if !results.contains(match.result), let found = activations[match.result], found.activation.function != .softmax
        {
            match.activation = found.activation
            match.members += found.members
            match.result = found.result
        }
        return match
    }

    private func layer(at place: Int) -> Match? {
        let step = steps[place]
        guard !step.outputs.isEmpty, !step.outputs[0].isEmpty else { return nil }
        return convolution(step, place) ?? pool(step, place) ?? dense(step, place) ?? merge(step, place)
            ?? rearrangement(step, place) ?? normalisation(step, place)
    }
}

extension Layer {
    /// Whether batch normalisation behind it is known as a part of it.
    fileprivate var isWeighted: Bool {
        switch self {
        case .conv, .convTranspose, .depthwiseConv, .dense: true
        case .separableConv, .locallyConnected, .maxPool, .averagePool, .globalMaxPool, .globalAveragePool, .roiPool,
            .spatialPyramidPool, .flatten, .reshape, .permute, .batchNorm, .localResponseNorm, .dropout, .activation,
            .add, .concat, .multiply, .zeroPad, .crop, .upsample, .pixelShuffle, .pixelUnshuffle, .lstm, .operator:
            false
        }
    }
}
