import Scenes
import Tensors
import Testing

@testable import Figures

@Suite struct FrequencyResponseTests {
    typealias Frequency = FrequencyResponse.Frequency

    /// Weights that have nothing to do with each other.
    static func kernel(_ rows: Int, _ columns: Int) -> Tensor {
        var numbers = CellNumbers(seed: UInt64(31 * rows + columns))
        return Tensor([rows, columns], (0..<rows * columns).map { _ in Float(numbers.integer(in: -9...9)) / 4 })
    }

    @Test(arguments: [[1, 1], [3, 3], [2, 5], [4, 1], [7, 6]])
    func everyMapHasItsSumInTheMiddleAndTwoEqualHalves(_ sizes: [Int]) {
        let kernel = Self.kernel(sizes[0], sizes[1])
        let response = FrequencyResponse(of: kernel)
        let steps = 16
        let gains = response.gains(steps: steps)
        #expect(gains.shape == [steps + 1, steps + 1])
        #expect(abs(Double(gains[steps / 2, steps / 2]) - abs(response.sum)) < 1e-5)
        var squares = 0.0
        for row in 0...steps {
            for column in 0...steps {
                #expect(gains[row, column] == gains[steps - row, steps - column])
                let frequency = Frequency(
                    across: Double(column) / Double(steps) - 0.5, down: Double(row) / Double(steps) - 0.5)
                #expect(abs(Double(gains[row, column]) - response.gain(frequency)) < 1e-5)
                #expect(response.gain(frequency) <= response.bound * (1 + 1e-12))
                if row < steps, column < steps { squares += Double(gains[row, column] * gains[row, column]) }
            }
        }
        // Parseval's theorem: the mean of the squared gains is the sum of the squared weights.
        let energy = kernel.elements.reduce(0.0) { $0 + Double($1 * $1) }
        #expect(abs(squares / Double(steps * steps) - energy) < 1e-4 * max(1, energy))
    }

    /// A wave through the convolution itself comes out as strong as its gain says.
    @Test func gainsAreThoseOfAConvolution() throws {
        let kernel = Self.kernel(3, 5)
        let response = FrequencyResponse(of: kernel)
        let side = 32
        for (across, down) in [(0, 0), (4, 0), (0, 6), (5, -3), (16, 16), (7, 11)] {
            // Of a periodic picture every row is a wave: a cosine and a sine make its amplitude.
            let parts = [0.25, 0.0].map { phase in
                Tensor(
                    [1, side, side],
                    (0..<side * side).map { index in
                        let turns = Double(across * (index % side) + down * (index / side)) / Double(side) + phase
                        return FilterProbe.sine(turns)
                    })
            }
            let filter = Filter(name: "k", title: "k", kernel: kernel)
            let outputs = try parts.map { try filter($0, Convolution(padding: .same, border: .circular)) }
            let gain = response.gain(
                Frequency(across: Double(across) / Double(side), down: Double(down) / Double(side)))
            for place in [0, 100, 777] {
                let (cosine, sine) = (Double(outputs[0].elements[place]), Double(outputs[1].elements[place]))
                #expect(abs((cosine * cosine + sine * sine).squareRoot() - gain) < 1e-4 * response.bound)
            }
        }
    }

    /// Sobel's derivative across times its smoothing down: 2·|sin 2πu| · 4·cos² πv.
    @Test func sobelIsADerivativeTimesASmoothing() throws {
        let response = FrequencyResponse(of: try Filter(parsing: "sobel-x").kernels[0])
        for u in stride(from: -0.5, through: 0.5, by: 1.0 / 12) {
            for v in stride(from: -0.5, through: 0.5, by: 1.0 / 12) {
                let cosine = Double(FilterProbe.sine(v / 2 + 0.25))
                let expected = abs(2 * Double(FilterProbe.sine(u))) * 4 * cosine * cosine
                #expect(abs(response.gain(Frequency(across: u, down: v)) - expected) < 1e-5)
            }
        }
    }
}

/// Sines without a mathematical library, by their series.
enum FilterProbe {
    static func sine(_ turns: Double) -> Float {
        let x = 2 * Double.pi * (turns - turns.rounded())
        var (term, sum) = (x, x)
        for k in 1...14 {
            term *= -x * x / Double(2 * k * (2 * k + 1))
            sum += term
        }
        return Float(sum)
    }
}

@Suite struct SpectrumTests {
    private func row(_ filter: String) throws -> SpectrumRow { SpectrumRow(try Filter(parsing: filter)) }

