import Tensors

/// The ways to look for, in the order in which they are told.
struct Recipes {
    let solver: ShapeSolver
    private(set) var groups: [SolutionGroup] = []
    private(set) var obstacles: [SolveObstacle] = []
    /// Those whose windows were searched between two images.
    private(set) var families: [WindowFamily] = []

    private var limits: SolveLimits { solver.limits }
    private var channels: (from: Int, to: Int) { solver.channels }
    private var keepsChannels: Bool { channels.from == channels.to }
    private var sizes: [(from: Int, to: Int)] { zip(solver.inputs, solver.outputs).map { ($0, $1) } }
    private var counts: (from: Int, to: Int) {
        (solver.input.elementCount.integer ?? 0, solver.output.elementCount.integer ?? 0)
    }

    init(solver: ShapeSolver) { self.solver = solver }

    mutating func findAll() {
        let kinds: [LayerName]
        if sizes.allSatisfy({ $0.from >= $0.to }), sizes.contains(where: { $0.from != $0.to }) {
            kinds = [.maxPool, .averagePool, .conv, .pixelUnshuffle]
        } else if sizes.contains(where: { $0.from < $0.to }) {
            kinds = [.convTranspose, .upsample, .pixelShuffle, .conv, .maxPool, .averagePool]
        } else {
            kinds = [.conv, .maxPool, .averagePool]
        }
        for kind in kinds + SolveLimits.kinds.filter({ !kinds.contains($0) }) where limits.allows(kind) {
            guard limits.fixed.isEmpty || WindowFamily.allCases.contains(where: { $0.kind == kind }) else {
                if limits.kinds != nil { obstacles.append(.noSuchOption(kind)) }
                continue
            }
            find(kind)
        }
    }

    private mutating func find(_ kind: LayerName) {
        switch kind {
        case .conv: findWindows(.conv)
        case .maxPool: findWindows(.maxPool)
        case .averagePool: findWindows(.averagePool)
        case .convTranspose: findWindows(.transposed)
        case .upsample: findUpsampling()
        case .pixelShuffle: findShuffle()
        case .pixelUnshuffle: findUnshuffle()
        case .flatten: findFlatten()
        case .globalAveragePool: findGlobal(.globalAveragePool)
        case .globalMaxPool: findGlobal(.globalMaxPool)
        case .dense: findDense()
        case .reshape: findReshape()
        case .permute: findPermutation()
        case .depthwiseConv, .separableConv, .locallyConnected, .roiPool, .spatialPyramidPool, .batchNorm,
            .localResponseNorm, .dropout, .relu, .relu6, .leakyReLU, .elu, .gelu, .swish, .sigmoid, .tanh, .softplus,
            .softmax, .add, .concat, .multiply, .zeroPad, .crop, .lstm:
            break
        }
    }

    // MARK: Pieces

    private mutating func add(_ solutions: [Solution?], count: Int? = nil) {
        let right = solutions.compactMap(\.self).filter { $0.output == solver.output }
        guard let first = right.first else { return }
        groups.append(
            SolutionGroup(
                kinds: first.nodes.compactMap(\.layer.name), count: count ?? right.count,
                solutions: Array(right.prefix(limits.shown))))
    }

    private mutating func add(_ layers: LayerDescription...) {
        add([Solution(layers, input: solver.input, layout: solver.layout)])
    }

    /// Adds them, or says that what they need cannot be written.
    private mutating func add(_ kind: LayerName, units: Int, _ layers: LayerDescription...) {
        guard units <= ShapeSolver.greatestUnits,
            let solution = Solution(layers, input: solver.input, layout: solver.layout)
        else {
            obstacles.append(.tooLarge(kind))
            return
        }
        add([solution])
    }

    /// Why layers from image to image do not apply; nothing if they do.
    private func imageObstacle(_ kind: LayerName) -> SolveObstacle? {
        let (from, to) = (solver.inputs.count, solver.outputs.count)
        if from == 0 { return .slidesOverImages(kind, solver.input) }
        return from == to ? nil : .keepsAxes(kind, from: from, to: to)
    }

    private var pointwise: LayerDescription { .conv(channels.to, kernelSize: 1) }

    private func shape(_ shape: FeatureShape) -> LayerDescription {
        LayerDescription(.reshape(Reshape(shape: shape.sizes(in: solver.layout).compactMap(\.integer))))
    }

    // MARK: Windows

