import ConvolutionKernels

/// What is done to sums before they are written, while they are still at hand.
struct Finish {
    /// Laid out as the output is.
    var addend: UnsafePointer<Float>?
    /// A NaN passes.
    var limits: ClosedRange<Float> = -.infinity ... .infinity

    var changesNothing: Bool { addend == nil && limits == -.infinity ... .infinity }

    /// For a part of the output that begins at `place`.
    func described(from place: Int) -> ck_finish {
        ck_finish(addend: addend.map { $0 + place }, low: limits.lowerBound, high: limits.upperBound)
    }

    /// For loops that write sums as they are.
    func callAsFunction(_ output: UnsafeMutablePointer<Float>, count: Int) {
        if changesNothing { return }
        let kernels = Correlation.kernels
        nonisolated(unsafe) let (output, finish) = (output, self)
        Parallelism.split(count, work: Double(count)) { range in
            var part = finish.described(from: range.lowerBound)
            kernels.pointee.finish_range(&part, output + range.lowerBound, Int64(range.count))
        }
    }
}
