import Scenes
import Tensors
import Testing

@testable import Figures

/// Figures of the operation with options drawn at random: whatever is accepted is drawn whole, everything else is refused
/// in words.
@Suite struct RandomFigureTests {
    /// Values for the options of a kind, from which random figures take theirs; what does not go together is refused.
    static func values(of kind: FigureKind) -> [String: [String]] {
        switch kind {
        case .arithmetic:
            [
                "input": ["5x5", "7x4", "1x1", "3x12", "6x6", "9x9", "20x14", "2x2"],
                "input-channels": ["1", "3", "64"],
                "kernel": ["1", "2", "3", "3x2", "1x4", "5"],
                "stride": ["1", "2", "3", "2x1", "1x4"],
                "padding": ["valid", "same", "full", "1", "2", "1,0", "0,1,2,0"],
                "dilation": ["1", "2", "1x3"],
                "transposed": ["true", "false"],
                "output-padding": ["0", "1", "1x0"],
                "ceil": ["true", "false"],
                "against": ["1", "same", "valid"],
                "view": ["isometric", "flat"],
                "values": ["none", "random", "photo", "1 2 3; 4 5 6; 7 8 9", "0.25 -100; 3 1e5"],
                "weights": ["1 0 -1; 2 0 -2; 1 0 -1", "gaussian", "0.5 0.25"],
                "image": ["shapes", "step", "wide", "dot"],
                "at": ["0,0", "3,40", "500,2"],
            ]
        case .channels:
            [
                "input": ["6x6", "5x4", "3x3", "1x1", "4x9", "28x28"],
                "input-channels": ["1", "2", "3", "4", "64", "300"],
                "filters": ["1", "2", "5", "256"],
                "kernel": ["1", "2", "3", "3x2"],
                "stride": ["1", "2", "1x2"],
                "padding": ["valid", "same", "1", "0,1,2,0"],
                "dilation": ["1", "2"],
                "values": ["none", "random", "photo", "1 2 3; 4 5 6; 7 8 9 | 0 1 0; 1 0 1; 0 1 0", "0.25 -100; 3 1e5"],
                "weights": ["1 0 -1; 1 0 -1; 1 0 -1", "0.5 | 1 2; -3 4", "sobel-x | 0 | 1", "-1.25"],
                "bias": ["1", "0.5,-2", "-1000"],
                "image": ["shapes", "step", "wide", "portrait"],
                "at": ["0,0", "3,40", "500,2"],
            ]
        case .spectrum:
            [
                "filter": [
                    "sobel-x", "scharr", "gaussian:sigma=2", "box:size=5", "laplacian", "kirsch", "gabor:angle=70",
                    "1 2 -3", "0.25 -100; 3 1e5", "0", "motion:length=7,angle=45", "unsharp", "gradient-direction",
                ],
                "color-scale": ["each", "shared"],
            ]
        case .pooling:
            [
                "operation": ["max", "average"],
                "input": ["6x6", "5x7", "1x1", "13x13", "1x20", "3x4", "30x8"],
                "input-channels": ["1", "3", "256"],
                "size": ["1", "2", "3", "3x2", "1x4"],
                "stride": ["1", "2", "3", "2x1"],
                "padding": ["valid", "same", "1", "0,1"],
                "dilation": ["1", "2"],
                "ceil": ["true", "false"],
                "count-padding": ["true", "false"],
                "global": ["true", "false"],
                "values": ["none", "random", "photo", "1 2 3; 4 5 6; 7 8 9", "0.25 -100 7; 3 1e5 2"],
                "image": ["shapes", "step", "wide", "portrait"],
                "at": ["0,0", "3,40", "500,2"],
            ]
        case .conv1d:
            [
                "input": ["16", "1", "5", "40", "12", "64", "9"],
                "input-channels": ["1", "2", "3", "40"],
                "kernel": ["1", "2", "3", "3", "8", "3,2"],
                "stride": ["1", "1", "2", "3", "1,2"],
                "padding": ["valid", "same", "causal", "1", "2,0", "0,3"],
                "dilation": ["1", "1", "2", "1,2", "1,2,4,8"],
                "layers": ["1", "1", "2", "4", "8"],
                "filters": ["1", "2", "150"],
                "pool": ["1", "2", "6"],
                "pool-stride": ["1", "2"],
                "values": ["none", "random", "photo", "0.1 0.5 -0.25 1 0 2 3", "1 2 3; 4 5 6"],
                "weights": ["-1 0 1", "1 -1", "0.25 0.5 0.25; 1 2 1", "1 1"],
                "image": ["shapes", "step", "wide", "dot"],
                "at": ["0,0", "3,40", "500,2"],
            ]
        case .roiPooling:
            [
                "input": ["8x8", "5x9", "14x14", "1x1", "3x20"],
                "input-channels": ["1", "512"],
                "size": ["1", "2", "3x2", "7"],
                "regions": ["0,0,0,0", "0,0,2,4", "1,0,3,7", "0,0,99,99", "2,2,2,6"],
                "values": ["none", "random", "photo", "1 2 3; 4 5 6; 7 8 9", "0.25 -100 7; 3 1e5 2"],
                "image": ["shapes", "step", "wide", "portrait"],
            ]
        case .pyramidPooling:
            [
                "input": ["9x9", "5x7", "13x13", "4x4", "6x20"],
                "input-channels": ["1", "256"],
                "levels": ["1", "2", "3", "4"],
                "values": [
                    "none", "random", "photo", "1 2 3; 4 5 6; 7 8 9", "0.25 -100 7 1; 3 1e5 2 2; 1 2 3 4; 1 2 1 1",
                ],
                "image": ["shapes", "step", "wide", "portrait"],
            ]
        case .pointwise:
            [
                "input": ["4x4", "1x1", "5x3", "2x9", "16x16"],
                "input-channels": ["1", "2", "3", "8", "256"],
                "filters": ["1", "2", "3", "64"],
                "values": ["none", "random", "photo", "1 2; 3 4 | 5 6; 7 8", "0.25 -100; 3 1e5"],
                "weights": ["1 2 3; 4 5 6", "0.5 -0.25", "1; -2; 3", "0.3 0.59 0.11"],
                "bias": ["1", "0.5,-2", "-1000"],
                "bottleneck": ["1", "3", "4x2"],
                "image": ["shapes", "step", "wide", "portrait"],
                "at": ["0,0", "3,40", "500,2"],
            ]
        case .depthwise:
            [
                "input-channels": ["1", "3", "4", "6", "32", "512"],
                "filters": ["1", "4", "6", "12", "64"],
                "groups": ["1", "2", "3", "6"],
                "kernel": ["1", "3", "5", "3x1"],
                "separable": ["true", "false"],
                "input": ["12x12", "3x8", "30x6"],
                "values": ["none", "random", "photo", "1 2 3; 4 5 6; 7 8 9"],
                "weights": ["1 0 -1; 2 0 -2; 1 0 -1", "sobel-x", "laplacian"],
                "image": ["shapes", "step", "wide", "portrait"],
            ]
        case .flatten:
            [
                "input": ["2x3x4", "5", "1x1x1", "256x6x6", "3x2", "1x28x28", "2x1x9", "40x3x1"],
                "values": ["none", "random", "photo", "1 2 3; 4 5 6", "0.25 -100; 3 1e5"],
                "image": ["shapes", "step", "wide", "dot"],
                "at": ["0,0", "3,40", "500,2"],
                "units": ["1", "10", "150", "4096"],
            ]
        case .sharing:
            [
                "input": ["3x32x32", "1x9", "64x20x14", "3x5x5x5", "1x100x100", "9"],
                "filters": ["1", "6", "150"],
                "kernel": ["1", "2", "3", "5x3", "5"],
                "stride": ["1", "2", "1x2", "7"],
                "padding": ["valid", "same", "full", "1", "0,1,2,0"],
            ]
        case .pixelShuffle:
            [
                "input": ["4x2x3", "8x2x2", "9x4x4", "256x3x3", "1x8x12", "16x6x6", "4x20x20", "3"],
                "factor": ["1", "2", "2", "2", "3", "4"],
                "unshuffle": ["true", "false"],
                "values": ["none", "random", "photo", "1 2 3 4; 5 6 7 8", "1 -2; 0.5 100; 3 4; 5 6"],
                "image": ["shapes", "step", "wide", "dot"],
                "at": ["0,0", "3,40", "500,2"],
                "equivalence": ["true", "true", "false"],
                "kernel": ["1", "2", "3", "1x2"],
                "stride": ["1", "2", "2x1"],
                "padding": ["0", "1", "2"],
            ]
        case .training:
            [
                "run": runs, "layer": ["conv1", "conv1", "dense1"], "kernels": ["0", "0-3", "4,1", "0-11"],
                "channel": ["0", "0", "2"], "snapshots": ["1", "2", "5", "30"], "loss-axis": ["auto", "linear", "log"],
            ]
        case .activationHistory:
            [
                "run": runs, "layer": ["conv1", "dense1", "conv2"], "snapshots": ["1", "2", "3", "40"],
                "axis": ["each", "shared"],
            ]
        case .gradientFlow: ["run": runs, "snapshots": ["1", "2", "5", "12"], "relative": ["true", "false"]]
        case .confusion: ["run": runs, "numbers": ["count", "share", "none"]]
        case .mistakes: ["run": runs, "count": ["1", "2", "7", "96"]]
        default: [:]
        }
    }

