import Foundation
import Testing

@Suite struct CodeCommandTests {
    @Test func programsAreWrittenOrRefused() throws {
        let convscope = try Command()
        defer { convscope.cleanUp() }
        let printed = try convscope("code", "lenet5", "--for", "keras")
        #expect(printed.status == 0 && printed.text.contains("model = keras.Sequential(["))
        let written = try convscope("code", "lenet5", "--for", "keras", "-o", "nets/lenet.py")
        #expect(written.status == 0 && written.text.isEmpty)
        #expect(try convscope.data("nets/lenet.py") == printed.output)

        let dilated = "1x9x9 -> max-pool 3 d2"
        let refused = try convscope("code", dilated, "--for", "keras")
        #expect(refused.status == 65 && refused.error.contains("Keras cannot express a layer: max-pool1 (max-pool)"))
        #expect(try convscope("code", dilated, "--for", "pytorch").status == 0)
        #expect(try convscope("code", "lenet5", "--for", "jax").status == 64)
        #expect(try convscope("code", "lenet5", "--for", "keras", "-o", "a.txt").status == 64)
    }
}