    private mutating func findWindows(_ family: WindowFamily) {
        if !solver.inputs.isEmpty, solver.outputs.isEmpty, family == .maxPool { findPooledVector() }
        if let obstacle = imageObstacle(family.kind) {
            obstacles.append(obstacle)
            return
        }
        // Cropping more than it lays down, a transposed convolution is a convolution: only if asked for.
        if family == .transposed, limits.kinds == nil, !sizes.contains(where: { $0.from < $0.to }) { return }
        guard channels.to <= ShapeSolver.greatestUnits else {
            obstacles.append(.tooLarge(family.kind))
            return
        }
        families.append(family)
        let search = WindowSearch(
            family: family, inputs: solver.inputs, outputs: solver.outputs, limits: limits, kept: limits.shown)
        let result = search.solve()
        guard result.count > 0 else {
            obstacles.append(.noWindow(family.kind, limits))
            return
        }
        guard family.isPool, !keepsChannels else {
            add(result.choices.map { solver.solution($0, family) }, count: result.count)
            return
        }
        obstacles.append(.keepsChannels(family.kind, channels.from, wanted: channels.to))
        // A convolution that keeps the size, then the pool: the usual pair. Average pools do the same.
        guard family == .maxPool || limits.kinds != nil, sizes.contains(where: { $0.from != $0.to }) else { return }
        let conv = LayerDescription.conv(channels.to, kernelSize: 3, padding: .same)
        add(result.choices.map { solver.solution($0, family, before: [conv]) }, count: result.count)
    }

    /// Pools, flattened: to exactly as many values, or to a usual size before a dense layer.
    private mutating func findPooledVector() {
        let target = channels.to
        var exact: [(Simplicity, Solution)] = []
        var halved: Solution?
        let fixed = limits.fixed
        guard target > 0 else { return }
        for kernel in fixed.kernel?.only ?? Array(2...limits.kernel) {
            for stride in fixed.stride?.only ?? Array(1...limits.stride) {
                let window = AxisChoice(kernel: kernel, stride: stride, dilation: 1, before: 0, after: 0)
                let sizes = solver.inputs.compactMap { WindowFamily.maxPool.output(window, input: $0) }
                guard sizes.count == solver.inputs.count, fixed.padding == nil || fixed.padding == .valid,
                    fixed.dilation == nil || fixed.dilation == .all(1), sizes != solver.inputs
                else { continue }
                let count = sizes.reduce((channels.from, false)) {
                    let product = $0.0.multipliedReportingOverflow(by: $1)
                    return (product.partialValue, $0.1 || product.overflow)
                }
                guard !count.1, count.0 == target else { continue }
                let choice = WindowChoice(axes: solver.inputs.map { _ in window })
                if let solution = solver.solution(choice, .maxPool, after: [.flatten]) {
                    let simplicity = Simplicity(choice.axes, .maxPool, inputs: solver.inputs, outputs: sizes)
                    exact.append((simplicity, solution))
                }
            }
        }
        add(exact.sorted { $0.0 < $1.0 }.map(\.1))
        guard fixed.isEmpty, target <= ShapeSolver.greatestUnits,
            solver.inputs.allSatisfy({ $0 >= 3 }), limits.kernel >= 3
        else { return }
        // Halved: by 2, or by 3 with stride 2 where 2 would leave something unread.
        let outputs = solver.inputs.map { $0 / 2 }
        var search = WindowSearch(family: .maxPool, inputs: solver.inputs, outputs: outputs, limits: limits, kept: 1)
        if search.solve().count == 0 {
            search = WindowSearch(
                family: .maxPool, inputs: solver.inputs, outputs: outputs, limits: SolveLimits(), kept: 1)
        }
        halved = search.solve().choices.first.flatMap {
            solver.solution($0, .maxPool, after: [.flatten, .dense(target)])
        }
        add([halved])
    }

    // MARK: Enlarging

    private mutating func findUpsampling() {
        if let obstacle = imageObstacle(.upsample) {
            obstacles.append(obstacle)
            return
        }
        guard sizes.allSatisfy({ $0.from <= $0.to }), sizes.contains(where: { $0.from < $0.to }) else {
            obstacles.append(.onlyEnlarges(.upsample))
            return
        }
        guard solver.outputs.allSatisfy({ $0 <= WindowSearch.greatestWindow }) else {
            obstacles.append(.tooLarge(.upsample))
            return
        }
        let target: Upsample.Target =
            sizes.allSatisfy { $0.to.isMultiple(of: $0.from) }
            ? .factor(WindowChoice.merged(sizes.map { $0.to / $0.from })) : .size(WindowChoice.merged(solver.outputs))
        let upsample = LayerDescription(.upsample(Upsample(target)))
        if keepsChannels { add(upsample) } else { add(.upsample, units: channels.to, upsample, pointwise) }
    }

