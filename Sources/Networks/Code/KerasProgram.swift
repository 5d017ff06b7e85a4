/// A network as a Keras model: a list of layers where it is a chain, the functional way otherwise.
struct KerasProgram {
    let plan: CodePlan
    private let names: (inputs: [String], nodes: [String], objects: [String])
    /// Inputs of two axes that only recurrent layers read: they come as steps and features, as people have them.
    private let stepInputs: Set<Int>

    init(_ plan: CodePlan) {
        self.plan = plan
        names = plan.names(avoiding: Self.reserved)
        stepInputs = Set(
            plan.network.inputs.indices.filter { index in
                let readers = plan.network.nodes.filter { $0.sources.contains(.input(index)) }
                return plan.network.inputs[index].shape.rank == 2
                    && readers.allSatisfy { if case .lstm = $0.layer { true } else { false } }
            })
    }

    private static let reserved: Set<String> = [
        "x", "keras", "layers", "ops", "np", "model", "output", "outputs", "shape", "shapes", "roi_pool",
        "spatial_pyramid_pool", "local_response_norm", "bins",
    ]

    private var nodes: [Node] { plan.network.nodes }
    private var layout: Layout { plan.network.layout }

    private func value(_ source: Node.Source) -> String {
        switch source {
        case .input(let index): names.inputs[index]
        case .node(let index): names.nodes[index]
        }
    }

    private func isSteps(_ source: Node.Source) -> Bool {
        switch source {
        case .input(let index): stepInputs.contains(index)
        case .node: false
        }
    }

    func text() throws(CodeError) -> String {
        var steps: [[CodeStep]] = []
        var problems: [CodeError.Problem] = []
        for node in nodes {
            let layers = KerasLayers(
                plan: plan, node: node, areSteps: (node.sources.map(isSteps), false))
            switch layers.steps(reading: node.sources.map(value)) {
            case .success(let found): steps.append(found)
            case .failure(let why):
                problems.append(CodeError.Problem(layer: node.name, kind: node.layer.kindName, reason: why.reason))
            }
        }
        guard problems.isEmpty else { throw CodeError(framework: .keras, problems: problems) }
        let isList = plan.isChain && steps.allSatisfy { $0.allSatisfy(\.isChainable) }
        let body = isList ? list(steps) : functional(steps)
        let all = (body + check).joined(separator: "\n")
        let helpers = KerasHelper.allCases.filter { all.contains($0.name + "(") }.map(\.text)
        let modules = ["layers", "ops"].filter { name in
            name == "layers" || all.contains("\(name).") || helpers.contains { $0.contains("\(name).") }
        }
        let imports =
            [
                "import keras",
                all.contains("np.") || helpers.contains { $0.contains("np.") } ? "import numpy as np" : nil,
            ]
            .compactMap(\.self) + ["from keras import \(modules.joined(separator: ", "))"]
        return (plan.docstring(.keras) + [""] + imports).joined(separator: "\n") + "\n\n"
            + helpers.map { "\n\($0)\n\n" }.joined() + (helpers.isEmpty ? "" : "\n") + all + "\n"
    }

    /// The sizes as the program has them: channels last.
    private func sizes(_ shape: FeatureShape, isSteps: Bool = false) -> [Quantity] {
        isSteps ? shape.sizes(in: layout) : shape.sizes(in: .channelsLast)
    }

    private func inputSizes(_ index: Int) -> [Quantity] {
        sizes(plan.network.inputs[index].shape, isSteps: stepInputs.contains(index))
    }

    private func inputText(_ index: Int) -> String {
        "keras.Input(" + Python.tuple(inputSizes(index).map { $0.integer.map { "\($0)" } ?? "None" }) + ")"
    }

    /// What comes out, and a word on the order in which values are flattened.
    private func comment(_ index: Int) -> String {
        let node = nodes[index]
        let text = sizes(node.output).map(\.factorText).joined(separator: "x")
        guard case .flatten = node.layer, layout == .channelsFirst, node.inputs[0].rank > 1, !node.inputs[0].isSequence
        else { return text }
        let isOrderFree = node.inputs[0].spatial.allSatisfy { $0 == 1 } || node.inputs[0].channels == 1
        return isOrderFree ? text : text + ", place by place: PyTorch goes channel by channel"
    }

    private func list(_ steps: [[CodeStep]]) -> [String] {
        var lines = ["model = keras.Sequential([", "    \(inputText(0)),"]
        for (index, steps) in steps.enumerated() {
            if let heading = plan.heading(at: index), !heading.isEmpty { lines.append("    \(heading)") }
            let modules = steps.flatMap(\.modules)
            for (place, module) in modules.enumerated() {
                let isLast = place == modules.count - 1
                lines.append(CodePlan.line("    \(module),", comment: isLast ? comment(index) : ""))
            }
        }
        return lines + ["])"]
    }

    private func functional(_ steps: [[CodeStep]]) -> [String] {
        // The input keeps a name of its own: the model is made from it.
        let inputs = names.inputs.map { $0 == "x" ? "image" : $0 }
        var lines = inputs.indices.map { "\(inputs[$0]) = \(inputText($0))" }
        for (index, steps) in steps.enumerated() {
            if let heading = plan.heading(at: index) { lines += heading.isEmpty ? [""] : ["", heading] }
            let target = names.nodes[index]
            var value = nodes[index].sources.first.map(self.value) ?? "x"
            if case .input(let place)? = nodes[index].sources.first { value = inputs[place] }
            let statements = steps.isEmpty && target != value ? [CodeStep.function("$")] : steps
            for (place, step) in statements.enumerated() {
                let line = CodePlan.wrapped("\(target) = \(step.written(reading: value))", indent: "")
                lines.append(CodePlan.line(line, comment: place == statements.count - 1 ? comment(index) : ""))
                value = target
            }
        }
        let results = plan.network.outputs.map { names.nodes[$0] }
        let ends = [inputs, results].map { $0.count == 1 ? $0[0] : "[\($0.joined(separator: ", "))]" }
        return lines + ["", "model = keras.Model(\(ends[0]), \(ends[1]))"]
    }

    private var check: [String] {
        let inputs = plan.network.inputs.indices.map { index in
            "np.zeros(\(Python.tuple([1] + inputSizes(index).map(plan.size))))"
        }
        let count = plan.size(NetworkSummary(plan.network, profile: .keras).parameters)
        let shapes = plan.network.outputs.map { index in
            Python.tuple([plan.samples[index]] + sizes(nodes[index].output).map(plan.size))
        }
        let read = inputs.count == 1 ? inputs[0] : "[\(inputs.joined(separator: ", "))]"
        var lines = ["", "if __name__ == \"__main__\":"]
        if shapes.count == 1 {
            lines += [
                "    output = model(\(read))", "    shape = tuple(output.shape)",
                "    print(f\"output {shape}, {model.count_params():,} parameters\")",
                "    assert shape == \(shapes[0])",
            ]
        } else {
            lines += [
                "    outputs = model(\(read))", "    shapes = [tuple(output.shape) for output in outputs]",
                "    print(f\"outputs {shapes}, {model.count_params():,} parameters\")",
                "    assert shapes == [\(shapes.joined(separator: ", "))]",
            ]
        }
        return lines + ["    assert model.count_params() == \(Python.grouped(count))"]
    }
}
