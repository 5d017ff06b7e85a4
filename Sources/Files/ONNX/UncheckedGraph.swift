/// A graph as it was read, before names and order are checked.
struct UncheckedGraph {
    var graph = ONNXGraph(name: "")
    var sparse: [String] = []
    var wasFound = false

    /// The graph, its nodes in an order in which each comes after those it reads.
    ///
    /// Files have to be in such an order already; one that is not, but could be, is put right.
    func checked() throws(ONNXProblem) -> ONNXGraph {
        if !sparse.isEmpty { throw ONNXProblem(.sparseInitializers(sparse)) }
        let makers = try makers()
        var graph = graph
        graph.values.removeAll { $0.name.isEmpty }
        graph.nodes = try ordered(makers)
        return graph
    }

    /// By each value's name the index of the node that makes it; `nil` for inputs and initializers.
    private func makers() throws(ONNXProblem) -> [String: Int?] {
        var makers: [String: Int?] = [:]
        for input in graph.inputs {
            if input.name.isEmpty { throw ONNXProblem(.unnamed(.values)) }
            if makers.updateValue(nil, forKey: input.name) != nil { throw ONNXProblem(.repeatedName(input.name)) }
        }
        var initialized: Set<String> = []
        for tensor in graph.initializers {
            if !initialized.insert(tensor.name).inserted { throw ONNXProblem(.repeatedName(tensor.name)) }
            makers.updateValue(nil, forKey: tensor.name)
        }
        for (index, node) in graph.nodes.enumerated() {
            for output in node.outputs where !output.isEmpty {
                if makers.updateValue(index, forKey: output) != nil {
                    throw ONNXProblem(.repeatedName(output)).inside(label(index))
                }
            }
        }
        for (index, node) in graph.nodes.enumerated() {
            for input in node.inputs where !input.isEmpty && makers[input] == nil {
                throw ONNXProblem(.unknownValue(input)).inside(label(index))
            }
        }
        for output in graph.outputs {
            if output.name.isEmpty { throw ONNXProblem(.unnamed(.outputs)) }
            if makers[output.name] == nil { throw ONNXProblem(.unknownValue(output.name)) }
        }
        return makers
    }

    private func ordered(_ makers: [String: Int?]) throws(ONNXProblem) -> [ONNXNode] {
        let sources = graph.nodes.map { node in node.inputs.compactMap { makers[$0] ?? nil } }
        if zip(sources.indices, sources).allSatisfy({ index, sources in sources.allSatisfy { $0 < index } }) {
            return graph.nodes
        }
        enum State { case new, open, done }
        var states = [State](repeating: .new, count: sources.count)
        var order: [Int] = []
        for root in sources.indices where states[root] == .new {
            // A stack of our own: a long chain must not end the process.
            var open = [(node: root, next: 0)]
            states[root] = .open
            while let (node, next) = open.last {
                guard next < sources[node].count else {
                    states[node] = .done
                    order.append(node)
                    open.removeLast()
                    continue
                }
                open[open.count - 1].next += 1
                let source = sources[node][next]
                switch states[source] {
                case .new:
                    states[source] = .open
                    open.append((source, 0))
                case .open:
                    let cycle = open.drop { $0.node != source }.map(\.node) + [source]
                    throw ONNXProblem(.cycle(cycle.reversed().map(label)))
                case .done: break
                }
            }
        }
        return order.map { graph.nodes[$0] }
    }

    private func label(_ index: Int) -> ONNXNodeLabel {
        ONNXNodeLabel(graph.nodes[index], number: index + 1)
    }
}
