import Scenes
import Testing

@testable import Figures

@Suite struct FigureNotationTests {
    private static func comma(_ text: String) -> String {
        var notation = FigureNotation()
        notation.decimal = .comma
        return notation.local(text)
    }

    @Test func numbersTakeCommas() {
        #expect(Self.comma("0.62·(−1.5) = 0.53") == "0,62·(−1,5) = 0,53")
        #expect(Self.comma("37,752,832 weights, 4.1 of them") == "37\u{202F}752\u{202F}832 weights, 4,1 of them")
        #expect(Self.comma("1,204.5") == "1\u{202F}204,5")
    }

    @Test func namesAndListsStay() {
        for text in ["layer1.0.conv2", "features.10", "v1.0x", "1.2.3", "rows 0, 1 and 2", "12,5", "at 12,64"] {
            #expect(Self.comma(text) == text)
        }
    }

    @Test func phrasesReplaceWholeWordsLongestFirst() {
        let phrases = Phrases(["input": "Eingabe", "input channels": "Eingabekanäle", "put": "X", "n =": "m ="])
        #expect(phrases.applied(to: "input 5 × 5, input channels") == "Eingabe 5 × 5, Eingabekanäle")
        #expect(phrases.applied(to: "inputs output") == "inputs output")
        #expect(phrases.applied(to: "n = 4") == "m = 4")
        #expect(Phrases(["": "X"]).applied(to: "abc") == "abc")
    }

    @Test func figuresAreMeasuredAsTheyAreWritten() throws {
        var context = FigureContext(measurer: FixedTextMeasurer(), resources: SamplePictures())
        context.notation.phrases = Phrases(["output": "a much longer word for what comes out of it"])
        let scene = try Arithmetic().scene(in: context)
        #expect(SceneAudit(scene, measurer: FixedTextMeasurer()).problems.isEmpty)
        #expect(SceneDump(scene).description.contains("a much longer word"))
        #expect(!SceneDump(scene).description.contains("output 3"))
    }

    @Test func symbolsAreThoseAskedFor() throws {
        func words(_ symbols: FormulaSymbols) throws -> String {
            var context = FigureContext(measurer: FixedTextMeasurer(), resources: SamplePictures())
            context.notation.symbols = symbols
            return SceneDump(try Arithmetic().scene(in: context)).description
        }
        #expect(try words(.nfps) != words(.ikps))
    }
}

@Suite struct ExerciseTests {
    private static func description(_ options: [(String, String)]) throws -> FigureDescription {
        try FigureDescription(.arithmetic, options.map { ($0.0, .text($0.1)) })
    }

    private static func scene(_ options: [(String, String)]) throws -> Scene {
        try description(options).scene(theme: .light, measurer: FixedTextMeasurer(), resources: SamplePictures())
    }

    private static let matrix = [("values", "11 12 13; 14 15 16; 17 18 19"), ("weights", "1 1; 1 1")]

    /// 11 + 12 + 14 + 15 = 52 and so on: neither on the figure nor in its words, but in the key.
    @Test func whatIsAskedIsNotGivenAway() throws {
        let asked = try Self.scene(Self.matrix + [("blank", "output,sizes")])
        let key = try Self.scene(Self.matrix + [("blank", "output,sizes"), ("answers", "true")])
        for answer in ["52", "56", "64", "68"] {
            #expect(!SceneDump(asked).description.contains("\"\(answer)\""))
            #expect(!(asked.description.summary + asked.description.details).contains(answer))
            #expect(SceneDump(key).description.contains("\"\(answer)\""))
        }
        #expect(!SceneDump(asked).description.contains("2\u{A0}×\u{A0}2\""), "no size of the output")
        #expect(asked.size == key.size, "the key lies over the sheet")
        #expect(asked.description.details.contains("11 12 13; 14 15 16; 17 18 19"), "what is given is said")
    }

    @Test func sheetsDifferBySeedAndRepeat() throws {
        let first = try Self.scene([("exercises", "4"), ("seed", "1")])
        #expect(try first == Self.scene([("exercises", "4"), ("seed", "1")]))
        #expect(try first != Self.scene([("exercises", "4"), ("seed", "2")]))
        #expect(SceneAudit(first, measurer: FixedTextMeasurer()).problems.isEmpty)
        let key = try Self.scene([("exercises", "4"), ("seed", "1"), ("answers", "true")])
        #expect(key.description.summary.hasPrefix("The key"))
    }

    @Test func whatUsersGiveWins() throws {
        let scene = try Self.scene([("exercises", "3"), ("stride", "3"), ("kernel", "2")])
        #expect(scene.description.details.components(of: "stride 3") == 3)
        #expect(throws: (any Error).self) { try Self.scene([("exercises", "2"), ("kernel", "60")]) }
        #expect(throws: ParameterError.self) { try FigureDescription(.borders, [("exercises", .text("2"))]) }
        #expect(throws: ParameterError.self) { try Self.description([("blank", "outputs")]) }
    }

    @Test func whatCannotBeAskedIsRefused() throws {
        #expect(throws: ParameterError.self) { try Self.description([("answers", "true")]) }
        #expect(throws: ParameterError.self) { try FigureDescription(.pixel, [("blank", .text("output"))]) }
        let sheet = try Self.description([("exercises", "2"), ("step", "all")])
        #expect(throws: ParameterError.self) {
            try sheet.film(theme: .light, measurer: FixedTextMeasurer(), resources: SamplePictures())
        }
    }

    @Test func figuresWithoutStepsRefuseThem() throws {
        let figure = try FigureDescription(.coverage, [("step", .text("2"))])
        #expect(throws: ParameterError.self) {
            try figure.scene(theme: .light, measurer: FixedTextMeasurer(), resources: SamplePictures())
        }
    }
}

extension String {
    fileprivate func components(of part: String) -> Int { ranges(of: part).count }
}
