package import Tensors

/// What programs for all frameworks share: which value has which name, and an example for unknown sizes.
struct CodePlan {
    let network: Network
    /// What the unknown sizes are when the program runs.
    let example: Int
    /// How many samples each layer gives for one: regions become samples.
    private(set) var samples: [Int] = []
    /// The nodes that a layer after the next reads, or that are results.
    private var isKept: Set<Int> = []

    init(_ network: Network) {
        self.network = network
        let unknowns = network.inputs.flatMap(\.shape.sizes).reduce(into: Set<Unknown>()) { $0.formUnion($1.unknowns) }
        let step = unknowns.map(\.multiple).reduce(1) { leastCommonMultiple($0, $1) ?? $0 }
        let least = max(NetworkSummary(network).leastUnknowns.map(\.value).max() ?? 1, 32)
        example = (least + step - 1) / step * step
        for (index, node) in network.nodes.enumerated() {
            for case .node(let source) in node.sources where source != index - 1 {
                isKept.insert(source)
            }
            let read = node.sources.map { source in
                switch source {
                case .input: 1
                case .node(let place): samples[place]
                }
            }
            var count = read.max() ?? 1
            if case .roiPool(let pool) = node.layer { count *= pool.regions.count }
            samples.append(count)
        }
        if network.outputs.count > 1 || network.outputs.first != network.nodes.count - 1 {
            isKept.formUnion(network.outputs)
        }
    }

    /// Whether it is a plain chain, from one input to the last layer.
    var isChain: Bool {
        network.inputs.count == 1 && network.outputs == [network.nodes.count - 1]
            && network.nodes.enumerated().allSatisfy { index, node in
                node.sources == [index == 0 ? .input(0) : .node(index - 1)]
            }
    }

    func size(_ quantity: Quantity) -> Int {
        quantity.integer ?? quantity.evaluated(at: example)?.integer ?? 1
    }

    /// Names of the inputs' and the nodes' values; `x` for those that only the next layer reads.
    func names(avoiding reserved: Set<String>) -> (inputs: [String], nodes: [String], objects: [String]) {
        var taken = reserved.union(Python.reserved)
        func name(_ text: String) -> String {
            let name = Python.identifier(text, avoiding: taken)
            taken.insert(name)
            return name
        }
        let isPlain =
            network.inputs.count == 1
            && !network.nodes.dropFirst().contains { $0.sources.contains(.input(0)) }
        let inputs = network.inputs.map { isPlain ? "x" : name($0.name == "input" ? "image" : $0.name) }
        var nodes: [String] = []
        var objects: [String] = []
        for (index, node) in network.nodes.enumerated() {
            let object = name(node.name)
            objects.append(object)
            nodes.append(isKept.contains(index) ? object : "x")
        }
        return (inputs, nodes, objects)
    }

    /// `# stage1, copy 2 of 3`, where another block begins than that of the layer before.
    func heading(at index: Int) -> String? {
        let groups = network.nodes[index].groups
        guard let last = groups.last else {
            return index > 0 && !network.nodes[index - 1].groups.isEmpty ? "" : nil
        }
        guard index == 0 || network.nodes[index - 1].groups != groups else { return nil }
        let name = Python.prose(last.name.isEmpty ? "block" : last.name)
        return last.copies > 1 ? "# \(name), \(last.copy) of \(last.copies)" : "# \(name)"
    }

    /// The program's first lines.
    func docstring(_ framework: Framework) -> [String] {
        var lines = ["\"\"\"\(Python.prose(network.title)), in \(framework.title)."]
        if let paper = network.header.paper { lines += [""] + Self.wrapped(Python.prose(paper)) }
        if example > 0, network.inputs.contains(where: { !$0.shape.elementCount.unknowns.isEmpty }) {
            lines += ["", "Sizes that are not known beforehand stay open; below they are \(example)."]
        }
        return lines.count == 1 ? [lines[0] + "\"\"\""] : lines + ["\"\"\""]
    }

    private static func wrapped(_ text: String) -> [String] {
        var lines = [""]
        for word in text.split(separator: " ") {
            if lines[lines.count - 1].count + word.count > 96 { lines.append("") }
            lines[lines.count - 1] += (lines[lines.count - 1].isEmpty ? "" : " ") + word
        }
        return lines
    }

    /// A line with a comment beside it, unless that makes it too long.
    static func line(_ code: String, comment: String) -> String {
        code.count + comment.count + 4 > 100 || comment.isEmpty ? code : "\(code)  # \(comment)"
    }

    /// `name = function([a, b, …])`, over several lines if need be.
    static func wrapped(_ line: String, indent: String) -> String {
        guard line.count > 100, let open = line.firstIndex(of: "["), let close = line.lastIndex(of: "]") else {
            return line
        }
        let items = line[line.index(after: open)..<close]
        // Names only: what is nested is left alone.
        guard !items.contains(where: { "([".contains($0) }) else { return line }
        var rows = [indent + "   "]
        for item in items.split(separator: ",") {
            if rows[rows.count - 1].count + item.count > 97 { rows.append(indent + "   ") }
            rows[rows.count - 1] += " " + item.drop { $0 == " " } + ","
        }
        return line[...open] + "\n" + rows.joined(separator: "\n") + "\n" + indent + line[close...]
    }
}

extension Node {
    /// How a window lies along each axis of what the layer reads.
    package func windows(_ window: SlidingWindow) -> [AxisWindow] {
        do {
            return try window.along(inputs[0].spatial)
        } catch {
            preconditionFailure("the network holds a window that does not fit: \(error)")
        }
    }

    /// A per-axis option of the layer.
    package func values(_ option: PerAxis) -> [Int] {
        switch option {
        case .all(let value): [Int](repeating: value, count: inputs[0].spatial.count)
        case .each(let values): values
        }
    }

    package func sides(_ padding: Padding) -> [Padding.Sides]? {
        guard case .sides(let sides)? = try? padding.sides(axes: inputs[0].spatial.count) else { return nil }
        return sides
    }
}

extension [AxisWindow] {
    package var kernels: [Int] { map(\.kernel) }
    package var strides: [Int] { map(\.stride) }
    package var dilations: [Int] { map(\.dilation) }

    /// Padding before and after; nothing where it depends on an unknown size.
    package var sides: [Padding.Sides]? {
        let known = compactMap { window -> Padding.Sides? in
            guard let before = window.before.integer, let after = window.after.integer else { return nil }
            return Padding.Sides(before, after)
        }
        return known.count == count ? known : nil
    }

    /// The padding with which exactly the windows that there are fit; less than nothing cuts off.
    ///
    /// This is how rounding up is said by numbers. Nothing where it depends on an unknown size.
    package func exactSides(_ input: [Quantity]) -> [Padding.Sides]? {
        guard let sides else { return nil }
        let known = indices.compactMap { axis -> Padding.Sides? in
            let window = self[axis]
            guard let size = input[axis].integer, let output = window.output.value.integer else { return nil }
            let reach = (output - 1) * window.stride + window.dilation * (window.kernel - 1) + 1
            return Padding.Sides(sides[axis].before, reach - size - sides[axis].before)
        }
        return known.count == count ? known : nil
    }
}

extension [Padding.Sides] {
    var isZero: Bool { allSatisfy { $0.before == 0 && $0.after == 0 } }
    var isSymmetric: Bool { allSatisfy { $0.before == $0.after } }
}