    private static let runs =
        SyntheticRecords.names + ["digits,tiny", "seeds,diverged,colors", "tiny,bare,words,large"]

    static let kinds = FigureKind.allCases.filter { !values(of: $0).isEmpty }
    static let cases = kinds.flatMap { kind in (0..<10).map { (kind, $0) } }

    /// Fifty figures of a kind; together 500 that are drawn, with each option in at least 20 of them.
    @Test(arguments: cases)
    func whateverIsAcceptedIsDrawnWhole(_ kind: FigureKind, _ part: Int) throws {
        let values = Self.values(of: kind)
        #expect(Set(values.keys) == Set(kind.type.parameterDescriptions.map(\.name)), "every option is tried")
        var numbers = CellNumbers(seed: UInt64(part * 1000 + 7))
        var drawn = 0
        var uses: [String: Int] = [:]
        for _ in 0..<2000 where drawn < 50 {
            var options: [(name: String, value: ParameterInput)] = []
            for name in values.keys.sorted() where numbers.integer(in: 0...3) == 0 {
                options.append((name, .text(numbers.choice(values[name] ?? []))))
            }
            let words = options.map { "--\($0.name) \($0.value.text)" }.joined(separator: " ")
            let scene: Scene
            do {
                scene = try Self.scene(kind, options, words, &numbers)
            } catch let error as any CustomStringConvertible {
                #expect("\(error)".hasSuffix(".") || "\(error)".hasSuffix(")"), "\(words): \(error)")
                continue
            }
            drawn += 1
            for option in options { uses[option.name, default: 0] += 1 }
            let problems = SceneAudit(scene, measurer: FixedTextMeasurer()).problems
            #expect(problems.isEmpty, "\(kind.rawValue) \(words): \(problems.prefix(3).map(\.description))")
            #expect(scene.description.summary.hasSuffix("."), "\(words)")
        }
        #expect(drawn == 50, "\(kind.rawValue) \(part): \(drawn)")
        for name in values.keys {
            #expect(uses[name, default: 0] >= 2, "\(kind.rawValue) --\(name): \(uses[name, default: 0])")
        }
    }

