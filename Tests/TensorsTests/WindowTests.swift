import Testing

@testable import Tensors

struct WindowTests {
    @Test func paddingOneSideMore() throws {
        for (i, k, s, before, after) in [(224, 7, 2, 2, 3), (6, 3, 2, 0, 1), (8, 5, 2, 1, 2), (5, 2, 1, 0, 1)] {
            let window = try Window.along([i], kernel: [k], stride: .all(s), padding: .same)[0]
            #expect(window.padding == .init(before, after))
            #expect(window.outputSize == (i + s - 1) / s)
        }
    }

    @Test func sameNeverPadsWithLessThanNothing() throws {
        // Strides wider than the kernel: nothing to pad, and still ⌈i/s⌉.
        for i in 1...20 {
            for (k, s) in [(1, 2), (1, 5), (2, 3), (3, 7)] {
                let window = try Window.along([i], kernel: [k], stride: .all(s), padding: .same)[0]
                #expect(window.outputSize == (i + s - 1) / s)
                #expect(window.padding.before >= 0 && window.padding.after - window.padding.before <= 1)
            }
        }
    }

    @Test func validFullHalf() throws {
        #expect(try Window.along([5], kernel: [3])[0].padding == .init(0, 0))
        let full = try Window.along([5], kernel: [3], dilation: 2, padding: .full)[0]
        #expect(full.padding == .init(4, 4))
        #expect(full.outputSize == 9)
        let half = try Window(inputSize: 6, kernelSize: 4, padding: .init(2, 2))
        #expect(half.outputSize == 7)
    }

    @Test func ceiling() throws {
        #expect(try Window(inputSize: 10, kernelSize: 1, stride: 2, rounding: .ceiling).outputSize == 5)
        let windows = try Window.along([8, 10], kernel: [3, 3], stride: 4, rounding: .ceiling)
        #expect(windows.map(\.outputSize) == [2, 3])
        #expect(try Window.along([8, 10], kernel: [3, 3], stride: 4).map(\.outputSize) == [2, 2])
    }

    @Test func paddingLeftUnreadIsNotInputLeftUnread() throws {
        let stem = try Window(inputSize: 224, kernelSize: 7, stride: 2, padding: .init(3, 3))
        #expect(stem.outputSize == 112)
        #expect(stem.remainder == 1)
        #expect(stem.unreadAtEnd == 0)
        let same = try Window.along([224], kernel: [7], stride: 2, padding: .same)[0]
        #expect(same.outputSize == 112)
        #expect(same.remainder == 0)
    }

    @Test func remaindersAreWhatNoWindowReaches() throws {
        for (i, k, s) in positions([13, 5, 5]).map({ ($0[0] + 1, $0[1] + 1, $0[2] + 1) }) {
            for (d, before, after) in positions([2, 3, 3]).map({ ($0[0] + 1, $0[1], $0[2]) }) {
                guard
                    let window = try? Window(
                        inputSize: i, kernelSize: k, stride: s, dilation: d, padding: .init(before, after))
                else {
                    #expect(i + before + after < d * (k - 1) + 1)
                    continue
                }
                let last = window.inputIndex(output: window.outputSize - 1, tap: k - 1)
                #expect(window.effectiveKernelSize == d * (k - 1) + 1)
                #expect(window.remainder == i + after - 1 - last)
                #expect(window.remainder == (i + before + after - window.effectiveKernelSize) % s)
                #expect(window.unreadAtEnd == (0..<i).count(where: { $0 > last }))
            }
        }
    }

    @Test func indicesStartInThePadding() throws {
        let window = try Window(inputSize: 5, kernelSize: 3, stride: 2, dilation: 2, padding: .init(2, 1))
        #expect(window.outputSize == 2)
        #expect((0..<3).map { window.inputIndex(output: 0, tap: $0) } == [-2, 0, 2])
        #expect((0..<3).map { window.inputIndex(output: 1, tap: $0) } == [0, 2, 4])
    }

    @Test func namesTheAxisThatDoesNotFit() throws {
        #expect(throws: ShapeError.windowDoesNotFit(axis: .width, kernel: 3, dilation: 2, paddedInput: 4)) {
            try Window.along([9, 4], kernel: [3, 3], dilation: 2)
        }
        // Rounding up does not make room for a window that does not fit.
        #expect(throws: ShapeError.windowDoesNotFit(axis: nil, kernel: 3, dilation: 1, paddedInput: 2)) {
            try Window(inputSize: 2, kernelSize: 3, stride: 2, rounding: .ceiling)
        }
    }
}
