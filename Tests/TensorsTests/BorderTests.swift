import Testing

@testable import Tensors

struct BorderTests {
    /// `letters`, extended by eight on each side.
    private func extended(_ letters: String, by border: Border) -> String {
        let letters = Array(letters)
        return String(
            (-8..<letters.count + 8).map { border.source(of: $0, size: letters.count).map { letters[$0] } ?? "·" })
    }

    /// As NumPy pads.
    @Test func fourElements() {
        #expect(extended("abcd", by: .reflect) == "cbabcdcbabcdcbabcdcb")
        #expect(extended("abcd", by: .symmetric) == "abcddcbaabcddcbaabcd")
        #expect(extended("abcd", by: .replicate) == "aaaaaaaaabcddddddddd")
        #expect(extended("abcd", by: .circular) == "abcdabcdabcdabcdabcd")
        #expect(extended("abcd", by: .zeros) == "········abcd········")
        #expect(extended("abcd", by: .constant(3)) == "········abcd········")
    }

    @Test func widerThanTheImageRepeats() {
        #expect(extended("abc", by: .reflect) == "abcbabcbabcbabcbabc")
        #expect(extended("abc", by: .symmetric) == "baabccbaabccbaabccb")
        #expect(extended("abc", by: .circular) == "bcabcabcabcabcabcab")
        #expect(extended("ab", by: .reflect) == "ababababababababab")
        #expect(extended("ab", by: .symmetric) == "abbaabbaabbaabbaab")
    }

    @Test(arguments: [Border.reflect, .symmetric, .replicate, .circular])
    func oneElementRepeats(_ border: Border) {
        #expect(extended("a", by: border) == "aaaaaaaaaaaaaaaaa")
    }

    @Test func constants() {
        #expect(Border.constant(0.5).constant == 0.5)
        #expect(Border.zeros.constant == 0)
    }

    @Test func farAwayIsStillInside() {
        for border in [Border.reflect, .symmetric, .replicate, .circular] {
            for index in [-1_000_000_007, 1_000_000_007] {
                let source = border.source(of: index, size: 7)
                #expect(source.map { (0..<7).contains($0) } == true)
            }
        }
    }
}
