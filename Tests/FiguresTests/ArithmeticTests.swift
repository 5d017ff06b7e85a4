import Scenes
import Tensors
import Testing

@testable import Figures

@Suite struct ArithmeticTests {
    private static func context(_ width: Double = 455) -> FigureContext {
        FigureContext(width: width, measurer: FixedTextMeasurer(), resources: SamplePictures())
    }

    private static func model(_ change: (inout Arithmetic) -> Void) throws -> ArithmeticModel {
        var figure = Arithmetic()
        change(&figure)
        return try ArithmeticModel(figure, context())
    }

    /// What the board shows under a window is what the convolution core reads: an input is under the window of an output
    /// exactly where a one in it comes through a kernel of ones.
    @Test(arguments: 0..<120)
    func windowsLieOnWhatTheCoreReads(seed: Int) throws {
        var numbers = CellNumbers(seed: UInt64(seed))
        func pick(_ range: ClosedRange<Int>) -> Int { numbers.integer(in: range) }
        let input = [pick(1...6), pick(1...6)]
        let kernel = [pick(1...3), pick(1...3)]
        let (stride, dilation) = (PerAxis.each([pick(1...3), pick(1...3)]), PerAxis.each([pick(1...2), pick(1...2)]))
        let padding = numbers.choice([
            Padding.valid, .same, .full, .symmetric(1), .explicit([.init(0, 1), .init(2, 0)]),
        ])
        let isTransposed = seed % 2 == 0
        let extra = isTransposed ? [pick(0...1), 0] : [0, 0]
        let model: ArithmeticModel
        do {
            model = try Self.model { figure in
                (figure.input, figure.kernel) = (.each(input), .each(kernel))
                (figure.stride, figure.dilation, figure.padding) = (stride, dilation, padding)
                figure.transposed = isTransposed
                if extra != [0, 0] { figure.outputPadding = ExtraPerAxis(extra) }
            }
        } catch is ShapeError {
            return
        }
        let panel = model.panels[0]
        let ones = Tensor(Shape([1, 1] + kernel), [Float](repeating: 1, count: kernel[0] * kernel[1]))
        for y in 0..<input[0] {
            for x in 0..<input[1] {
                var one = Tensor(Shape([1] + input))
                one[0, y, x] = 1
                let output =
                    isTransposed
                    ? try TransposedConvolution(
                        stride: stride, dilation: dilation, padding: padding, outputPadding: .each(extra))(
                            one, weights: ones)
                    : try Convolution(stride: stride, dilation: dilation, padding: padding)(one, weights: ones)
                #expect(Array(output.shape.suffix(2)) == panel.outputSizes)
                for row in 0..<panel.outputSizes[0] {
                    for column in 0..<panel.outputSizes[1] {
                        let board = panel.board
                        let isUnder =
                            board.rows.taps(row).contains { board.rows.places[$0] == .input(y) }
                            && board.columns.taps(column).contains { board.columns.places[$0] == .input(x) }
                        #expect(isUnder == (output[0, row, column] != 0), "\(seed): \(y),\(x) → \(row),\(column)")
                    }
                }
            }
        }
    }

    /// The nineteen cases of Dumoulin and Visin's guide that are convolutions: input, kernel, stride, padding, output.
    @Test(arguments: [
        (4, 3, 1, 0, 2), (5, 4, 1, 2, 6), (5, 3, 1, 1, 5), (5, 3, 1, 2, 7), (5, 3, 2, 0, 2), (5, 3, 2, 1, 3),
        (6, 3, 2, 1, 3),
    ])
    func classicCasesAndWhatReversesThem(_ n: Int, _ f: Int, _ s: Int, _ p: Int, _ o: Int) throws {
        let forward = try Self.model { figure in
            (figure.input, figure.kernel, figure.stride) = ([n, n], .all(f), .all(s))
            figure.padding = .symmetric(.all(p))
        }
        #expect(forward.panels[0].outputSizes == [o, o])
        let extra = (n + 2 * p - f) % s
        let back = try Self.model { figure in
            (figure.input, figure.kernel, figure.stride) = ([o, o], .all(f), .all(s))
            (figure.padding, figure.transposed) = (.symmetric(.all(p)), true)
            figure.outputPadding = ExtraPerAxis([extra, extra])
        }
        #expect(back.panels[0].outputSizes == [n, n])
        #expect(back.panels.map(\.subject) == [.transposed, .reversed], "beside the one that it reverses")
        #expect(back.panels[1].outputSizes == [o, o])
        // What is left over in the forward direction comes back at the end, below and to the right.
        let places = back.panels[0].board.rows.places
        let before = places.prefix { $0 == .padding }.count
        let after = places.reversed().prefix { $0 == .padding }.count
        #expect(after - before == extra)
    }

