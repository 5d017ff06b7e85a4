internal import PangoCairo
internal import Scenes

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// What pixels depend on beside the scene: where all of it is the same, the same scene gives the same pixels.
public enum LibraryVersions {
    /// One line each for cairo, Pango and every font file with its size in bytes.
    public static let description: String = {
        let libraries = [
            "cairo \(String(cString: cairo_version_string()))", "pango \(String(cString: pango_version_string()))",
        ]
        let styles: [Text.Style] = [.regular, .medium, .bold, .variable, .code]
        let names =
            styles.map { FontFiles.names(family: PangoTextMeasurer.defaultFontFamily, style: $0) }
            + [FontFiles.fallback, FontFiles.fallbackBold]
        return (libraries + names.map { font($0) }).joined(separator: "\n") + "\n"
    }()

    private static func font(_ names: [String]) -> String {
        for name in names {
            for folder in FontFiles.folders {
                var status = stat()
                if stat("\(folder)/\(name)", &status) == 0 { return "\(name) \(status.st_size)" }
            }
        }
        return "no \(names.first ?? "font")"
    }
}
