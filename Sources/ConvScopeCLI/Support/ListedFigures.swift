import Figures
import Scenes

extension FigureKind {
    var details: String {
        var lines = ["\(rawValue): \(type.summary)", "", "options:"]
        for option in type.parameterDescriptions { lines.append(contentsOf: option.lines) }
        return lines.joined(separator: "\n") + "\n\n" + Self.commonDetails
    }

    static var commonDetails: String {
        var lines = ["options of every figure:"]
        for option in CommonOption.allCases {
            lines.append("  --\(option.rawValue)\(option.isFlag ? "" : " " + option.syntax)")
            lines.append("      \(option.help)")
        }
        lines.append("  -o, --output FILE")
        lines.append(
            "      where it goes: .svg, .png, .pdf, in motion .gif and .apng too, or - for SVG on standard output;")
        lines.append("      with --step all a folder gets a picture for each step; may be repeated")
        return lines.joined(separator: "\n")
    }
}

extension ParameterDescription {
    fileprivate var lines: [String] {
        let repeated = isList ? "; may be repeated" : ""
        let standard = defaultText.isEmpty || isFlag ? "" : " (default \(defaultText))"
        return ["  --\(name)\(isFlag ? "" : " " + syntax)", "      \(help)\(repeated)\(standard)"]
    }
}

extension Theme {
    var summary: String {
        "\(page.relativeLuminance > 0.5 ? "bright" : "dark") page, \(usesHatches ? "greys with hatches" : "colours that colour-blind people can tell apart")"
    }

    var details: String {
        let roles = Role.allCases.map { "  \($0.rawValue): \(accent($0).hex)" }
        return
            (["\(name): \(summary)", "page: \(page.hex), ink: \(ink.hex)", "roles:"] + roles
            + ["signed values: \(diverging.name)", "values from zero up: \(sequential.name)"]).joined(separator: "\n")
    }
}