    /// r of a pixel shuffle from the smaller to the greater sizes.
    private func factor(_ small: [Int], _ great: [Int]) -> Int? {
        guard small.count == 2, small.count == great.count, great[0].isMultiple(of: small[0]) else { return nil }
        let factor = great[0] / small[0]
        let fits = factor > 1 && factor <= WindowSearch.greatestWindow
        return fits && great[1] == small[1].multipliedReportingOverflow(by: factor).partialValue ? factor : nil
    }

    private mutating func findShuffle() {
        guard let factor = factor(solver.inputs, solver.outputs) else {
            obstacles.append(imageObstacle(.pixelShuffle) ?? .noFactor(.pixelShuffle))
            return
        }
        let shuffle = LayerDescription(.pixelShuffle(PixelShuffle(factor: factor)))
        let (needed, overflow) = channels.to.multipliedReportingOverflow(by: factor * factor)
        guard !overflow, needed != channels.from else { return add(shuffle) }
        guard needed <= ShapeSolver.greatestUnits else {
            obstacles.append(.tooLarge(.pixelShuffle))
            return
        }
        add(.pixelShuffle, units: needed, .conv(needed, kernelSize: 3, padding: .same), shuffle)
    }

    private mutating func findUnshuffle() {
        guard let factor = factor(solver.outputs, solver.inputs) else {
            obstacles.append(imageObstacle(.pixelUnshuffle) ?? .noFactor(.pixelUnshuffle))
            return
        }
        let unshuffle = LayerDescription(.pixelUnshuffle(PixelUnshuffle(factor: factor)))
        let (given, overflow) = channels.from.multipliedReportingOverflow(by: factor * factor)
        if !overflow, given == channels.to { return add(unshuffle) }
        add(.pixelUnshuffle, units: channels.to, unshuffle, pointwise)
    }

    // MARK: Vectors

    private mutating func findFlatten() {
        guard !solver.inputs.isEmpty else { return obstacles.append(.takesVector(.flatten)) }
        guard solver.outputs.isEmpty else { return obstacles.append(.givesVector(.flatten)) }
        guard counts.from == counts.to else {
            return obstacles.append(.keepsCount(.flatten, counts.from, wanted: counts.to))
        }
        add(.flatten)
    }

    private mutating func findGlobal(_ kind: LayerName) {
        guard !solver.inputs.isEmpty else { return obstacles.append(.takesVector(kind)) }
        guard solver.outputs.isEmpty else { return obstacles.append(.givesVector(kind)) }
        let pool: LayerDescription = kind == .globalMaxPool ? .globalMaxPool : .globalAveragePool
        if keepsChannels { return add(pool) }
        obstacles.append(.keepsChannels(kind, channels.from, wanted: channels.to))
        // The usual head of a classifier.
        if kind == .globalAveragePool || limits.kinds != nil {
            add(kind, units: channels.to, pool, .dense(channels.to))
        }
    }

    /// Always possible, and never shares a weight.
    private mutating func findDense() {
        let isFlat = solver.inputs.isEmpty
        if solver.outputs.isEmpty {
            if isFlat {
                add(.dense, units: counts.to, .dense(counts.to))
            } else {
                add(.dense, units: counts.to, .flatten, .dense(counts.to))
            }
        } else if isFlat {
            add(.dense, units: counts.to, .dense(counts.to), shape(solver.output))
        } else {
            add(.dense, units: counts.to, .flatten, .dense(counts.to), shape(solver.output))
        }
    }

    // MARK: The same values

    private mutating func findReshape() {
        guard counts.from == counts.to else {
            return obstacles.append(.keepsCount(.reshape, counts.from, wanted: counts.to))
        }
        // To a vector it is called flatten; to the same shape it is nothing.
        guard !solver.outputs.isEmpty, solver.input != solver.output else { return }
        add(shape(solver.output))
    }

    private mutating func findPermutation() {
        let (from, to) = (solver.input.sizes(in: solver.layout), solver.output.sizes(in: solver.layout))
        guard from.count == to.count, from.count > 1, from != to else { return }
        var axes: [Int] = []
        for size in to {
            guard let axis = from.indices.first(where: { from[$0] == size && !axes.contains($0 + 1) }) else { return }
            axes.append(axis + 1)
        }
        add(LayerDescription(.permute(Permute(axes: axes))))
    }
}

extension PerAxis {
    /// The value for all axes; none where they differ.
    fileprivate var only: [Int] {
        switch self {
        case .all(let value): [value]
        case .each(let values): Set(values).count == 1 ? [values[0]] : []
        }
    }
}
