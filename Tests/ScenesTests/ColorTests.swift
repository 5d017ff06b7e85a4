import Scenes
import Testing

@Suite struct ColorTests {
    @Test func contrastIsThatOfWCAG() {
        #expect(abs(Color.black.contrast(with: .white) - 21) < 1e-9)
        #expect(abs(Color(0x777777).contrast(with: .white) - 4.478) < 0.001)
    }

    @Test func hexGoesBothWays() {
        #expect(Color(hex: "#0072B2")?.hex == "#0072B2")
        #expect(Color(hex: "0072B2") == nil)
        #expect(Color(hex: "#0072B") == nil)
    }
}
