import Networks
import Tensors
import Training

/// Reads `expect:` of an experiment: one mapping, or a list of them for different runs.
struct ClaimReader {
    let runs: [Experiment.Run]

    func claims(_ node: SourceNode?, _ problems: inout ProblemList) -> [TrainingClaim] {
        guard let node else { return [] }
        let keys = ["run", "kernel"] + TrainingClaim.Measure.allCases.map(\.rawValue)
        var claims: [TrainingClaim] = []
        for item in node.items {
            let values = problems.values(of: item, keys: keys, "what is promised, as { accuracy: at least 0.97 }")
            let run = problems.text(values["run"], "run", "a run's name")
            if let run, let node = values["run"], !runs.contains(where: { $0.name == run }) {
                let names = runs.map(\.name).filter { !$0.isEmpty }
                let expectation = names.isEmpty ? "left out, since there is one run" : names.joined(separator: " or ")
                problems.add(.badValue(option: "run", found: node.excerpt, expectation: expectation), node.location)
            }
            for measure in TrainingClaim.Measure.allCases {
                guard let node = values[measure.rawValue] else { continue }
                guard let bound = bound(node) else {
                    problems.add(
                        .badValue(
                            option: measure.rawValue, found: node.excerpt,
                            expectation: "'at least' or 'at most' a number"),
                        node.location)
                    continue
                }
                claims.append(TrainingClaim(.measure(measure, bound), run: run, location: node.location))
            }
            if let node = values["kernel"], let statement = kernels(node, run, &problems) {
                claims.append(TrainingClaim(statement, run: run, location: node.location))
            }
        }
        return claims
    }

    private func bound(_ node: SourceNode) -> TrainingClaim.Bound? {
        let words = node.scalar?.split(separator: " ") ?? []
        guard words.count == 3, words[0] == "at", let number = Double(words[2]), number.isFinite else { return nil }
        switch words[1] {
        case "least": return .atLeast(number)
        case "most": return .atMost(number)
        default: return nil
        }
    }

    /// `{ layer: conv1, filter: sobel-x, within: 0.01 }`
    private func kernels(
        _ node: SourceNode, _ run: String?, _ problems: inout ProblemList
    ) -> TrainingClaim.Statement? {
        let values = problems.values(
            of: node, keys: ["layer", "filter", "within"],
            "a kernel, as { layer: conv1, filter: sobel-x, within: 0.01 }")
        for key in ["layer", "filter"] where values[key] == nil { problems.add(.missingKey(key), node.location) }
        guard let layerNode = values["layer"], let filterNode = values["filter"],
            let layer = problems.text(layerNode, "layer", "a layer's name"),
            let filters = DataReader.filters(filterNode, &problems)
        else { return nil }
        for candidate in runs where run == nil || candidate.name == run {
            guard let node = candidate.network.node(named: layer) else {
                problems.add(unknownLayer: layer, among: candidate.network.nodes.map(\.name), layerNode.location)
                return nil
            }
            let shape =
                node.inference.parameters.tensors.first { $0.role == .weight }?.shape.compactMap(\.integer) ?? []
            guard shape.count == 4, shape[0] == filters.count, shape[1] == 1 else {
                problems.add(
                    .stated(
                        """
                        \(layer) has no \(filters.count == 1 ? "single kernel" : "\(filters.count) kernels") over one \
                        channel, which could become \(filters.map(\.name).joined(separator: ", ")).
                        """), layerNode.location)
                return nil
            }
        }
        let within = problems.number(values["within"], "within", 0...1000) ?? 0.01
        return .kernels(layer: layer, filters, within: within)
    }
}
