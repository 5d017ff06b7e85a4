/// A network as a PyTorch module: a list of layers where it is a chain, a class otherwise.
struct PyTorchProgram {
    let plan: CodePlan
    private let names: (inputs: [String], nodes: [String], objects: [String])

    init(_ plan: CodePlan) {
        self.plan = plan
        names = plan.names(avoiding: Self.reserved)
    }

    /// What the program and `nn.Module` call things.
    private static let reserved: Set<String> = [
        "x", "self", "torch", "nn", "F", "net", "Net", "output", "parameters", "roi_pool", "inputs", "forward", "train",
        "eval", "modules", "children", "buffers", "float", "double", "half", "type", "to", "cpu", "cuda", "apply",
        "state_dict", "training", "share_memory", "compile", "extra_repr", "zero_grad", "bfloat16", "ipu", "xpu",
    ]

    private var nodes: [Node] { plan.network.nodes }

    private func value(_ source: Node.Source) -> String {
        switch source {
        case .input(let index): names.inputs[index]
        case .node(let index): names.nodes[index]
        }
    }

    func text() throws(CodeError) -> String {
        var steps: [[CodeStep]] = []
        var problems: [CodeError.Problem] = []
        for node in nodes {
            switch PyTorchLayers(plan: plan, node: node).steps(reading: node.sources.map(value)) {
            case .success(let found): steps.append(found)
            case .failure(let why):
                problems.append(CodeError.Problem(layer: node.name, kind: node.layer.kindName, reason: why.reason))
            }
        }
        guard problems.isEmpty else { throw CodeError(framework: .pytorch, problems: problems) }
        let isList = plan.isChain && steps.allSatisfy { $0.allSatisfy(\.isChainable) }
        let body = isList ? list(steps) : module(steps)
        let all = (body + check).joined(separator: "\n")
        let imports =
            ["import torch", all.contains("F.") ? "import torch.nn.functional as F" : nil, "from torch import nn"]
            .compactMap(\.self)
        let helpers = PyTorchHelper.allCases.filter { all.contains($0.name + "(") }.map(\.text)
        let functional = helpers.contains { $0.contains("F.") } && !imports.contains("import torch.nn.functional as F")
        let header =
            plan.docstring(.pytorch) + [""] + imports.prefix(1)
            + (functional ? ["import torch.nn.functional as F"] : []) + imports.dropFirst()
        return header.joined(separator: "\n") + "\n\n" + helpers.map { "\n\($0)\n\n" }.joined()
            + (isList ? "" : "\n") + all + "\n"
    }

    private func shape(_ index: Int) -> String { nodes[index].output.text() }

    /// `net = nn.Sequential(…)`
    private func list(_ steps: [[CodeStep]]) -> [String] {
        var lines = ["net = nn.Sequential("]
        for (index, steps) in steps.enumerated() {
            if let heading = plan.heading(at: index), !heading.isEmpty { lines.append("    \(heading)") }
            let modules = steps.flatMap(\.modules)
            for (place, module) in modules.enumerated() {
                let isLast = place == modules.count - 1
                lines.append(CodePlan.line("    \(module),", comment: isLast ? shape(index) : ""))
            }
        }
        return lines + [")"]
    }

    /// Whether the layer is one that people write around the one before: normalisations and activations.
    private func isShort(_ expression: String, around node: Node) -> Bool {
        switch node.layer {
        case .batchNorm, .activation: expression.count <= 70 && !node.output.isSequence
        case .conv, .convTranspose, .depthwiseConv, .separableConv, .locallyConnected, .maxPool, .averagePool,
            .globalMaxPool, .globalAveragePool, .roiPool, .spatialPyramidPool, .dense, .flatten, .reshape, .permute,
            .localResponseNorm, .dropout, .add, .concat, .multiply, .zeroPad, .crop, .upsample, .pixelShuffle,
            .pixelUnshuffle, .lstm, .operator:
            false
        }
    }

    /// `class Net(nn.Module): …`
    private func module(_ steps: [[CodeStep]]) -> [String] {
        var members: [String] = []
        var lines: [String] = []
        let indent = "        "
        // What was written last, if the next layer may be written around it.
        var last: String?
        for (index, steps) in steps.enumerated() {
            if plan.heading(at: index) != nil { last = nil }
            if let heading = plan.heading(at: index) {
                // Blocks without anything to make need no heading where things are made.
                if members.last?.hasPrefix("\(indent)#") ?? false { members.removeLast() }
                if !heading.isEmpty { members.append(indent + heading) }
                lines.append(heading.isEmpty ? "" : indent + heading)
            }
            let object = names.objects[index]
            var count = 0
            var written = nodes[index].sources.first.map(value) ?? "x"
            let target = names.nodes[index]
            var statements: [String] = []
            if steps.count == 1, let before = last, nodes[index].sources == [.node(index - 1)],
                isShort(steps[0].written(reading: before, object: "self.\(object)"), around: nodes[index])
            {
                lines.removeLast()
                written = before
            }
            for step in steps {
                var name = object
                if step.isMember {
                    count += 1
                    if count > 1 { name += "_\(count)" }
                    members.append("\(indent)self.\(name) = \(step.modules[0])")
                }
                let expression = step.written(
                    reading: step.isNested ? statements.popLast() ?? written : written, object: "self.\(name)")
                statements.append(expression)
                written = target
            }
            if steps.isEmpty, target != written { statements.append(written) }
            for (place, statement) in statements.enumerated() {
                let line = CodePlan.wrapped("\(indent)\(target) = \(statement)", indent: indent)
                lines.append(CodePlan.line(line, comment: place == statements.count - 1 ? shape(index) : ""))
            }
            last = target == "x" && statements.count == 1 ? statements[0] : nil
        }
        if members.last?.hasPrefix("\(indent)#") ?? false { members.removeLast() }
        let results = plan.network.outputs.map { names.nodes[$0] }.joined(separator: ", ")
        return ["class Net(nn.Module):", "    def __init__(self):", "\(indent)super().__init__()"] + members
            + ["", "    def forward(self, \(names.inputs.joined(separator: ", "))):"] + lines
            + ["\(indent)return \(results)", "", "", "net = Net()"]
    }

    /// Runs it once, and says whether all is as ConvScope computed it.
    private var check: [String] {
        let inputs = plan.network.inputs.map { input in
            "torch.zeros(1, \(input.shape.sizes.map { "\(plan.size($0))" }.joined(separator: ", ")))"
        }
        let count = plan.size(NetworkSummary(plan.network, profile: .pytorch).parameters)
        let shapes = plan.network.outputs.map { index in
            Python.tuple([plan.samples[index]] + nodes[index].output.sizes.map(plan.size))
        }
        var lines = ["", "if __name__ == \"__main__\":", "    net.eval()", "    with torch.no_grad():"]
        let call = "net(\(inputs.joined(separator: ", ")))"
        if shapes.count == 1 {
            lines += [
                "        output = \(call)", "    shape = tuple(output.shape)",
                "    parameters = sum(p.numel() for p in net.parameters())",
                "    print(f\"output {shape}, {parameters:,} parameters\")", "    assert shape == \(shapes[0])",
            ]
        } else {
            lines += [
                "        outputs = \(call)", "    shapes = [tuple(output.shape) for output in outputs]",
                "    parameters = sum(p.numel() for p in net.parameters())",
                "    print(f\"outputs {shapes}, {parameters:,} parameters\")",
                "    assert shapes == [\(shapes.joined(separator: ", "))]",
            ]
        }
        return lines + ["    assert parameters == \(Python.grouped(count))"]
    }
}
