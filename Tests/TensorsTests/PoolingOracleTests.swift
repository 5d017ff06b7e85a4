import Testing

@testable import Tensors

/// Pooling against PyTorch's, and where it lacks an option against sums and counts of padded windows.
struct PoolingOracleTests {
    struct Case: DrawnCase {
        let seed: UInt64
        let axes: Int
        let input: [Int]
        let operation: String
        /// `nil` pools globally.
        let size: Size
        let stride: Amount
        let dilation: Amount
        let padding: PaddingSpelling
        let ceiling: Bool
        let judge: String?
        let output: [Int]
        let offset: Int

        enum Size: Decodable {
            case global
            case window(PerAxis)

            init(from decoder: any Decoder) throws {
                let name = try? decoder.singleValueContainer().decode(String.self)
                self = name == "global" ? .global : .window(try Amount(from: decoder).perAxis)
            }
        }

        var windows: [Window] {
            guard case .window(let size) = size, let kernel = try? size.values(axes: axes, option: "size") else {
                return []
            }
            let windows = try? Window.along(
                Array(input.suffix(axes)), kernel: kernel, stride: stride.perAxis, dilation: dilation.perAxis,
                padding: padding.padding, rounding: ceiling ? .ceiling : .floor)
            return windows ?? []
        }

        var pooled: Pooling.Operation? {
            switch operation {
            case "maximum": .maximum
            case "averageCountingPadding": .average(countingPadding: true)
            case "averageOfInput": .average(countingPadding: false)
            default: nil
            }
        }

        /// Whether rounding up makes a window more, that reaches beyond the padding.
        var reachesBeyond: Bool {
            ceiling
                && windows.contains {
                    ($0.outputSize - 1) * $0.stride + $0.effectiveKernelSize
                        > $0.inputSize + $0.padding.before + $0.padding.after
                }
        }
    }

    @Test func agrees() throws {
        try Oracle<Case>("pooling").check { oracleCase, input, expected, _ in
            let operation = try #require(oracleCase.pooled)
            let axes = oracleCase.axes
            switch oracleCase.size {
            case .global:
                let pooled = try Pooling.global(operation, input, axes: axes)
                #expect(pooled.difference(from: expected) == nil, "global pooling of \(oracleCase)")
            case .window(let size):
                let pooling = Pooling(
                    operation, size: size, stride: oracleCase.stride.perAxis, dilation: oracleCase.dilation.perAxis,
                    padding: oracleCase.padding.padding, rounding: oracleCase.ceiling ? .ceiling : .floor)
                #expect(try pooling.outputShape(for: input.shape, axes: axes) == expected.shape)
                let definition = try pooling.definition(input, axes: axes)
                #expect(definition.difference(from: expected) == nil, "definition of \(oracleCase)")
                let fast = try pooling(input, axes: axes)
                #expect(fast.difference(from: expected) == nil, "fast path of \(oracleCase)")
            }
        }
    }

    @Test func drawsEveryOptionOften() throws {
        var tally = Tally("Pooling", try Oracle<Case>("pooling").cases)
        for axes in 1...3 {
            tally.count("\(axes)-D") { $0.axes == axes }
        }
        tally.count("no batch") { $0.input.count == $0.axes + 1 }
        tally.count("batch") { $0.input.count == $0.axes + 2 }
        tally.count("two axes of batch") { $0.input.count == $0.axes + 3 }
        tally.count("maximum") { $0.pooled == .maximum }
        tally.count("average counting padding") { $0.pooled == .average(countingPadding: true) }
        tally.count("average of input") { $0.pooled == .average(countingPadding: false) }
        tally.count("global") { if case .global = $0.size { true } else { false } }
        tally.count("floor") { !$0.ceiling }
        tally.count("ceiling") { $0.ceiling }
        tally.count("a window beyond the padding") { $0.reachesBeyond }
        tally.count("an average beyond the padding") { $0.reachesBeyond && $0.pooled != .maximum }
        tally.count("stride 1") { $0.windows.contains { $0.stride == 1 } }
        tally.count("stride 2") { $0.windows.contains { $0.stride == 2 } }
        tally.count("stride 3") { $0.windows.contains { $0.stride == 3 } }
        tally.count("stride 4") { $0.windows.contains { $0.stride == 4 } }
        tally.count("strides that differ") { Set($0.windows.map(\.stride)).count > 1 }
        tally.count("dilated maximum") { $0.pooled == .maximum && $0.windows.contains { $0.dilation > 1 } }
        tally.count("dilated average") { $0.pooled != .maximum && $0.windows.contains { $0.dilation > 1 } }
        tally.count("sides that differ") { $0.windows.contains { $0.padding.before != $0.padding.after } }
        tally.count("judged by PyTorch alone") { $0.judge == "torch" }
        tally.countPaddings(of: \.padding.padding) { _ in true }
        #expect(tally.rare.isEmpty)
    }
}
