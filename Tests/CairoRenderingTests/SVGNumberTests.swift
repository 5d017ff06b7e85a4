import Scenes
import Testing

@testable import CairoRendering

@Suite struct SVGNumberTests {
    @Test(arguments: [
        (0.0, "0"), (-0.004, "0"), (0.5, ".5"), (-0.5, "-.5"), (12, "12"), (12.345, "12.35"), (1.05, "1.05"),
        (-100.1, "-100.1"), (0.999, "1"),
    ])
    func numbersAreShort(_ value: Double, _ text: String) {
        #expect(SVGNumber.text(value) == text)
    }

    @Test func factorsKeepMoreDecimals() {
        #expect(SVGNumber.text(0.00504, decimals: 7) == ".00504")
        #expect(SVGNumber.text(1.0 / 3, decimals: 7) == ".3333333")
    }

    @Test func hugeNumbersAreCutDown() {
        #expect(SVGNumber.text(1e300) == "10000000000000")
        #expect(SVGNumber.text(-.infinity) == "-10000000000000")
    }

    private static func data(_ elements: [Path.Element], decimals: Int = 2) -> String {
        var fragment = SVGFragment()
        SVGPathData.write(Path(elements), decimals: decimals, to: &fragment)
        return String(decoding: fragment.bytes, as: UTF8.self)
    }

    @Test func pathsAreStepsFromPointToPoint() {
        #expect(Self.data(Path.rect(Rect(1, 2, 30, 4)).elements) == "M1 2h30v4h-30z")
        #expect(
            Self.data([.move(Point(1, 1)), .line(Point(2, 3)), .line(Point(3, 1)), .move(Point(0, 0)), .close])
                == "M1 1l1 2 1-2")
        #expect(
            Self.data([.move(Point(1, 1)), .curve(Point(1, 2), Point(2, 2), Point(3, 0))]) == "M1 1c0 1 1 1 2-1")
        #expect(
            Self.data([.move(Point(5, 5)), .line(Point(6, 6)), .line(Point(5, 6)), .close, .line(Point(9, 7))])
                == "M5 5l1 1h-1zl4 2")
    }

    @Test func aDotIsALineOfNoLength() {
        #expect(Self.data([.move(Point(4, 4)), .line(Point(4, 4))]) == "M4 4h0")
        #expect(
            Self.data([.move(Point(4, 4)), .line(Point(4, 4)), .move(Point(6, 5)), .line(Point(6, 5))])
                == "M4 4h0m2 1h0")
    }

    @Test func whatBeginsWithoutAMoveBeginsAtItsFirstPoint() {
        #expect(Self.data([.line(Point(1, 2)), .line(Point(3, 2))]) == "M1 2h2")
        #expect(Self.data([.curve(Point(1, 2), Point(1, 3), Point(2, 3))]) == "M1 2c0 0 0 1 1 1")
        #expect(Self.data([.close]) == "")
    }

    /// Each step goes from one rounded point to the next, so that the errors do not add up.
    @Test func roundingDoesNotAddUp() throws {
        let points = (1...3_000).map { Point(Double($0) / 3, 0) }
        let data = Self.data([.move(Point(0, 0))] + points.map { .line($0) })
        let steps = data.split(whereSeparator: { !"-.0123456789".contains($0) }).dropFirst(2).map { Double($0)! }
        #expect(abs(steps.reduce(0, +) - 1_000) < 1e-6)
    }

    @Test func base64IsPadded() {
        for (text, expected) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")] {
            var fragment = SVGFragment()
            fragment.append(base64: Array(text.utf8))
            #expect(String(decoding: fragment.bytes, as: UTF8.self) == expected)
        }
    }
}
