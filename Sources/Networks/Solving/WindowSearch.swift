import Tensors

/// The kinds of layers with a window to search.
enum WindowFamily: CaseIterable {
    case conv, maxPool, averagePool, transposed

    var kind: LayerName {
        switch self {
        case .conv: .conv
        case .maxPool: .maxPool
        case .averagePool: .averagePool
        case .transposed: .convTranspose
        }
    }

    var isPool: Bool { self == .maxPool || self == .averagePool }

    /// Before and after together: every window touches the input, of a pool by half (PyTorch's rule).
    func greatestPadding(span: Int) -> Int { isPool ? span / 2 * 2 : 2 * (span - 1) }

    /// Nothing if the window does not fit.
    func output(_ choice: AxisChoice, input: Int) -> Int? {
        let padding = choice.before + choice.after
        switch self {
        case .conv, .maxPool, .averagePool:
            let freedom = input + padding - choice.span
            return freedom >= 0 ? freedom / choice.stride + 1 : nil
        case .transposed:
            let size = (input - 1) * choice.stride + choice.span - padding + choice.extra
            return size >= 1 ? size : nil
        }
    }

    func leftOut(_ choice: AxisChoice, input: Int, output: Int) -> LeftOut {
        switch self {
        case .conv, .maxPool, .averagePool: choice.leftOut(count: output, size: input)
        case .transposed: choice.leftOut(count: input, size: output)
        }
    }

    /// What `same` means along an axis; nothing where it is not possible.
    func same(_ choice: AxisChoice, input: Int) -> AxisChoice? {
        var choice = choice
        let total: Int
        switch self {
        case .conv, .maxPool, .averagePool:
            total = max(((input - 1) / choice.stride) * choice.stride + choice.span - input, 0)
        case .transposed:
            total = choice.span - choice.stride
            guard total >= 0 else { return nil }
        }
        (choice.before, choice.after) = (total / 2, total - total / 2)
        return choice
    }
}

/// A window for all axes.
struct WindowChoice: Hashable {
    var axes: [AxisChoice]
    /// How the padding is written, if not by its numbers.
    var padding: Padding?
}

extension WindowChoice {
    /// An order among equally simple ones, so that runs agree.
    fileprivate var order: [Int] {
        axes.flatMap { [$0.kernel, $0.stride, $0.dilation, $0.before, $0.after, $0.extra] }
    }
}

/// Finds the windows that lead from sizes to sizes, by solving for the padding: no loop runs over a size.
struct WindowSearch {
    let family: WindowFamily
    let inputs: [Int]
    let outputs: [Int]
    let limits: SolveLimits
    /// How many of the simplest to keep.
    let kept: Int
    /// Whether a window over the limits may be tried, if it spans the whole image.
    var triesWhole = true

    /// How many there are, and the simplest.
    struct Result {
        var count = 0
        var choices: [WindowChoice] = []
    }

    /// The same window on all axes; if there is none, one for each.
    func solve() -> Result {
        let uniform = solveUniformly()
        guard uniform.count == 0, inputs.count > 1 else { return uniform }
        return solveEachAxis()
    }

    // MARK: The same on all axes

    /// Values along one of the searched axes; nothing if more than one is fixed.
    private func values(_ fixed: PerAxis?, _ range: ClosedRange<Int>) -> [Int] {
        switch fixed {
        case .all(let value): [value]
        case .each(let values): Set(values).count == 1 ? [values[0]] : []
        case nil: Array(range)
        }
    }

