internal import PangoCairo
internal import Scenes

/// Where the usual fonts lie, and what their files are called.
enum FontFiles {
    /// Looked through in turn: Debian and Ubuntu, the user's own, macOS.
    static let folders: [String] = {
        let home = String(cString: g_get_home_dir())
        return [
            "/usr/share/fonts/opentype/inter", "/usr/share/fonts/truetype/dejavu", "/usr/share/fonts/opentype/stix",
            "/usr/share/fonts/truetype/inter", "/usr/share/fonts/inter", "/usr/local/share/fonts",
            "\(home)/.local/share/fonts", "\(home)/.fonts", "\(home)/Library/Fonts", "/Library/Fonts",
            "/System/Library/Fonts/Supplemental",
        ]
    }()

    /// What has the floor brackets, ∈ and ⊙, which Inter lacks.
    static let fallbackFamily = "DejaVu Sans"
    static let fallback = ["DejaVuSans.ttf"]
    static let fallbackBold = ["DejaVuSans-Bold.ttf", "DejaVuSans.ttf"]

    /// File names that hold a style, the best first; none for a family that the system has to find.
    static func names(family: String, style: Text.Style) -> [String] {
        switch style {
        case .variable: ["STIXGeneral-Italic.otf", "STIXGeneralItalic.otf"]
        case .code: ["DejaVuSansMono.ttf"]
        case .regular where family == "Inter": inter("Regular")
        case .medium where family == "Inter": inter("Medium")
        case .bold where family == "Inter": inter("Bold")
        case .regular, .medium, .bold: []
        }
    }

    private static func inter(_ weight: String) -> [String] {
        ["Inter-\(weight).otf", "Inter-\(weight).ttf", "InterVariable.ttf", "Inter.ttc"]
    }
}

extension Text.Style {
    var look: (weight: PangoWeight, slant: PangoStyle) {
        switch self {
        case .regular, .code: (PANGO_WEIGHT_NORMAL, PANGO_STYLE_NORMAL)
        case .medium: (PANGO_WEIGHT_MEDIUM, PANGO_STYLE_NORMAL)
        case .bold: (PANGO_WEIGHT_BOLD, PANGO_STYLE_NORMAL)
        case .variable: (PANGO_WEIGHT_NORMAL, PANGO_STYLE_ITALIC)
        }
    }

    func family(text: String) -> String {
        switch self {
        case .regular, .medium, .bold: text
        case .variable: "STIXGeneral"
        case .code: "DejaVu Sans Mono"
        }
    }
}
