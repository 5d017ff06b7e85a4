public import Figures
public import Scenes
import Yams

/// A theme as YAML: what it changes of a built-in one.
///
///     name: my university
///     base: dark
///     page: "#101820"
///     kernel: "#FFB000"
///     diverging: ["#3A93CF", "#1E242B", "#D9722E"]
///     decimal: comma
public struct ThemeFile: Sendable {
    public let theme: Theme
    /// What it chooses of the notation.
    public let notation: NotationChoices

    /// The theme that a text describes; `path` is for messages.
    ///
    /// - Throws: ``ThemeFileError``
    public init(yaml: String, path: String) throws(ThemeFileError) {
        let mapping: Node.Mapping
        do {
            mapping = try SafeYAML.mapping(yaml, orElse: "no keys in it")
        } catch {
            throw .notYAML(error.description, path)
        }
        let baseName = mapping["base"]?.scalar?.string ?? "light"
        guard var theme = Theme.builtIn.first(where: { $0.name == baseName }) else {
            throw .badValue("base", baseName, "one of " + Theme.builtIn.map(\.name).joined(separator: ", "), path)
        }
        theme.name = path
        var notation = NotationChoices()
        for (keyNode, value) in mapping {
            let key = keyNode.scalar?.string ?? ""
            switch key {
            case "base": continue
            case "name": theme.name = value.scalar?.string ?? path
            case "page": theme.page = try Self.color(value, key, path)
            case "ink": theme.ink = try Self.color(value, key, path)
            case "muted-ink": theme.mutedInk = try Self.color(value, key, path)
            case "rule": theme.rule = try Self.color(value, key, path)
            case "symbols": notation.symbols = try Self.choice(value, key, path)
            case "shapes": notation.shapes = try Self.choice(value, key, path)
            case "decimal": notation.decimal = try Self.choice(value, key, path)
            case "diverging": theme.diverging = try Self.map(value, key, path)
            case "sequential": theme.sequential = try Self.map(value, key, path)
            case "hatches":
                guard let flag = value.bool else {
                    throw .badValue(key, value.scalar?.string ?? "", "true or false", path)
                }
                theme.usesHatches = flag
            case "tint":
                guard let tint = value.float, (0.05...1).contains(tint) else {
                    throw .badValue(key, value.scalar?.string ?? "", "a number from 0.05 to 1", path)
                }
                theme.tint = tint
            default:
                guard let role = Theme.Role(rawValue: key) else {
                    throw .unknownKey(key, path, keyNode.mark?.line ?? 1)
                }
                theme.accents[role] = try Self.color(value, key, path)
            }
        }
        for (name, ink) in [("ink", theme.ink), ("muted-ink", theme.mutedInk)]
        where ink.contrast(with: theme.page) < 4.5 {
            throw .unreadable(name, ink, theme.page, path)
        }
        (self.theme, self.notation) = (theme, notation)
    }

    private static func choice<Choice: ParameterChoice>(
        _ node: Node, _ key: String, _ path: String
    ) throws(ThemeFileError) -> Choice {
        let text = node.scalar?.string ?? ""
        guard let choice = Choice(rawValue: text) else {
            throw .badValue(key, text, "one of " + Choice.choices.joined(separator: ", "), path)
        }
        return choice
    }

    private static func color(_ node: Node, _ key: String, _ path: String) throws(ThemeFileError) -> Color {
        let text = node.scalar?.string ?? ""
        guard let color = Color(hex: text) else {
            throw .badValue(key, text, "a colour in quotes as \"#0072B2\"", path)
        }
        return color
    }

    private static func map(_ node: Node, _ key: String, _ path: String) throws(ThemeFileError) -> ColorMap {
        var stops: [Color] = []
        for stop in node.sequence ?? [] { stops.append(try color(stop, key, path)) }
        guard stops.count >= 2 else { throw .badValue(key, "", "a list of two colours or more", path) }
        return ColorMap("\(key) of \(path)", stops)
    }
}

/// Why a file is no theme.
public enum ThemeFileError: Error, CustomStringConvertible {
    case notYAML(String, String)
    case unknownKey(String, String, Int)
    case badValue(String, String, String, String)
    case unreadable(String, Color, Color, String)

    public var description: String {
        switch self {
        case .notYAML(let reason, let path):
            "\(path): not a theme: \(reason)"
        case .unknownKey(let key, let path, let line):
            "\(path):\(line): a theme has no '\(key)'; it has base, name, page, ink, muted-ink, rule, tint, diverging, "
                + "sequential, hatches, symbols, shapes, decimal and the roles "
                + Theme.Role.allCases.map(\.rawValue).joined(separator: ", ")
                + "."
        case .badValue(let key, let value, let expected, let path):
            "\(path): \(key) is '\(value)'; expected \(expected)."
        case .unreadable(let name, let ink, let page, let path):
            "\(path): text in \(name) \(ink.hex) cannot be read on a page of \(page.hex): their contrast is below 4.5 to 1."
        }
    }
}
