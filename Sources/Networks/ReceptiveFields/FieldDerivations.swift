extension Network {
    /// How a layer's receptive field comes about from that of what it reads.
    public func fieldDerivations(of node: Node) -> [Derivation] {
        guard case .axes(let axes) = node.field else { return [] }
        let names = node.output.axisNames
        let before = node.sources.map(field)
        var derivations: [Derivation] = []
        for axis in axes.indices {
            derivations += Self.derivations(axes[axis], [names[axis]], from: before.map { $0.axis(axis) }, node, axis)
        }
        // By number, then by axis, so that equal ones of several axes stand together.
        return (0..<4).flatMap { index in stride(from: index, to: derivations.count, by: 4).map { derivations[$0] } }
            .merged
    }

    private func field(_ source: Node.Source) -> ReceptiveField {
        switch source {
        case .input(let index): ReceptiveField(inputAxes: inputs[index].shape.spatial.count)
        case .node(let index): nodes[index].field
        }
    }

    /// Size, jump, start, padding.
    private static func derivations(
        _ field: FieldAxis, _ axes: [String], from inputs: [FieldAxis?], _ node: Node, _ axis: Int
    ) -> [Derivation] {
        let start = field.start.map(Quantity.number) ?? .undetermined
        let padding = field.padding.map { Quantity($0) } ?? .undetermined
        if inputs.count == 1, let input = inputs[0], input.isSimple, let map = node.windowMap(axis),
            case .window(let kernel, let stride, let dilation, let before) = map
        {
            let step = Steps(input, kernel, stride, dilation, before)
            return [
                Derivation(.fieldSize(axes: axes), step.size, step.bindings),
                Derivation(.fieldJump(axes: axes), step.jump, step.bindings),
                Derivation(.fieldStart(axes: axes), step.start, step.bindings),
                Derivation(.fieldPadding(axes: axes), step.padding, step.bindings),
            ]
        }
        let remark = Self.remark(field, inputs)
        return [
            Derivation(.fieldSize(axes: axes), .value(Quantity(field.size)), remark: remark),
            Derivation(.fieldJump(axes: axes), .value(.number(field.jump)), remark: remark),
            Derivation(.fieldStart(axes: axes), .value(start), remark: remark),
            Derivation(.fieldPadding(axes: axes), .value(padding), remark: remark),
        ]
    }

    private static func remark(_ field: FieldAxis, _ inputs: [FieldAxis?]) -> String {
        guard inputs.count > 1 else {
            return "several outputs of one input take turns; the largest of \(field.phaseCount) regions"
        }
        let centres = inputs.compactMap { $0?.start }
        let shift = centres.max().flatMap { high in centres.min().flatMap { high.subtracting($0) } } ?? Rational(0)
        let hull = "from the leftmost to the rightmost of \(inputs.count) branches"
        return shift.numerator == 0 ? hull : "\(hull), whose centres lie \(Quantity.number(shift).text) apart"
    }

    /// r' = r + (k' − 1)j, j' = j·s, start' = start + ((k' − 1)/2 − p)j, P' = P + p·j.
    private struct Steps {
        let size, jump, start, padding: Expression
        let bindings: [Derivation.Binding]

        init(_ input: FieldAxis, _ kernel: Int, _ stride: Int, _ dilation: Int, _ before: Int?) {
            let r = Expression.symbol(.fieldSize)
            let j = Expression.symbol(.fieldJump)
            let reach: Expression = dilation == 1 ? .k - 1 : .d * (.k - 1)
            size = r + (dilation == 1 ? .product(reach, j) : reach * j)
            jump = j * .s
            start = .symbol(.fieldStart) + (reach / 2 - .p0) * j
            padding = .symbol(.fieldPadding) + .p0 * j
            bindings = [
                .init(.fieldSize, Quantity(input.size)), .init(.fieldJump, .number(input.jump)),
                .init(.fieldStart, input.start.map(Quantity.number) ?? .undetermined),
                .init(.fieldPadding, input.padding.map { Quantity($0) } ?? .undetermined),
                .init(.kernel, Quantity(kernel)), .init(.stride, Quantity(stride)),
                .init(.dilation, Quantity(dilation)), .init(.before, before.map { Quantity($0) } ?? .undetermined),
            ]
        }
    }
}

extension Node {
    /// The map of an axis; for a layer that leaves the field as it is, nothing.
    fileprivate func windowMap(_ axis: Int) -> AxisMap? {
        guard case .axes(let maps) = inference.field, axis < maps.count else { return nil }
        return maps[axis]
    }

    /// Whether the layer changes the field.
    public var changesField: Bool { inference.field != .unchanged || sources.count > 1 }
}

extension ReceptiveField {
    fileprivate func axis(_ index: Int) -> FieldAxis? {
        guard case .axes(let axes) = self, index < axes.count else { return nil }
        return axes[index]
    }
}

extension FieldAxis {
    /// One region moved on, which the textbook formulas describe.
    fileprivate var isSimple: Bool { phaseCount == 1 }
    /// How many regions of their own neighbouring units have.
    public var phaseCount: Int { phases.count }
}

extension Expression.Symbol {
    static let fieldSize = Self("r", "receptive field before the layer")
    static let fieldJump = Self("j", "jump before the layer")
    static let fieldStart = Self("c", "centre of unit 0 before the layer")
    static let fieldPadding = Self("P", "field padding before the layer")
}
