import CairoRendering
import Scenes
import Testing

@Suite struct PangoTextMeasurerTests {
    private let measurer = PangoTextMeasurer()

    @Test func textScalesWithItsSize() {
        let small = measurer.measure(Text("Feature maps 32 × 24", size: 9))
        let large = measurer.measure(Text("Feature maps 32 × 24", size: 36))
        #expect(abs(large.width - 4 * small.width) < 0.05 * small.width)
        #expect(abs(large.capHeight - 4 * small.capHeight) < 0.2)
        #expect(small.capHeight > 5 && small.capHeight < small.ascent && small.ascent < 12)
        #expect(small.descent > 1 && small.descent < 4)
    }

    @Test func figuresAreOfOneWidth() {
        let widths = (0...9).map { measurer.measure(Text("\($0)")).width }
        #expect(widths.allSatisfy { $0 == widths[0] })
        #expect(measurer.measure("1111").width == measurer.measure("8888").width)
    }

    @Test func lettersStayAsWritten() {
        let parts = measurer.measure("3").width + measurer.measure("x").width + measurer.measure("3").width
        #expect(abs(measurer.measure("3x3").width - parts) < 0.5)
        #expect(measurer.measure("<b>&").width > measurer.measure("b").width)
    }

    @Test func scriptsAreSmallerAndInclude() {
        let base = measurer.measure(Text([.init("x", style: .variable)]))
        let raised = measurer.measure(Text([.init("x", style: .variable), .init("2", script: .superscript)]))
        let plain = measurer.measure(Text([.init("x", style: .variable), .init("2")]))
        #expect(raised.width > base.width && raised.width < plain.width)
        let script = raised.width - base.width
        #expect(abs(script / (plain.width - base.width) - 0.72) < 0.02)
    }

    @Test func stylesDiffer() {
        let styles: [Text.Style] = [.regular, .bold, .variable, .code]
        let widths = Set(styles.map { measurer.measure(Text("nilf", style: $0)).width })
        #expect(widths.count == styles.count)
        let code = Text.Style.code
        #expect(measurer.measure(Text("iii", style: code)).width == measurer.measure(Text("mmm", style: code)).width)
    }

    @Test func lettersThatTheFontLacksHaveWidth() {
        #expect(measurer.measure("⌊⌋∈⊙").width > 4 * 2)
        #expect(measurer.measure("").width == 0)
        #expect(measurer.measure("").capHeight > 0)
    }

    /// In letters from right to left, each run takes its own place.
    @Test func mixedDirectionsAddUp() {
        let (latin, hebrew) = ("abc ", "\u{5E9}\u{5DC}\u{5D5}\u{5DD}")
        let sum = measurer.measure(Text(latin)).width + measurer.measure(Text(hebrew)).width
        #expect(abs(measurer.measure(Text(latin + hebrew)).width - sum) < 0.1)
        #expect(measurer.measure("a ").width > measurer.measure("a").width)
    }

    @Test func measuringInAnotherOrderChangesNothing() {
        let first = measurer.measure("order ⌈7⌉")
        for style in [Text.Style.bold, .medium, .code, .variable] {
            _ = measurer.measure(Text("more fonts ℝ", style: style))
        }
        // Another text, so that it is not simply remembered.
        #expect(measurer.measure(Text([.init("order "), .init("⌈7⌉")])) == first)
    }

    @Test func anUnknownFamilyIsReplaced() {
        let extents = PangoTextMeasurer(fontFamily: "No Such Family 10").measure("abc")
        #expect(extents.width > 8 && extents.width < 40)
    }
}