    private func scene(_ filters: [String]) throws -> Scene {
        var spectrum = Spectrum()
        spectrum.filter = filters.map { FilterReference($0) }
        return try spectrum.scene(in: FigureContext(measurer: FixedTextMeasurer(), resources: SamplePictures()))
    }

    @Test(arguments: [3, 4, 5, 8])
    func aBoxStopsWavesThatFitIntoIt(_ size: Int) throws {
        let row = try row("box:size=\(size)")
        let zeros = try #require(row.profile(.across)).zeros
        let expected = (1...size / 2).map { Double($0) / Double(size) }
        #expect(zeros.count == expected.count)
        for (zero, place) in zip(zeros, expected) { #expect(abs(zero - place) < 1e-6) }
        #expect(abs(row.peak - 1) < 1e-6 && row.isStrongestAtRest)
        #expect(row.words.hasPrefix("Leaves what does not change as it is; "))
    }

    @Test func aGaussianFallsMonotonouslyAndAlikeInAllDirections() throws {
        let row = try row("gaussian:sigma=1,size=9")
        for profile in row.profiles {
            #expect(zip(profile.points, profile.points.dropFirst()).allSatisfy { $1.gain <= $0.gain + 1e-4 })
            // √(2 ln 2) / 2π
            #expect(abs((profile.fall(to: 0.5) ?? 0) - 0.18739) < 1e-3)
        }
        #expect(row.words.contains("the faster a wave, the weaker"))
        #expect(row.words.contains("half is left at 0.187 cycles per pixel across and down"))
    }

    @Test func sobelIsStrongestAtFourPixelsAWave() throws {
        let row = try row("sobel-x")
        #expect(abs(row.peak - 8) < 1e-9)
        #expect(row.strongest.map(\.direction) == [.across])
        #expect(abs(row.strongest[0].frequency.across - 0.25) < 1e-6)
        #expect(row.diagonalsAgree)
        #expect(
            row.words.hasPrefix(
                "Answers 0 to what does not change; strongest, ×\u{A0}8, at 0.25 cycles per pixel across (4\u{A0}pixels a wave)."
            ), "\(row.words)")
        #expect(
            row.words.contains(
                "No wave that runs straight down comes out; nothing comes out at 0.5 cycles per pixel across"))
    }

    @Test func directionsOfTheStrongestWave() throws {
        let laplacian = try row("laplacian")
        #expect(abs(laplacian.peak - 8) < 1e-9)
        #expect(laplacian.strongest.map(\.direction) == [.falling, .rising])
        // A ridge from axis to axis: its slowest wave runs along the diagonal that the kernel looks along.
        let roberts = SpectrumRow(Filter(name: "k", title: "k", kernel: Tensor([2, 2], [1, 0, 0, -1])))
        #expect(roberts.strongest.map(\.direction) == [.falling])
        #expect(roberts.words.contains("No wave that runs along the rising diagonal comes out"))
        #expect(try row("laplacian-8").strongest.map(\.direction) == [.across, .down])
        #expect(try row("identity").strongest.isEmpty && row("0").peak == 0)
        #expect(try row("identity").words == "Every wave comes out as strong as it goes in.")
        #expect(try row("0").words == "Answers 0 to everything.")
        // A wave of six pixels, turned by 30° from the x axis.
        let gabor = try row("gabor:wavelength=6,angle=30,sigma=4")
        let wave = try #require(gabor.strongest.first)
        #expect(wave.direction == nil && gabor.strongest.count == 1 && !gabor.diagonalsAgree)
        #expect(abs(wave.frequency.length - 1.0 / 6) < 2e-3 && abs(wave.frequency.down - 1.0 / 12) < 2e-3)
    }

    @Test func placesOfTheSameDirectionsAreToldTogether() throws {
        #expect(try row("box:size=5").words.contains("at 0.2 and 0.4 cycles per pixel across and down."))
        #expect(
            try row("laplacian").words.contains(
                "at 0.707 cycles per pixel along both diagonals (1.41\u{A0}pixels a wave)."))
        #expect(try row("1 0 -1 0 1; 0 0 0 0 0; 2 1 0 1 2").words.count < 400)
    }

    @Test func filtersOfTwoKernelsShowBothAndOthersAreRefused() throws {
        let scene = try scene(["sobel"])
        #expect(scene.description.summary.contains("Sobel, magnitude: x and Sobel, magnitude: y"))
        #expect(scene.description.details.contains("not linear"))
        #expect(throws: FigureError.self) { try self.scene(["kirsch"]) }
        #expect(throws: FigureError.self) { try self.scene([]) }
    }
}