    @Test(arguments: 0..<40)
    func printedSumsAreTheOutput(seed: Int) throws {
        var numbers = CellNumbers(seed: UInt64(seed))
        let model = try Self.model { figure in
            figure.values = .given(numbers.matrix(4, 5, in: 0...3))
            figure.weights = FilterReference(numbers.matrix(2, 3, in: -1...2).matrixText)
            figure.padding = .symmetric(1)
            figure.stride = .all(numbers.integer(in: 1...2))
            figure.transposed = seed % 3 == 0
        }
        let panel = model.panels[0]
        let table = try #require(panel.numbers)
        for index in 0..<panel.board.outputCount {
            let window = WindowNumbers(table, panel.board, at: panel.board.output(index))
            #expect(window.products.elements.reduce(0, +) == window.sum, "\(seed): \(index)")
        }
    }

    @Test func whatDoesNotGoTogetherIsRefused() throws {
        func refusal(_ options: [(String, String)]) -> String? {
            do {
                _ = try Arithmetic(options.map { ($0.0, .text($0.1)) }).scene(in: Self.context())
                return nil
            } catch {
                return "\(error)"
            }
        }
        #expect(refusal([("kernel", "6")]) != nil)
        #expect(refusal([("input", "500x500")])?.contains("64") == true)
        #expect(refusal([("padding", "2000000000")])?.contains("64") == true, "before anything is laid out")
        #expect(refusal([("transposed", "true"), ("stride", "2000000000"), ("input", "9x9")]) != nil)
        #expect(refusal([("output-padding", "1")])?.contains("--transposed") == true)
        #expect(refusal([("transposed", "true"), ("ceil", "true")]) != nil)
        #expect(refusal([("values", "1 2; 3")]) != nil)
        #expect(refusal([("values", "1 2; 3 4"), ("input", "3x3")])?.contains("--input") == true)
        #expect(refusal([("values", "random"), ("input-channels", "3")])?.contains("channels") == true)
        #expect(refusal([("values", "random"), ("weights", "sobel")]) != nil)
        #expect(refusal([("values", "photo"), ("at", "95,95")])?.contains("inside the photo") == true)
        #expect(refusal([("values", "random"), ("input", "60x60")])?.contains("--values none") == true)
    }

    @Test func numbersThatAreNoneAreWritten() {
        #expect(NumberStyle(places: 2).text(-.infinity) == "−∞")
        #expect(scientific(.infinity) == "∞" && scientific(.nan) == "not a number")
    }

    @Test func framesOfAFilmShareTheirPage() throws {
        let figure = try Arithmetic([("values", .text("random")), ("padding", .text("1"))])
        let film = try figure.film(in: Self.context(), secondsPerFrame: 1)
        #expect(film.frameCount == 25)
        let sizes = try Set((0..<film.frameCount).map { try film.frame($0).size })
        #expect(sizes.count == 1)
        let frames = try (0..<film.frameCount).map { try film.frame($0).marks }
        #expect(Set(frames).count == 25, "each step differs")
        #expect(film.description.details.contains("Step 25: output row 4, column 4"))
    }

    @Test func aStepBeyondTheLastIsRefused() {
        var context = Self.context()
        context.step = .at(10)
        #expect(throws: ParameterError.self) { try Arithmetic().scene(in: context) }
        context.step = .at(9)
        #expect(throws: Never.self) { try Arithmetic().scene(in: context) }
    }

    /// Whoever reads the description of one step can work it out.
    @Test func descriptionsTellEachStep() throws {
        let figure = try Arithmetic([
            ("values", .text("1 2 3; 4 5 6; 7 8 9")), ("weights", .text("1 0; 0 -1")),
        ])
        var context = Self.context()
        context.step = .at(2)
        let words = try figure.scene(in: context).description
        #expect(words.summary.contains("step 2 of 4"))
        #expect(words.details.contains("The kernel's: (1, 0), (0, −1)."))
        #expect(
            words.details.contains(
                "output row 0, column 1 reads rows 0, 1 and columns 1, 2: 2·1 + 3·0 + 5·0 + 6·(−1) = −4."))
    }
}
