import Files
import Scenes

@testable import Reports

/// Draws nothing, and says what it was asked for.
final class StubIllustrator: Illustrator {
    private(set) var files: [String] = []

    func words(_ illustration: Illustration) throws -> AlternativeText {
        AlternativeText(summary: "Summary of \(illustration.name).", details: "Details & more.")
    }

    func svg(_ illustration: Illustration, isDark: Bool, instance: Int?) throws -> String {
        "<svg>\n\n\(illustration.name) \(isDark ? "dark" : "light")</svg>"
    }

    func file(_ illustration: Illustration, format: String) throws -> String {
        files.append("\(illustration.stem).\(format)")
        return "figures/\(illustration.stem).\(format)"
    }
}
