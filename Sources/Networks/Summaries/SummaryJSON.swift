extension NetworkSummary {
    /// What scripts read; `CONTRACT`'s keys, then some more.
    public func json(explained: Bool = false, difference: Bool = false, hints: Bool = false) -> JSON {
        let layout = network.layout
        var object: [(String, JSON)] = [
            ("name", .text(network.title)), ("profile", .text(profile.rawValue)), ("layout", .text(layout.rawValue)),
        ]
        if network.inputs.count == 1 {
            object.append(("input", JSON(network.inputs[0].shape, layout)))
        } else {
            object.append(("input", .object(network.inputs.map { ($0.name, JSON($0.shape, layout)) })))
        }
        object.append(("outputs", .list(network.outputs.map { .text(network.nodes[$0].name) })))
        if !network.header.assumptions.isEmpty {
            object.append(("assumptions", .list(network.header.assumptions.map(JSON.text))))
        }
        object.append(("layers", .list(rows.map { json($0, explained) })))
        object.append(
            (
                "totals",
                .object([
                    ("parameters", JSON(parameters)), ("trainable", JSON(trainable)), ("macs", JSON(macs)),
                    ("flops", JSON(flops)), ("activationBytes", JSON(activationBytes)),
                ])
            ))
        if difference { object.append(("difference", CountDifference(network).json)) }
        if hints { object.append(("hints", network.hints().json)) }
        return .object(object)
    }

    private func json(_ row: Row, _ explained: Bool) -> JSON {
        let node = row.node
        var object: [(String, JSON)] = [
            ("name", .text(node.name)), ("kind", .text(node.layer.kindName)),
            ("inputs", .list(row.inputs.map(JSON.text))), ("output", JSON(node.output, network.layout)),
            (
                "parameters",
                .object([("total", JSON(row.parameters)), ("trainable", JSON(row.trainable))])
            ), ("macs", JSON(row.macs)), ("receptiveField", JSON(node.field)),
        ]
        if node.normalization != nil { object.insert(("normalization", .text(LayerName.batchNorm.rawValue)), at: 2) }
        if let activation = node.activation {
            object.insert(("activation", .text(activation.function.rawValue)), at: 2)
        }
        if explained {
            let steps = derivations(of: node).map { derivation in
                JSON.object(
                    [
                        ("of", .text(derivation.subject.title)), ("derivation", .text(derivation.written(.text))),
                        ("latex", .text(derivation.written(.latex))), ("value", JSON(derivation.value)),
                    ] + (derivation.remark.map { [("remark", .text($0))] } ?? []))
            }
            object.append(("derivations", .list(steps)))
        }
        return .object(object)
    }

    /// Every number of a layer with its derivation, in the order of the table's columns.
    public func derivations(of node: Node) -> [Derivation] {
        var all = node.inference.sizes.merged
        if let count = node.inference.parameters.count(profile) { all.append(count) }
        if let macs = node.inference.multiplyAccumulates { all.append(macs) }
        let sizes = node.output.sizeSymbols(in: network.layout)
        all.append(
            Derivation(
                .activationMemory, .product(of: [4] + sizes.map(Expression.symbol)),
                zip(sizes, node.output.sizes(in: network.layout)).map { .init($0, $1) },
                remark: "four bytes for each Float32"))
        return node.changesField ? all + network.fieldDerivations(of: node) : all
    }
}
