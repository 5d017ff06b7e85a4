import Scenes
import Testing

@Suite struct SceneAuditTests {
    private static func problems(_ marks: [Mark], on background: Color? = .white) -> [SceneAudit.Problem] {
        let scene = Scene(
            size: Size(100, 100), background: background, marks: marks,
            description: AlternativeText(summary: "", details: ""))
        return SceneAudit(scene, measurer: FixedTextMeasurer()).problems
    }

    private static func label(_ text: Text, _ x: Double, _ y: Double, _ color: Color = .black) -> Mark {
        .text(TextMark(text, at: Point(x, y), color: color))
    }

    @Test func soundScenesHaveNoProblems() {
        let box = Path.roundedRect(Rect(10, 10, 60, 20), radius: 4)
        #expect(
            Self.problems([
                .path(box, fill: .solid(Color(0x0072B2)), stroke: Stroke(.black)), Self.label("layer", 15, 24, .white),
                Self.label("below", 15, 45), Self.label("again", 15, 56),
                .group(
                    GroupMark(
                        [Self.label("up", 0, 0)], transform: Transform(a: 0, b: -1, c: 1, d: 0, tx: 30, ty: 150))),
            ]).filter { if case .textOutsidePage = $0 { false } else { true } }.isEmpty)
    }

    @Test func overlappingTextsAreFound() {
        #expect(
            Self.problems([Self.label("first", 10, 20), Self.label("second", 20, 23)])
                == [.textOverText("first", "second")])
        #expect(Self.problems([Self.label("first", 10, 20), Self.label("second", 10, 31)]).isEmpty)
        #expect(Self.problems([Self.label("one", 10, 20), Self.label("two", 10 + 3 * 0.56 * 9, 20)]).isEmpty)
    }

    @Test func turnedTextIsComparedAsItLies() {
        let diagonal = Transform(a: 0.7071, b: 0.7071, c: -0.7071, d: 0.7071, tx: 20, ty: 20)
        let turned = Mark.group(GroupMark([Self.label("diagonal", 0, 0)], transform: diagonal))
        #expect(Self.problems([turned, Self.label("x", 45, 28)]).isEmpty)
        #expect(Self.problems([turned, Self.label("x", 33, 38)]).count == 1)
    }

    @Test func textBeyondThePageOrItsClipIsFound() {
        #expect(Self.problems([Self.label("much too long", 60, 50)]) == [.textOutsidePage("much too long")])
        let clipped = GroupMark([Self.label("word", 10, 20)], clip: .rect(Rect(0, 0, 20, 50)))
        #expect(Self.problems([.group(clipped)]) == [.textClipped("word")])
    }

    @Test func smallTextIsFound() {
        #expect(Self.problems([Self.label(Text("tiny", size: 6), 10, 20)]) == [.textTooSmall("tiny", size: 6)])
        let half = Transform(a: 0.5, b: 0, c: 0, d: 0.5, tx: 0, ty: 0)
        #expect(
            Self.problems([.group(GroupMark([Self.label("halved", 20, 20)], transform: half))])
                == [.textTooSmall("halved", size: 4.5)])
    }

    @Test func weakContrastIsFound() {
        func contrast(_ marks: [Mark], on background: Color? = .white) -> Bool {
            Self.problems(marks, on: background).contains { if case .textHardToRead = $0 { true } else { false } }
        }
        let dark = Mark.path(.circle(Point(30, 20), radius: 19), fill: .solid(Color(0x202020)))
        #expect(contrast([Self.label("grey", 20, 23, Color(0x999999))]))
        #expect(contrast([dark, Self.label("ink", 24, 23)]))
        #expect(!contrast([dark, Self.label("ink", 24, 23, .white)]))
        #expect(!contrast([Self.label("ink", 60, 23), dark]), "what lies above does not count")
        #expect(contrast([dark, Self.label("much longer", 24, 23, .white)]), "its end lies on the page")
        #expect(!contrast([Self.label("ink", 24, 23, .white)], on: .black))
        let veil = Mark.path(.rect(Rect(0, 0, 100, 100)), fill: .solid(Color.black.withAlpha(0.9)))
        #expect(contrast([veil, Self.label("ink", 24, 23)]), "a veil darkens")
        let red = Text([.init("ink "), .init("red", color: Color(0xFF9999))])
        #expect(contrast([Self.label(red, 10, 20)]), "the color of a run")
    }

    @Test func labelsInCellsAreReadOnTheirCell() {
        let cells = [
            MatrixMark.Cell(fill: .solid(.black), label: "1", labelColor: .white),
            MatrixMark.Cell(fill: .solid(.white), label: "2", labelColor: .white),
        ]
        let problems = Self.problems([.matrix(MatrixMark(rows: 1, columns: 2, cells: cells, in: Rect(10, 10, 40, 20)))])
        #expect(problems == [.textHardToRead("2", contrast: 1, color: .white, ground: .white)])
    }

    @Test func marksBeyondThePageAreFound() {
        #expect(Self.problems([.path(.rect(Rect(50, 50, 60, 10)), fill: .solid(.black))]).count == 1)
        #expect(Self.problems([.path(.rect(Rect(0, 0, 100, 100)), stroke: Stroke(.black, width: 4))]).count == 1)
        let clipped = GroupMark(
            [.path(.rect(Rect(50, 50, 60, 10)), fill: .solid(.black))], clip: .rect(Rect(0, 0, 99, 99)))
        #expect(Self.problems([.group(clipped)]).isEmpty)
    }
}