    /// Kernel, dilation and all strides that can lead there, with no padding yet.
    private func forEachWindow(_ body: (AxisChoice) -> Void) {
        let fixed = limits.fixed
        for kernel in values(fixed.kernel, (family.isPool ? 2 : 1)...limits.kernel) {
            for dilation in values(fixed.dilation, 1...limits.dilation) {
                // One tap has nothing to spread; average pools take no dilation.
                if dilation > 1, family == .averagePool || (kernel == 1 && fixed.dilation == nil) { continue }
                for stride in values(fixed.stride, 1...limits.stride) {
                    body(AxisChoice(kernel: kernel, stride: stride, dilation: dilation, before: 0, after: 0))
                }
            }
        }
        // A window over the whole image is one number to think of, however large.
        if triesWhole, !isFixedWindow, family != .transposed, outputs.allSatisfy({ $0 == 1 }), Set(inputs).count == 1,
            inputs[0] > limits.kernel, inputs[0] <= Self.greatestWindow
        {
            body(AxisChoice(kernel: inputs[0], stride: 1, dilation: 1, before: 0, after: 0))
        }
    }

    /// What files accept as a window.
    static let greatestWindow = 1 << 16

    private var isFixedWindow: Bool { limits.fixed.kernel != nil || limits.fixed.stride != nil }

    private func solveUniformly() -> Result {
        var found = BestChoices(search: self)
        forEachWindow { window in
            if let padding = limits.fixed.padding {
                let extras = family == .transposed && padding != .same ? max(window.stride, window.dilation) : 1
                for extra in 0..<extras {
                    var window = window
                    window.extra = extra
                    guard let choice = padded(window, padding), reaches(choice.axes) else { continue }
                    found.add(choice)
                }
                return
            }
            switch family {
            case .conv, .maxPool, .averagePool:
                guard let totals = totals(window) else { return }
                for total in totals {
                    var choice = window
                    (choice.before, choice.after) = (total / 2, total - total / 2)
                    found.add(WindowChoice(axes: inputs.map { _ in choice }))
                }
            case .transposed: addTransposed(window, to: &found)
            }
            // `same` may pad differently along axes of different sizes.
            let same = zip(inputs, outputs).compactMap { input, output in
                family.same(window, input: input).flatMap { family.output($0, input: input) == output ? $0 : nil }
            }
            if same.count == inputs.count, Set(same).count > 1 { found.add(WindowChoice(axes: same, padding: .same)) }
        }
        return found.result
    }

    /// The sums of padding with which the window leads from every input to its output.
    private func totals(_ window: AxisChoice) -> ClosedRange<Int>? {
        var (low, high) = (0, family.greatestPadding(span: window.span))
        for (input, output) in zip(inputs, outputs) {
            let least = (output - 1) * window.stride + window.span - input
            (low, high) = (max(low, least), min(high, least + window.stride - 1))
        }
        return low <= high ? low...high : nil
    }

    /// k' − P + a is what the stride leaves to reach: cropped by any P, or by an even one where `a` is added again.
    private func addTransposed(_ window: AxisChoice, to found: inout BestChoices) {
        let rests = zip(inputs, outputs).map { $1 - ($0 - 1) * window.stride }
        guard rests.allSatisfy({ $0 == rests[0] }) else { return }
        for extra in 0..<max(window.stride, window.dilation) {
            let total = window.span + extra - rests[0]
            guard (0...family.greatestPadding(span: window.span)).contains(total),
                extra == 0 || total.isMultiple(of: 2)
            else { continue }
            var choice = window
            (choice.before, choice.after, choice.extra) = (total / 2, total - total / 2, extra)
            found.add(WindowChoice(axes: inputs.map { _ in choice }))
        }
    }

    private func reaches(_ axes: [AxisChoice]) -> Bool {
        zip(axes, zip(inputs, outputs)).allSatisfy { family.output($0, input: $1.0) == $1.1 }
    }

    /// The window with a padding that is given; nothing where that cannot be.
    func padded(_ window: AxisChoice, _ padding: Padding) -> WindowChoice? {
        var axes = inputs.map { _ in window }
        switch padding {
        case .valid: break
        case .same:
            let same = inputs.compactMap { family.same(window, input: $0) }
            guard same.count == axes.count else { return nil }
            axes = same
        case .full:
            for index in axes.indices { (axes[index].before, axes[index].after) = (window.span - 1, window.span - 1) }
        case .symmetric, .explicit:
            guard case .sides(let sides)? = try? padding.sides(axes: inputs.count) else { return nil }
            for index in axes.indices {
                (axes[index].before, axes[index].after) = (sides[index].before, sides[index].after)
            }
        }
        return WindowChoice(axes: axes, padding: padding)
    }

