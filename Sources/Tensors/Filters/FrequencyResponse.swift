#if canImport(Glibc)
    private import Glibc
#elseif canImport(Darwin)
    private import Darwin
#endif

/// What a kernel makes of waves: how much of a wave of each frequency comes out of a convolution with it.
///
/// The discrete-time Fourier transform of the kernel, summed over its taps (Oppenheim and Schafer, Discrete-Time Signal
/// Processing, 1989). Its magnitude is the same for convolution and cross-correlation, wherever the kernel's middle is.
public struct FrequencyResponse: Sendable {
    /// `[kh, kw]`, row by row.
    private let weights: [Double]
    private let rows: Int
    private let columns: Int

    /// How a wave changes from pixel to pixel, in cycles per pixel. 0.5 is the fastest that pixels can show.
    public struct Frequency: Hashable, Sendable {
        /// Along x.
        public var across: Double
        /// Along y, downwards.
        public var down: Double

        public init(across: Double, down: Double) {
            (self.across, self.down) = (across, down)
        }

        /// Cycles per pixel in the direction in which the wave runs.
        public var length: Double { (across * across + down * down).squareRoot() }
    }

    /// - Precondition: the kernel is a matrix `[kh, kw]`.
    public init(of kernel: Tensor) {
        precondition(kernel.shape.rank == 2, "only a matrix has a response in two directions")
        weights = kernel.elements.map { Double($0) }
        (rows, columns) = (kernel.shape[0], kernel.shape[1])
    }

    /// The sum of the weights: what becomes of 1 that does not change.
    public var sum: Double { weights.reduce(0, +) }

    /// The sum of the weights' magnitudes, which no gain exceeds.
    public var bound: Double { weights.reduce(0) { $0 + abs($1) } }

    /// By how much a wave's amplitude is multiplied.
    public func gain(_ frequency: Frequency) -> Double {
        let across = (0..<columns).map { Self.wave(frequency.across, at: $0) }
        return magnitude(down: frequency.down, of: rowSums(across))
    }

    /// The gains of all waves, `[steps + 1, steps + 1]`: frequencies down in rows and across in columns, each from −0.5
    /// to 0.5 cycles per pixel.
    ///
    /// - Precondition: `steps` is even, so that the middle is 0.
    public func gains(steps: Int) -> Tensor {
        precondition(steps > 0 && steps % 2 == 0, "\(steps) steps have no middle")
        let side = steps + 1
        var values = [Float](repeating: 0, count: side * side)
        // Of real weights, a wave and the same one backwards come out alike: half of the frequencies are enough.
        for column in 0...steps / 2 {
            let across = (0..<columns).map { Self.wave(Double(column) / Double(steps) - 0.5, at: $0) }
            let sums = rowSums(across)
            for row in 0..<side {
                let gain = Float(magnitude(down: Double(row) / Double(steps) - 0.5, of: sums))
                values[row * side + column] = gain
                values[(steps - row) * side + steps - column] = gain
            }
        }
        return Tensor([side, side], values)
    }

    private typealias Complex = (real: Double, imaginary: Double)

    /// Each row's own response to a wave across.
    private func rowSums(_ wave: [Complex]) -> [Complex] {
        (0..<rows).map { row in
            var sum: Complex = (0, 0)
            for column in 0..<columns {
                let weight = weights[row * columns + column]
                sum.real += weight * wave[column].real
                sum.imaginary += weight * wave[column].imaginary
            }
            return sum
        }
    }

    private func magnitude(down: Double, of sums: [Complex]) -> Double {
        var total: Complex = (0, 0)
        for (row, sum) in sums.enumerated() {
            let wave = Self.wave(down, at: row)
            total.real += sum.real * wave.real - sum.imaginary * wave.imaginary
            total.imaginary += sum.real * wave.imaginary + sum.imaginary * wave.real
        }
        return (total.real * total.real + total.imaginary * total.imaginary).squareRoot()
    }

    private static func wave(_ frequency: Double, at place: Int) -> Complex {
        let turns = frequency * Double(place)
        // Whole turns change nothing; without them sine and cosine are exact to the last digit.
        let angle = 2 * Double.pi * (turns - turns.rounded())
        return (cos(angle), sin(angle))
    }
}
