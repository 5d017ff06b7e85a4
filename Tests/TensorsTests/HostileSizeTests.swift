import Testing

@testable import Tensors

/// No integers, however mad, make the public interface trap: they give a size or an error that can be printed.
struct HostileSizeTests {
    static let integers = [Int.min, -1, 0, 1, 3, (1 << 31) - 1, 1 << 31, 1 << 62, Int.max]

    private func survives<Result>(_ body: () throws -> Result) -> Result? {
        do {
            return try body()
        } catch {
            #expect(!"\(error)".isEmpty)
            return nil
        }
    }

    @Test func window() {
        var fitting = 0
        for (i, k, s) in positions([9, 9, 9]).map({ (Self.integers[$0[0]], Self.integers[$0[1]], Self.integers[$0[2]]) }
        ) {
            for (d, before, after) in positions([9, 9, 9]).map({
                (Self.integers[$0[0]], Self.integers[$0[1]], Self.integers[$0[2]])
            }) {
                for rounding in [Window.Rounding.floor, .ceiling] {
                    let window = try? Window(
                        inputSize: i, kernelSize: k, stride: s, dilation: d, padding: .init(before, after),
                        rounding: rounding)
                    guard let window else { continue }
                    fitting += 1
                    if window.outputSize < 1 || window.remainder < 0 || window.unreadAtEnd < 0 {
                        Issue.record("\(window)")
                    }
                }
            }
        }
        #expect(fitting > 100)
    }

    /// Paddings and amounts, spelt in every way.
    static let paddings: [Padding] =
        [.valid, .same, .full, .explicit([]), .symmetric([])]
        + integers.flatMap { n in [.symmetric(.all(n)), .symmetric([n, n]), .explicit([.init(n, 1), .init(1, n)])] }
    static let shapes = [
        [1, 1, 3, 3], [2, 2, 1, 1], [1, 1, 1, 1 << 62], [1 << 40, 1, 1, 1 << 20], [4, 1 << 40, 1, 1], [3, 0, 1, 2], [],
        [5],
    ]
    .map { Shape($0) }

    @Test func convolution() {
        var fitting = 0
        for (padding, groups) in Self.paddings.flatMap({ padding in Self.integers.map { (padding, $0) } }) {
            for amount in Self.integers {
                let stretched = Convolution(stride: .all(amount), padding: padding, groups: groups)
                let spread = Convolution(dilation: .all(amount), padding: padding, groups: groups)
                for options in [stretched, spread] {
                    for (input, weights) in Self.shapes.flatMap({ input in Self.shapes.map { (input, $0) } }) {
                        if survives({ try options.outputShape(for: input, weights: weights) }) != nil { fitting += 1 }
                    }
                }
            }
        }
        #expect(fitting > 100)
    }

    @Test func transposed() {
        var fitting = 0
        for padding in Self.paddings {
            for (stride, dilation, extra) in positions([9, 9, 9]).map({
                (Self.integers[$0[0]], Self.integers[$0[1]], Self.integers[$0[2]])
            }) {
                let options = TransposedConvolution(
                    stride: .all(stride), dilation: .all(dilation), padding: padding, outputPadding: .all(extra),
                    groups: extra == 3 ? stride : 1)
                for weights in Self.shapes {
                    if survives({ try options.outputShape(for: [2, 3, 4], weights: weights) }) != nil { fitting += 1 }
                    _ = survives { try options.outputShape(for: [1, 1, 1 << 62], weights: weights) }
                }
            }
        }
        #expect(fitting > 100)
    }

    @Test func pooling() {
        var fitting = 0
        for padding in Self.paddings {
            for (size, stride, axes) in positions([9, 9, 9]).map({
                (Self.integers[$0[0]], Self.integers[$0[1]], Self.integers[$0[2]])
            }) {
                let options = Pooling(
                    .maximum, size: .all(size), stride: .all(stride), padding: padding, rounding: .ceiling)
                for input in Self.shapes {
                    if survives({ try options.outputShape(for: input, axes: axes) }) != nil { fitting += 1 }
                    _ = survives { try options.outputShape(for: input, axes: 2) }
                }
            }
        }
        #expect(fitting > 100)
    }
}
