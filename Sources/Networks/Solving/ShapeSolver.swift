import Tensors

/// Finds the layers that lead from one shape to another.
///
/// One layer where one does it, two or three where none can: another channel count after pooling, enlarging or
/// shuffling; a vector; an image of other axes.
public struct ShapeSolver: Sendable {
    public let input: FeatureShape
    public let output: FeatureShape
    public let layout: Layout
    public let limits: SolveLimits

    let inputs: [Int]
    let outputs: [Int]
    let channels: (from: Int, to: Int)

    /// - Returns: Nothing unless both are vectors or images of one to three axes, of known sizes from 1 to ``greatestSize``.
    public init?(
        from input: FeatureShape, to output: FeatureShape, layout: Layout = .channelsFirst,
        limits: SolveLimits = SolveLimits()
    ) {
        for shape in [input, output] {
            guard (1...4).contains(shape.rank), !shape.isSequence,
                shape.sizes.allSatisfy({ $0.integer.map { (1...Self.greatestSize).contains($0) } ?? false }),
                shape.elementCount.integer != nil
            else { return nil }
        }
        (self.input, self.output, self.layout, self.limits) = (input, output, layout, limits)
        (inputs, outputs) = (input.spatial.compactMap(\.integer), output.spatial.compactMap(\.integer))
        channels = (input.channels.integer ?? 1, output.channels.integer ?? 1)
    }

    /// What is wrong with the options that are given, for images of this input's axes.
    public var problem: LayerProblem? {
        let axes = inputs.count
        guard axes > 0 else { return nil }
        do throws(LayerProblem) {
            _ = try limits.fixed.kernel?.perAxis(axes, "kernel")
            _ = try limits.fixed.stride?.perAxis(axes, "stride")
            _ = try limits.fixed.dilation?.perAxis(axes, "dilation")
            _ = try limits.fixed.padding?.sides(axes: axes)
            return nil
        } catch {
            return error
        }
    }

    public static let greatestSize = 1 << 40
    /// What files accept as filters and units, and as a window.
    static let greatestUnits = 1 << 31

    public func answer() -> SolveAnswer {
        var recipes = Recipes(solver: self)
        recipes.findAll()
        // The order within as many layers is that of the recipes.
        let groups = recipes.groups.enumerated().sorted {
            ($0.element.kinds.count, $0.offset) < ($1.element.kinds.count, $1.offset)
        }.map(\.element)
        let windows = recipes.families
        // Layers that mix or move all values are always there; who asks seeks windows.
        let others: Set<LayerName> = [.dense, .reshape, .permute, .pixelUnshuffle]
        let hasWindow = groups.contains { others.isDisjoint(with: $0.kinds) }
        return SolveAnswer(
            input: input, output: output, layout: layout, limits: limits, groups: groups,
            obstacles: recipes.obstacles,
            nearest: hasWindow ? [] : windows.compactMap { nearest($0) },
            beyond: hasWindow ? [] : windows.compactMap { beyond($0) },
            alternative: groups.isEmpty ? alternative : nil)
    }

    /// The simplest of what kinds and options exclude.
    private var alternative: Solution? {
        var open = limits
        (open.kinds, open.fixed) = (nil, SolveLimits.Fixed())
        guard open != limits, let solver = ShapeSolver(from: input, to: output, layout: layout, limits: open) else {
            return nil
        }
        return solver.answer().groups.first?.solutions.first
    }

    /// Its output with the channels that the kind can give.
    private func nearest(_ family: WindowFamily) -> Solution? {
        let search = WindowSearch(family: family, inputs: inputs, outputs: outputs, limits: limits, kept: 1)
        return search.nearest().flatMap { solution($0, family) }
    }

    private func beyond(_ family: WindowFamily) -> Solution? {
        guard !family.isPool || channels.from == channels.to else { return nil }
        let search = WindowSearch(family: family, inputs: inputs, outputs: outputs, limits: limits, kept: 1)
        return search.beyondLimits().flatMap { solution($0, family) }.flatMap { $0.output == output ? $0 : nil }
    }

    /// The window as a layer, with what it leaves out.
    func solution(
        _ choice: WindowChoice, _ family: WindowFamily, filters: Int? = nil, before: [LayerDescription] = [],
        after: [LayerDescription] = []
    ) -> Solution? {
        let layer = LayerDescription(choice.layer(family, filters: filters ?? channels.to, inputs: inputs))
        let leftOut = zip(choice.axes, inputs).map { axis, input in
            family.leftOut(axis, input: input, output: family.output(axis, input: input) ?? 0)
        }
        return Solution(before + [layer] + after, input: input, layout: layout, leftOut: leftOut)
    }
}

extension FeatureShape {
    /// A shape as people write it, `3x224x224`; letters are unknown sizes.
    ///
    /// - Returns: Nothing if it is no shape.
    public init?(_ text: String, layout: Layout = .channelsFirst) {
        let node = SourceNode(.scalar(text), at: SourceLocation(line: 1, column: 1))
        guard var sizes = ShapeText.sizes(node) else { return nil }
        if layout == .channelsLast, sizes.count > 1 { sizes = [sizes[sizes.count - 1]] + sizes.dropLast() }
        self.init(sizes)
    }
}
