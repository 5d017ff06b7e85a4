import Tensors
import Testing

@testable import Networks

/// The search by solving against a search by trying, with networks for the sizes.
@Suite struct WindowSearchTests {
    private static let kernels = 4
    private static let strides = 3
    private static let dilations = 2

    private var limits: SolveLimits {
        var limits = SolveLimits()
        (limits.kernel, limits.stride, limits.dilation) = (Self.kernels, Self.strides, Self.dilations)
        return limits
    }

    /// All windows within the limits that lead from one size to the other, along one axis.
    private func tried(_ family: WindowFamily, _ input: Int, _ output: Int) -> Set<AxisChoice> {
        var found: Set<AxisChoice> = []
        for kernel in (family.isPool ? 2 : 1)...Self.kernels {
            for stride in 1...Self.strides {
                for dilation in 1...(family == .averagePool || kernel == 1 ? 1 : Self.dilations) {
                    let span = dilation * (kernel - 1) + 1
                    for total in 0...2 * (span - 1) where !family.isPool || (total + 1) / 2 <= span / 2 {
                        for extra in 0..<(family == .transposed ? max(stride, dilation) : 1) {
                            if extra > 0, !total.isMultiple(of: 2) { continue }
                            let choice = AxisChoice(
                                kernel: kernel, stride: stride, dilation: dilation, before: total / 2,
                                after: total - total / 2, extra: extra)
                            if size(family, choice, input) == output { found.insert(choice) }
                        }
                    }
                }
            }
        }
        return found
    }

    private func size(_ family: WindowFamily, _ choice: AxisChoice, _ input: Int) -> Int? {
        let window = SlidingWindow(
            kernelSize: .all(choice.kernel), stride: .all(choice.stride),
            padding: .explicit([.init(choice.before, choice.after)]), dilation: .all(choice.dilation))
        let layer: Layer =
            switch family {
            case .conv: .conv(Conv(filters: 1, window: window))
            case .maxPool: .maxPool(MaxPool(window: window))
            case .averagePool: .averagePool(AveragePool(window: window))
            case .transposed:
                .convTranspose(ConvTranspose(filters: 1, window: window, outputPadding: .all(choice.extra)))
            }
        let network = try? Network(input: [1, input], layers: [LayerDescription(layer)])
        return network?.nodes[0].output.spatial[0].integer
    }

    private func search(_ family: WindowFamily, _ inputs: [Int], _ outputs: [Int]) -> WindowSearch.Result {
        WindowSearch(family: family, inputs: inputs, outputs: outputs, limits: limits, kept: 100_000).solve()
    }

    @Test(arguments: WindowFamily.allCases) func findsAllAlongOneAxis(_ family: WindowFamily) {
        for input in 1...9 {
            for output in 1...12 {
                let result = search(family, [input], [output])
                // A window over the whole image is found over the limits, too.
                let within = result.choices.filter { $0.axes[0].kernel <= Self.kernels }
                #expect(Set(within.map { $0.axes[0] }) == tried(family, input, output), "\(input) to \(output)")
                #expect(result.count == result.choices.count)
            }
        }
    }

    @Test(arguments: 0..<40) func findsAllAlongTwoAxes(seed: Int) {
        var random = Random(seed)
        let family = WindowFamily.allCases[seed % 4]
        let inputs = [random.next(3...9), random.next(3...9)]
        let outputs = [random.next(1...8), random.next(1...8)]
        let each = [tried(family, inputs[0], outputs[0]), tried(family, inputs[1], outputs[1])]
        let result = search(family, inputs, outputs)
        let within = result.choices.filter { $0.axes[0].kernel <= Self.kernels }
        let both = each[0].intersection(each[1])
        let uniform = Set(within.filter { $0.padding == nil && Set($0.axes).count == 1 }.map { $0.axes[0] })
        #expect(uniform == both)
        if outputs != [1, 1], result.choices.allSatisfy({ Set($0.axes).count > 1 && $0.padding == nil }) {
            #expect(result.count == each[0].count * each[1].count)
            for choice in result.choices {
                #expect(each[0].contains(choice.axes[0]) && each[1].contains(choice.axes[1]))
            }
        }
        for choice in within where choice.padding == .same {
            #expect(zip(choice.axes, zip(inputs, outputs)).allSatisfy { size(family, $0, $1.0) == $1.1 })
        }
    }

    @Test func leftOutIsWhatNoWindowTouches() {
        var random = Random(7)
        for _ in 0..<2000 {
            let choice = AxisChoice(
                kernel: random.next(1...5), stride: random.next(1...6), dilation: random.next(1...4),
                before: random.next(0...4), after: random.next(0...4))
            let size = random.next(1...30)
            guard let count = WindowFamily.conv.output(choice, input: size) else { continue }
            var touched = [Bool](repeating: false, count: size)
            for window in 0..<count {
                for tap in 0..<choice.kernel {
                    let place = window * choice.stride + tap * choice.dilation - choice.before
                    if touched.indices.contains(place) { touched[place] = true }
                }
            }
            #expect(choice.leftOut(count: count, size: size).total == touched.count { !$0 }, "\(choice) on \(size)")
        }
    }

    @Test func fixedOptionsAreKept() {
        var limits = limits
        limits.fixed.padding = .same
        limits.fixed.stride = 2
        let result = WindowSearch(family: .conv, inputs: [7, 8], outputs: [4, 4], limits: limits, kept: 100).solve()
        // Kernels 1 to 4, those over 1 with two dilations.
        #expect(result.count == 7)
        #expect(result.choices.allSatisfy { $0.padding == .same && $0.axes.allSatisfy { $0.stride == 2 } })
        limits.fixed.padding = .symmetric(.each([1, 0]))
        let sides = WindowSearch(family: .conv, inputs: [7, 9], outputs: [4, 4], limits: limits, kept: 100).solve()
        #expect(sides.choices.contains { $0.axes.map(\.kernel) == [3, 3] && $0.axes.map(\.before) == [1, 0] })
    }
}