    // MARK: One for each axis

    private func alone(_ axis: Int) -> WindowSearch {
        var limits = limits
        func only(_ value: PerAxis?) -> PerAxis? {
            guard case .each(let values)? = value else { return value }
            return .all(values[axis])
        }
        let fixed = limits.fixed
        (limits.fixed.kernel, limits.fixed.stride) = (only(fixed.kernel), only(fixed.stride))
        limits.fixed.dilation = only(fixed.dilation)
        if case .sides(let sides)? = fixed.padding.flatMap({ try? $0.sides(axes: inputs.count) }) {
            limits.fixed.padding = .explicit([sides[axis]])
        }
        return WindowSearch(
            family: family, inputs: [inputs[axis]], outputs: [outputs[axis]], limits: limits, kept: 4000,
            triesWhole: outputs.allSatisfy { $0 == 1 })
    }

    private func solveEachAxis() -> Result {
        let results = inputs.indices.map { alone($0).solveUniformly() }
        let lists = results.map { $0.choices.map { $0.axes[0] } }
        var found = BestChoices(search: self)
        let mostCombined = 20_000
        let combined = lists.reduce(1) { saturatingProduct($0, $1.count) }
        if combined <= mostCombined {
            add(lists, to: &found)
        } else {
            // The simplest of each axis; of each kernel, so that axes may share it; and of each stride.
            add(lists.map { Array($0.prefix(12)) }, to: &found)
            for key in [\AxisChoice.windowKey, \AxisChoice.kernelKey] {
                let groups = lists.map { Dictionary(grouping: $0) { $0[keyPath: key] } }
                for value in groups[0].keys where groups.allSatisfy({ $0[value] != nil }) {
                    add(groups.map { Array($0[value, default: []].prefix(4)) }, to: &found)
                }
            }
        }
        var result = found.result
        result.count = results.reduce(1) { saturatingProduct($0, $1.count) }
        return result
    }

    private func add(_ lists: [[AxisChoice]], to found: inout BestChoices) {
        guard lists.allSatisfy({ !$0.isEmpty }) else { return }
        var combinations: [[AxisChoice]] = [[]]
        for list in lists { combinations = combinations.flatMap { start in list.map { start + [$0] } } }
        for combination in combinations {
            found.add(WindowChoice(axes: combination, padding: limits.fixed.padding))
        }
    }
}

extension AxisChoice {
    fileprivate var windowKey: [Int] { [kernel, stride, dilation] }
    fileprivate var kernelKey: [Int] { [kernel, dilation] }
}

private func saturatingProduct(_ a: Int, _ b: Int) -> Int {
    let (product, overflow) = a.multipliedReportingOverflow(by: b)
    return overflow ? .max : product
}

/// Counts choices and keeps the simplest.
private struct BestChoices {
    let search: WindowSearch
    private var count = 0
    private var kept: [(Simplicity, WindowChoice)] = []
    private var worst: Simplicity?

    init(search: WindowSearch) { self.search = search }

    mutating func add(_ choice: WindowChoice) {
        count += 1
        let simplicity = Simplicity(choice.axes, search.family, inputs: search.inputs, outputs: search.outputs)
        if let worst, worst < simplicity { return }
        kept.append((simplicity, choice))
        if kept.count >= 2 * search.kept + 100 { trim() }
    }

    private mutating func trim() {
        kept.sort { $0.0 != $1.0 ? $0.0 < $1.0 : $0.1.order.lexicographicallyPrecedes($1.1.order) }
        var seen: Set<WindowChoice> = []
        kept = Array(kept.filter { seen.insert($0.1).inserted }.prefix(search.kept))
        if kept.count == search.kept { worst = kept.last?.0 }
    }

    var result: WindowSearch.Result {
        var copy = self
        copy.trim()
        return WindowSearch.Result(count: count, choices: copy.kept.map(\.1))
    }
}
