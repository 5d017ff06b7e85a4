import ArgumentParser
import Figures
import Scenes
import Tensors

struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Show what there is: filters, figures or themes; with a name, everything about one.")

    enum Subject: String, ExpressibleByArgument, CaseIterable {
        case filters, figures, themes
    }

    @Argument(help: "filters, figures or themes.")
    var subject: Subject

    @Argument(help: "One of them: `list filters gabor`, `list filters gaussian:sigma=3`, `list figures pixel`.")
    var name: String?

    func run() throws {
        do { try list() } catch { throw Failure(error) }
    }

    private func list() throws {
        switch subject {
        case .filters:
            // With options, as `--filter` takes it.
            if let name, let colon = name.firstIndex(of: ":"), let kind = FilterKind(rawValue: String(name[..<colon])) {
                return try Console.print(kind.details(of: Filter(parsing: name)))
            }
            try listed(FilterKind.allCases, \.rawValue, "filter") {
                $0.summary
            } details: {
                $0.details(of: $0.filter())
            }
        case .figures:
            try listed(FigureKind.allCases, \.rawValue, "figure") {
                $0.type.summary
            } details: {
                $0.details
            }
        case .themes:
            try listed(Theme.builtIn, \.name, "theme") {
                $0.summary
            } details: {
                $0.details
            }
        }
    }

    private func listed<Item>(
        _ items: [Item], _ itemName: (Item) -> String, _ noun: String, _ summary: (Item) -> String,
        details: (Item) -> String
    ) throws {
        if let name {
            guard let item = items.first(where: { itemName($0) == name }) else {
                let near = nearest(String(name.prefix { $0 != ":" }), among: items.map(itemName))
                let hint = near.map { " Did you mean '\($0)'?" } ?? ""
                throw Failure.usage(
                    "no \(noun) is called '\(name)'.\(hint) `convscope list \(subject.rawValue)` shows all.")
            }
            try Console.print(details(item))
        } else {
            let width = items.map { itemName($0).count }.max() ?? 0
            for item in items {
                let name = itemName(item)
                try Console.print(name + String(repeating: " ", count: width + 2 - name.count) + summary(item))
            }
        }
    }
}

extension FilterKind {
    /// The sentence, the kernel with its numbers, the sign, the options and the source.
    fileprivate func details(of filter: Filter) -> String {
        var lines = ["\(filter.name): \(title)", summary, ""]
        let names =
            switch filter.response {
            case .linear: [""]
            case .magnitude, .direction: ["x", "y"]
            case .greatest(let kernels): kernels.indices.map { "turned by \(45 * $0)°" }
            }
        for (name, kernel) in zip(names, filter.kernels) {
            if !name.isEmpty { lines.append("\(name):") }
            lines.append(contentsOf: rows(kernel))
        }
        switch filter.response {
        case .linear: break
        case .magnitude: lines.append("response: √(x² + y²)")
        case .direction: lines.append("response: the angle of (x, y) in radians, from −π to π")
        case .greatest: lines.append("response: the greatest of the \(names.count)")
        }
        lines.append("")
        lines.append(
            isSigned
                ? "signed: `filter` shows zero as mid-grey (--range symmetric)"
                : "not signed: `filter` shows 0 to 1 (--range clip)")
        if !parameters.isEmpty {
            lines.append("options:")
            for parameter in parameters {
                let value = parameter.defaultValue.map { " (default \(short($0)))" } ?? ""
                lines.append("  \(parameter.name)\(value): \(parameter.help)")
            }
            lines.append("  written as \(rawValue):\(parameters[0].name)=\(short(parameters[0].defaultValue ?? 3))")
        }
        lines.append("source: \(source)")
        return lines.joined(separator: "\n")
    }

    private func rows(_ kernel: Tensor) -> [String] {
        let isWhole = kernel.elements.allSatisfy { $0 == $0.rounded() }
        let texts = kernel.elements.map { isWhole ? String(Int($0)) : fixed($0) }
        let width = texts.map(\.count).max() ?? 0
        let columns = kernel.shape[1]
        return (0..<kernel.shape[0]).map { row in
            texts[row * columns..<(row + 1) * columns]
                .map { String(repeating: " ", count: width + 1 - $0.count) + $0 }.joined()
        }
    }

    private func fixed(_ value: Float) -> String {
        let scaled = Int((value.magnitude * 100_000).rounded())
        let digits = String(scaled % 100_000)
        return (value < 0 && scaled > 0 ? "-" : "") + "\(scaled / 100_000)."
            + String(repeating: "0", count: 5 - digits.count) + digits
    }

    private func short(_ value: Double) -> String {
        value == value.rounded() ? String(Int(value)) : String(value)
    }
}

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
        lines.append("      where it goes: a .svg, .png or .pdf file, or - for SVG on standard output; may be repeated")
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
    fileprivate var summary: String {
        "\(page.relativeLuminance > 0.5 ? "bright" : "dark") page, \(usesHatches ? "greys with hatches" : "colours that colour-blind people can tell apart")"
    }

    fileprivate var details: String {
        let roles = Role.allCases.map { "  \($0.rawValue): \(accent($0).hex)" }
        return
            (["\(name): \(summary)", "page: \(page.hex), ink: \(ink.hex)", "roles:"] + roles
            + ["signed values: \(diverging.name)", "values from zero up: \(sequential.name)"]).joined(separator: "\n")
    }
}
