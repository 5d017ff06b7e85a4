import Scenes

/// Scenes that hold every kind of mark, for whatever has to be tried on all.
enum SampleScenes {
    static let ink = Color(0x222222)

    /// Page of 240 × 200; known colours: see the tests that read its pixels.
    static let everything = Scene(
        size: Size(240, 200), background: .white,
        marks: [
            .path(.rect(Rect(10, 10, 30, 20)), fill: .solid(Color(0x0072B2)), stroke: Stroke(ink)),
            .path(
                .roundedRect(Rect(50, 10, 30, 20), radius: 5), fill: .solid(Color(0xE69F00).withAlpha(0.5)),
                stroke: Stroke(ink, width: 1.5, dash: [3, 2], cap: .round, join: .round)),
            .path(.circle(Point(100, 20), radius: 10), stroke: Stroke(ink, width: 0.5)),
            .path(.line(Point(120, 10), Point(150, 30)), stroke: Stroke(Color(0xD55E00), cap: .square)),
            .matrix(matrix), .matrix(map), .image(ImageMark(checks, in: Rect(150, 50, 40, 40))),
            .group(
                GroupMark(
                    [
                        .text(TextMark("upwards", at: Point(0, 0), color: ink)),
                        .path(.rect(Rect(0, 2, 60, 8)), fill: .hatch(.rising, line: ink, ground: .white)),
                    ],
                    transform: Transform(a: 0, b: -1, c: 1, d: 0, tx: 225, ty: 100),
                    clip: .rect(Rect(-1, -10, 42, 24)))),
            .text(TextMark(formula, at: Point(120, 120), color: ink, anchor: .middle)),
            .text(TextMark("R&D <b> \"3x3\" → ½ −1", at: Point(10, 140), color: ink)),
            .text(TextMark(Text("kernel.npy 0O1l", style: .code), at: Point(230, 140), color: ink, anchor: .end)),
            .text(TextMark(Text("bold", style: .bold), at: Point(10, 150), color: ink, baseline: .top)),
        ] + hatches,
        description: AlternativeText(summary: "Every mark, R&D <all>", details: "It's \"quoted\", a < b & c > d."))

    static let formula = Text([
        .init("⌊(", style: .regular), .init("n", style: .variable), .init(" + 2"), .init("p", style: .variable),
        .init(" − "), .init("f", style: .variable), .init(")/"), .init("s", style: .variable), .init("⌋ + 1 ∈ "),
        .init("x", style: .variable), .init("2", script: .superscript), .init("i", script: .subscript),
        .init(" red", color: Color(0xD55E00)),
    ])

    static let matrix = MatrixMark(
        rows: 2, columns: 3,
        cells: [
            .init(fill: .solid(Color(0x009E73)), label: "1", labelColor: .white),
            .init(fill: .hatch(.crossed, line: ink, ground: .white)),
            .init(fill: nil, label: "−0.5", labelColor: ink),
            .init(fill: .solid(Color(0xF0E442)), label: "12", labelColor: ink),
            .init(fill: .solid(Color(0xCC79A7).withAlpha(0.4))), .init(fill: .solid(Color(0x56B4E9))),
        ], in: Rect(10, 50, 60, 40), grid: Stroke(Color(0x999999), width: 0.5), outline: Stroke(ink))

    /// So many cells that it becomes an image.
    static let map = MatrixMark(
        rows: 20, columns: 20,
        cells: (0..<400).map { index in
            let share = Double(index % 20 + index / 20) / 38
            return .init(fill: .solid(Color.white.mixed(with: Color(0x0072B2), share)))
        }, in: Rect(90, 50, 40, 40))

    static let checks = PixelImage(
        width: 4, height: 4,
        rgb: (0..<16).flatMap { index -> [UInt8] in (index + index / 4) % 2 == 0 ? [220, 30, 30] : [30, 30, 220] })

    static let hatches: [Mark] = Paint.Hatch.allCases.enumerated().map { index, hatch in
        .path(
            .rect(Rect(10 + Double(index) * 36, 170, 30, 20)),
            fill: .hatch(hatch, line: ink, ground: Color(0xEEEEEE)), stroke: Stroke(ink, width: 0.5))
    }

    /// About 150 marks: as much as a busy figure.
    static let busy = Scene(
        size: Size(455, 240), background: .white,
        marks: (0..<50).flatMap { index -> [Mark] in
            let (x, y) = (Double(index % 10) * 45 + 5, Double(index / 10) * 46 + 5)
            return [
                .path(
                    .roundedRect(Rect(x, y, 40, 24), radius: 3), fill: .solid(Color(0x56B4E9)), stroke: Stroke(ink)),
                .text(
                    TextMark("conv\(index)", at: Point(x + 20, y + 12), color: ink, anchor: .middle, baseline: .middle)
                ),
                .text(TextMark(Text("\(index) × 24 × 24", size: 7), at: Point(x, y + 33), color: ink)),
            ]
        }, description: AlternativeText(summary: "Fifty boxes", details: "In five rows."))
}
