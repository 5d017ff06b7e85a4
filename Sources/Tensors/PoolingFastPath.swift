import ConvolutionKernels

extension PoolingPlan {
    func run(_ input: Tensor) -> Tensor {
        guard windows.allSatisfy(\.fitsKernels) else { return definition(input) }
        let rows = windows[0].outputSize * windows[1].outputSize
        let mapSize = windows.reduce(1) { $0 * $1.inputSize }
        let kernels = Correlation.kernels
        let divisors = windows.map(divisors)
        let work =
            Double(maps) * Double(rows * windows[2].outputSize) * Double(windows.reduce(1) { $0 * $1.kernelSize })

        return Tensor(output) { output in
            input.withUnsafeElements { input in
                Parallelism.split(maps * rows, work: work) { range in
                    withDescription(divisors) { pooling in
                        var row = range.lowerBound
                        while row < range.upperBound {
                            let map = row / rows
                            let end = min(range.upperBound, (map + 1) * rows)
                            let isDone = kernels.pointee.pool_rows(
                                pooling, input.baseAddress! + map * mapSize, Int64(row - map * rows),
                                Int64(end - map * rows), output.baseAddress! + map * rows * windows[2].outputSize)
                            precondition(isDone, "no memory for a row of \(windows[2].inputSize) sums")
                            row = end
                        }
                    }
                }
            }
        }
    }

    func withDescription(_ divisors: [[Double]], _ body: (UnsafePointer<ck_pooling>) -> Void) {
        divisors[0].withUnsafeBufferPointer { depth in
            divisors[1].withUnsafeBufferPointer { height in
                divisors[2].withUnsafeBufferPointer { width in
                    var pooling = ck_pooling()
                    pooling.axes = (windows[0].described, windows[1].described, windows[2].described)
                    pooling.maximum = operation == .maximum
                    pooling.divisors = (depth.baseAddress, height.baseAddress, width.baseAddress)
                    body(&pooling)
                }
            }
        }
    }

    /// By output, how many taps along one axis count; a mean divides by their product.
    func divisors(_ window: Window) -> [Double] {
        switch operation {
        case .maximum:
            []
        case .average(let countingPadding):
            (0..<window.outputSize).map { o in
                Double((countingPadding ? window.tapsInPaddedInput(o) : window.tapsInside(o)).count)
            }
        }
    }
}

extension Window {
    var fitsKernels: Bool {
        max(inputSize, kernelSize, stride, dilation, padding.before, outputSize) < Int(Int32.max) / 4
    }

    fileprivate var described: ck_axis {
        ck_axis(
            outputs: Int32(outputSize), taps: Int32(kernelSize), stride: Int32(stride), dilation: Int32(dilation),
            before: Int32(padding.before), size: Int32(inputSize), sources: nil)
    }

    /// The taps at output `o` that lie inside the input.
    func tapsInside(_ o: Int) -> Range<Int> { taps(at: o, in: 0..<inputSize) }

    func tapsInPaddedInput(_ o: Int) -> Range<Int> { taps(at: o, in: -padding.before..<inputSize + padding.after) }

    private func taps(at o: Int, in range: Range<Int>) -> Range<Int> {
        let start = inputIndex(output: o, tap: 0)
        let first = max(0, (range.lowerBound - start + dilation - 1) / dilation)
        let end = start >= range.upperBound ? 0 : min(kernelSize, (range.upperBound - 1 - start) / dilation + 1)
        return min(first, end)..<end
    }
}
