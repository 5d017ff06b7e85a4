import Scenes
import Testing

@Suite struct SceneDumpTests {
    private static let scene = Scene(
        size: Size(120, 80.005), background: nil,
        marks: [
            .path(
                .polygon([Point(1, 2.346), Point(-0.001, 4)]), fill: .hatch(.rising, line: .black, ground: .white),
                stroke: Stroke(Color(0x0072B2).withAlpha(0.5), width: 0.75, dash: [3, 1], cap: .round)),
            .group(
                GroupMark(
                    [
                        .text(
                            TextMark(
                                Text([.init("n \"q\"", style: .variable), .init("2", script: .superscript)]),
                                at: Point(3, 4), color: .black, anchor: .end, baseline: .middle))
                    ],
                    transform: .translation(5, 6), clip: .line(Point(0, 0), Point(1, 1)))),
            .image(ImageMark(PixelImage(width: 2, height: 1, rgb: [0, 10, 20, 255, 254, 253]), in: Rect(1, 2, 3, 4))),
            .matrix(
                MatrixMark(
                    rows: 1, columns: 2,
                    cells: [.init(fill: .solid(.white), label: "0.35"), .init(fill: nil)], in: Rect(0, 0, 8, 4),
                    grid: Stroke(.black, width: 0.5))),
        ],
        description: AlternativeText(summary: "Sum", details: "Line\nbreak"))

    @Test func everyMarkIsALine() {
        #expect(
            SceneDump(Self.scene).description == """
                scene 120 80.01 transparent
                summary "Sum"
                details "Line\\nbreak"
                path M 1 2.35 L 0 4 Z fill rising #000000 over #FFFFFF stroke #0072B2/0.5 0.75 dash 3 1 round-cap
                group 1 0 0 1 5 6 clip M 0 0 L 1 1
                  text 3 4 end middle #000000 9pt variable "n \\"q\\"" superscript "2"
                image 2x1 in 1 2 3 4 means 0 10 20 255 254 253
                matrix 1x2 in 0 0 8 4 grid #000000 0.5
                  #FFFFFF #000000 9pt "0.35" | empty

                """)
    }

    @Test func roundingIsNoDifference() {
        let a = "path M 10 2.35 fill #0072B2\ntext 9pt \"value 0.35\""
        #expect(SceneDump.differences(a, a).isEmpty)
        #expect(SceneDump.differences(a, "path M 9.99 2.36 fill #0173B1\ntext 9pt \"value 0.36\"").isEmpty)
    }

    @Test(arguments: [
        "path M 10.03 2.35 fill #0072B2\ntext 9pt \"value 0.35\"",
        "path M 10 2.35 fill #0072B6\ntext 9pt \"value 0.35\"",
        "path M 10 2.35 fill #0072B2\ntext 9pt \"value 0.37\"",
        "path M 10 2.35 fill #0072B2\ntext 9pt \"value 0.350\"",
        "path M 10 2.35 fill #0072B2\ntext 9pt \"value 35\"",
        "path L 10 2.35 fill #0072B2\ntext 9pt \"value 0.35\"",
        "path M 10 2.35 fill #0072B2",
        "path M 10 2.35 fill #0072B2\ntext 9pt \"value 0.35\"\nmore",
    ])
    func realDifferencesAreFound(_ other: String) {
        let a = "path M 10 2.35 fill #0072B2\ntext 9pt \"value 0.35\""
        #expect(SceneDump.differences(a, other).count == 2)
    }

    @Test func wholeNumbersInLabelsAreExact() {
        #expect(!SceneDump.differences("text \"32 × 24\"", "text \"32 × 25\"", tolerance: 5).isEmpty)
    }
}