    private static func scene(
        _ kind: FigureKind, _ options: [(name: String, value: ParameterInput)], _ words: String,
        _ numbers: inout CellNumbers
    ) throws -> Scene {
        let figure = try kind.type.init(options)
        var context = FigureContext(
            theme: numbers.choice(Theme.builtIn), width: numbers.choice([240.0, 455, 960]),
            seed: UInt64(numbers.integer(in: 0...99)), measurer: FixedTextMeasurer(), resources: SamplePictures())
        // Sheets of all steps take the longest to look over.
        switch numbers.integer(in: 0...39) {
        case ..<16: context.step = .usual
        case ..<24: context.step = .at(1)
        case 24: context.step = .contact
        default: context.step = .all
        }
        context.exercise.blanks = numbers.choice([[], [], [.output], [.formula, .sizes], [.values, .output]])
        context.exercise.showsAnswers = numbers.integer(in: 0...1) == 1
        context.notation.decimal = numbers.choice([.point, .comma])
        context.notation.symbols = numbers.choice([.nfps, .ikps])
        context.notation.shapes = numbers.choice([.chw, .hwc])
        let scene = try figure.scene(in: context)
        #expect(
            scene.size.width <= context.width + 0.01,
            "\(kind.rawValue) \(words), \(context.step), \(context.exercise): \(scene.size.width) of \(context.width)")
        return scene
    }
}
