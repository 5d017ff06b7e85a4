import Scenes
import Testing

@Suite struct ContentHashTests {
    /// The algorithm's own test vectors.
    @Test(arguments: [
        ("", 0xCBF2_9CE4_8422_2325 as UInt64), ("a", 0xAF63_DC4C_8601_EC8C), ("foobar", 0x8594_4171_F739_67E8),
    ])
    func hashesAreThoseOfFNV1a(_ text: String, _ value: UInt64) {
        #expect(ContentHash(Array(text.utf8)).text == String(value, radix: 36))
        #expect(ContentHash(Array(text.utf8)).shortText == String(value >> 33, radix: 36))
    }

    @Test func piecesCountAsOne() {
        var hash = ContentHash(Array("foo".utf8))
        hash.add(Array("bar".utf8))
        #expect(hash.text == ContentHash(Array("foobar".utf8)).text)
    }
}
