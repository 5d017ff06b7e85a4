import Testing

@testable import Tensors

/// Every way in which sizes do not go together, and that none of them traps.
struct ShapeErrorTests {
    private let image: Shape = [4, 8, 9]

    private func convolve(_ input: Shape, _ weights: Shape) throws {
        try convolve(Convolution(), input, weights)
    }

    private func convolve(_ options: Convolution, _ input: Shape, _ weights: Shape) throws {
        _ = try options.outputShape(for: input, weights: weights)
    }

    private func transpose(_ options: TransposedConvolution, _ input: Shape, _ weights: Shape) throws {
        _ = try options.outputShape(for: input, weights: weights)
    }

    @Test func windows() {
        #expect(throws: ShapeError.windowDoesNotFit(axis: .height, kernel: 9, dilation: 1, paddedInput: 8)) {
            try convolve(image, [2, 4, 9, 3])
        }
        #expect(throws: ShapeError.windowDoesNotFit(axis: .width, kernel: 3, dilation: 6, paddedInput: 11)) {
            try convolve(
                Convolution(dilation: 6, padding: .explicit([.init(3, 2), .init(0, 2)])), image, [2, 4, 3, 3])
        }
        #expect(throws: ShapeError.windowDoesNotFit(axis: .height, kernel: 10, dilation: 1, paddedInput: 8)) {
            try Pooling(.maximum, size: 10, rounding: .ceiling).outputShape(for: image)
        }
    }

    @Test func options() {
        #expect(throws: ShapeError.notPositive(option: "stride", value: 0)) {
            try convolve(Convolution(stride: [1, 0]), image, [2, 4, 3, 3])
        }
        #expect(throws: ShapeError.notPositive(option: "dilation", value: -2)) {
            try convolve(Convolution(dilation: -2), image, [2, 4, 3, 3])
        }
        #expect(throws: ShapeError.notPositive(option: "groups", value: 0)) {
            try convolve(Convolution(groups: 0), image, [2, 4, 3, 3])
        }
        #expect(throws: ShapeError.notPositive(option: "kernel size", value: 0)) {
            try Pooling(.maximum, size: 0).outputShape(for: image)
        }
        #expect(throws: ShapeError.notPositive(option: "stride", value: -1)) {
            try transpose(TransposedConvolution(stride: -1), image, [4, 2, 3, 3])
        }
        #expect(throws: ShapeError.tooLarge(option: "stride", value: Int.max)) {
            try convolve(Convolution(stride: .all(.max), padding: .same), image, [2, 4, 3, 3])
        }
        #expect(throws: ShapeError.tooLarge(option: "padding", value: 1 << 31)) {
            try convolve(Convolution(padding: .symmetric(.all(1 << 31))), image, [2, 4, 3, 3])
        }
        #expect(throws: ShapeError.negativePadding(-1)) {
            try convolve(Convolution(padding: .explicit([.init(0, 0), .init(2, -1)])), image, [2, 4, 3, 3])
        }
        #expect(throws: ShapeError.negativePadding(-3)) {
            try transpose(TransposedConvolution(padding: .symmetric(-3)), image, [4, 2, 3, 3])
        }
        for (option, convolution) in [
            ("stride", Convolution(stride: [1, 1, 1])), ("dilation", Convolution(dilation: [1, 1, 1])),
            ("padding", Convolution(padding: .symmetric([1, 1, 1]))),
            ("padding", Convolution(padding: .explicit([.init(0, 0), .init(0, 0), .init(0, 0)]))),
        ] {
            #expect(throws: ShapeError.countPerAxis(option: option, given: 3, axes: 2)) {
                try convolve(convolution, image, [2, 4, 3, 3])
            }
        }
        #expect(throws: ShapeError.countPerAxis(option: "size", given: 1, axes: 2)) {
            try Pooling(.maximum, size: [3]).outputShape(for: image)
        }
    }

    @Test func shapes() {
        #expect(throws: ShapeError.rankMismatch(input: [8, 9], weights: [2, 4, 3, 3])) {
            try convolve([8, 9], [2, 4, 3, 3])
        }
        #expect(throws: ShapeError.unsupportedAxes(4)) { try convolve([1, 2, 3, 4, 5], [1, 1, 1, 1, 1, 1]) }
        #expect(throws: ShapeError.unsupportedAxes(0)) {
            try Pooling(.maximum, size: 1).outputShape(for: image, axes: 0)
        }
        #expect(throws: ShapeError.unsupportedAxes(3)) {
            try Pooling.global(.maximum, Tensor([2, 2]), axes: 3)
        }
        #expect(throws: ShapeError.emptyAxis([4, 0, 9])) { try convolve([4, 0, 9], [2, 4, 3, 3]) }
        #expect(throws: ShapeError.emptyAxis([0, 4, 3, 3])) { try convolve(image, [0, 4, 3, 3]) }
        #expect(throws: ShapeError.emptyAxis([4, 0, 9])) { try Pooling.global(.maximum, Tensor([4, 0, 9])) }
        #expect(throws: ShapeError.channelMismatch(input: 4, weights: 3, groups: 1)) {
            try convolve(image, [2, 3, 3, 3])
        }
        #expect(throws: ShapeError.channelMismatch(input: 4, weights: 4, groups: 2)) {
            try convolve(Convolution(groups: 2), image, [2, 4, 3, 3])
        }
        #expect(throws: ShapeError.channelMismatch(input: 4, weights: 2, groups: 1)) {
            try transpose(TransposedConvolution(), image, [2, 4, 3, 3])
        }
        #expect(throws: ShapeError.groupsDoNotDivide(groups: 2, inputChannels: 4, outputChannels: 3)) {
            try convolve(Convolution(groups: 2), image, [3, 2, 3, 3])
        }
        #expect(throws: ShapeError.groupsDoNotDivide(groups: 3, inputChannels: 4, outputChannels: 6)) {
            try transpose(TransposedConvolution(groups: 3), image, [4, 2, 3, 3])
        }
        #expect(throws: ShapeError.biasMismatch(bias: [3], outputChannels: 2)) {
            try Convolution()(Tensor(image), weights: Tensor([2, 4, 3, 3]), bias: Tensor([3]))
        }
        #expect(throws: ShapeError.biasMismatch(bias: [2], outputChannels: 6)) {
            try TransposedConvolution(groups: 2)(Tensor(image), weights: Tensor([4, 3, 3, 3]), bias: Tensor([2]))
        }
    }

    @Test func transposedSizes() {
        for outputPadding in [-1, 2, Int.min, Int.max] {
            #expect(
                throws: ShapeError.outputPaddingTooLarge(
                    axis: .width, outputPadding: outputPadding, stride: 2, dilation: 1)
            ) {
                try transpose(
                    TransposedConvolution(stride: 2, padding: .same, outputPadding: .each([0, outputPadding])), image,
                    [4, 2, 3, 3])
            }
        }
        #expect(throws: ShapeError.paddingCropsEverything(axis: .height, output: 0)) {
            try transpose(TransposedConvolution(padding: .symmetric(5)), image, [4, 2, 3, 3])
        }
    }

    /// More than can be had is refused before memory is asked for.
    @Test func outputsThatFitNoMemory() throws {
        let weights = Tensor([1, 1, 1, 1])
        let million = 1 << 20
        #expect(throws: ShapeError.tooManyElements([1, 2 * million + 1, 2 * million + 1])) {
            try Convolution(padding: .symmetric(.all(million)))(Tensor([1, 1, 1]), weights: weights)
        }
        #expect(throws: ShapeError.tooManyElements([1, million + 1, million + 1])) {
            try TransposedConvolution(stride: .all(million))(Tensor([1, 2, 2]), weights: weights)
        }
        let greatest = Int(Int32.max)
        #expect(throws: ShapeError.impossibleSizes([million, million, greatest, greatest])) {
            try transpose(TransposedConvolution(stride: .all(greatest - 1)), [million, 1, 2, 2], [1, million, 1, 1])
        }
    }

    @Test func sayWhatWhereAndWhatToDo() {
        #expect(
            ShapeError.windowDoesNotFit(axis: .width, kernel: 5, dilation: 2, paddedInput: 4).description
                == """
                width: a kernel of 5 spread over 9 by dilation 2 does not fit a padded input of 4. \
                Use padding of at least 5 more in all, or a smaller kernel.
                """)
        for (input, weights, name) in [
            ([1, 4], [1, 1, 5], "length"), ([1, 4, 9], [1, 1, 5, 5], "height"), ([1, 9, 4], [1, 1, 5, 5], "width"),
            ([1, 4, 9, 9], [1, 1, 5, 5, 5], "depth"), ([1, 9, 9, 4], [1, 1, 5, 5, 5], "width"),
        ] as [(Shape, Shape, String)] {
            let error = #expect(throws: ShapeError.self) { try convolve(input, weights) }
            #expect(error?.description.hasPrefix("\(name): a kernel of 5 does not fit") == true, "\(name)")
        }
        #expect(
            ShapeError.countPerAxis(option: "stride", given: 1, axes: 2).description
                == "stride has 1 value for 2 axes. Give one value, or one for each axis.")
        #expect(
            ShapeError.channelMismatch(input: 3, weights: 2, groups: 2).description
                == "the input has 3 channels, but the weights take 2 in each of 2 groups, 4 in all.")
        #expect(
            ShapeError.tooLarge(option: "stride", value: 1 << 40).description
                == "stride is 1099511627776; it must be at most 2147483647.")
    }
}
