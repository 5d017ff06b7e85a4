/// How simple a window is; less is simpler. The one place that says what comes first:
///
/// - always: the same on all axes, then no dilation;
/// - a convolution: no gaps, few places unread at the end, valid or half padding before other symmetric and odd padding,
///   an odd kernel, a usual one (3, 1, 5, 7, 2), a small stride, little padding;
/// - a pool: no gaps, no padding, few places unread at the end, a small window, a small stride;
/// - a transposed convolution: no output without input, even overlap (the kernel a multiple of the stride), no output
///   padding, little cropping, a small kernel.
///
/// Among ways of different layers: fewer layers first, then in the order of ``ShapeSolver``'s recipes.
struct Simplicity: Comparable {
    private var key: UInt64 = 0

    private mutating func add(_ value: Int, bits: Int) {
        key = key << UInt64(bits) | UInt64(min(max(value, 0), 1 << bits - 1))
    }

    static func < (left: Simplicity, right: Simplicity) -> Bool { left.key < right.key }

    init(_ choices: [AxisChoice], _ family: WindowFamily, inputs: [Int], outputs: [Int]) {
        func different<Value: Hashable>(_ value: (AxisChoice) -> Value) -> Int {
            choices.allSatisfy { value($0) == value(choices[0]) } ? 0 : 1
        }
        func sum(_ value: (AxisChoice) -> Int) -> Int { choices.reduce(0) { $0 + value($1) } }
        func greatest(_ value: (AxisChoice) -> Int) -> Int { choices.reduce(0) { max($0, value($1)) } }
        var (gaps, end) = (0, 0)
        for (index, choice) in choices.enumerated() {
            let left = family.leftOut(choice, input: inputs[index], output: outputs[index])
            gaps += min(left.gaps, 1 << 20)
            end += min(left.end, 1 << 20)
        }
        add(different(\.kernel) + different(\.dilation) + different(\.stride), bits: 2)
        add(sum(\.dilation) - choices.count, bits: 6)
        add(gaps, bits: 1)
        switch family {
        case .conv:
            add(end, bits: 8)
            add(greatest(Self.paddingClass), bits: 3)
            add(choices.contains { $0.kernel.isMultiple(of: 2) } ? 1 : 0, bits: 1)
            add(sum(Self.kernelPlace), bits: 9)
        case .maxPool, .averagePool:
            add(greatest { $0.before + $0.after == 0 ? 0 : $0.before == $0.after ? 1 : 2 }, bits: 2)
            add(end, bits: 8)
            add(sum(\.kernel), bits: 9)
        case .transposed:
            add(end, bits: 1)
            add(choices.contains { !$0.kernel.isMultiple(of: $0.stride) } ? 1 : 0, bits: 1)
            add(sum(\.extra), bits: 6)
            add(choices.contains { $0.before != $0.after } ? 1 : 0, bits: 1)
            add(sum { $0.before + $0.after }, bits: 9)
            add(sum(\.kernel), bits: 9)
        }
        add(sum(\.stride), bits: 8)
        add(sum { $0.before + $0.after }, bits: 9)
    }

    /// Usual kernels before others.
    private static func kernelPlace(_ choice: AxisChoice) -> Int {
        [3, 1, 5, 7, 2].firstIndex(of: choice.kernel) ?? 5 + choice.kernel
    }

    private static func paddingClass(_ choice: AxisChoice) -> Int {
        let (before, after, half) = (choice.before, choice.after, (choice.span - 1) / 2)
        if before == after {
            return before == 0 || before == half ? 0 : before < half ? 1 : 3
        }
        return after <= half + 1 ? 2 : 4
    }
}
