import CairoRendering
import Figures
import Files
import Reports
import Scenes
import Tensors

/// The words after `draw`: a kind or a file, options as the kind declares them, and where the figure goes.
struct FigureArguments {
    private let subject: String
    private var options: [(name: String, value: ParameterInput)] = []
    private var outputs: [String] = []
    /// The format of the lines that are printed for somebody's text.
    private var snippet: Snippet?
    private(set) var isHelp = false

    init(_ words: [String]) throws {
        subject = words[0]
        let kind = FigureKind(rawValue: subject)
        var index = 1
        while index < words.count {
            let word = words[index]
            index += 1
            if word == "--help" || word == "-h" {
                isHelp = true
                continue
            }
            // There is nothing to be quiet about: one figure has no progress.
            if word == "-q" || word == "--quiet" { continue }
            if word == "-o" || word == "--output" {
                guard index < words.count else { throw Failure.usage("\(word) needs a file.") }
                outputs.append(words[index])
                index += 1
                continue
            }
            if word == "--snippet" || word.hasPrefix("--snippet=") {
                let value =
                    word.hasPrefix("--snippet=") ? String(word.dropFirst(10)) : index < words.count ? words[index] : ""
                if word == "--snippet" { index += 1 }
                guard let form = Snippet(rawValue: value) else {
                    let known = Snippet.allCases.map(\.rawValue).joined(separator: ", ")
                    throw Failure.usage("--snippet is '\(value)'; there are \(known).")
                }
                snippet = form
                continue
            }
            guard word.hasPrefix("--") else {
                throw Failure.usage(
                    "'\(word)' was not expected. Options begin with --; `convscope draw --help` shows how.")
            }
            let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            guard let option = OptionForm(name, of: kind) else { throw Self.unknown(name, of: kind, subject) }
            if parts.count == 2 {
                options.append((name, .text(String(parts[1]))))
            } else if option.isFlag {
                // As in a file, a switch may be followed by its value.
                let isValued = index < words.count && ["true", "false"].contains(words[index])
                options.append((name, .text(isValued ? words[index] : "true")))
                if isValued { index += 1 }
            } else {
                guard index < words.count else { throw Failure.usage("--\(name) needs a value: \(option.syntax).") }
                options.append((name, .text(words[index])))
                index += 1
            }
        }
        options = try Self.merged(options, kind)
    }

    /// Options that may be repeated become one list.
    private static func merged(
        _ options: [(name: String, value: ParameterInput)], _ kind: FigureKind?
    ) throws -> [(name: String, value: ParameterInput)] {
        let lists = Set(kind?.type.parameterDescriptions.filter(\.isList).map(\.name) ?? [])
        var result: [(name: String, value: ParameterInput)] = []
        for option in options {
            if let index = result.firstIndex(where: { $0.name == option.name }) {
                guard lists.contains(option.name) else {
                    throw Failure.usage("--\(option.name) is given twice, but takes one value. Give it once.")
                }
                result[index].value = .list(result[index].value.items + [option.value])
            } else {
                result.append(lists.contains(option.name) ? (option.name, .list([option.value])) : option)
            }
        }
        return result
    }

    private static func unknown(_ name: String, of kind: FigureKind?, _ subject: String) -> Failure {
        let names = (kind?.type.parameterDescriptions.map(\.name) ?? []) + CommonOption.allCases.map(\.rawValue)
        let hint = nearest(name, among: names).map { " Did you mean --\($0)?" } ?? ""
        return .usage("'\(subject)' has no option --\(name).\(hint) `convscope list figures \(subject)` shows them.")
    }

    var help: String {
        FigureKind(rawValue: subject)?.details
            ?? "A figure file takes the options of every figure; they win over its keys.\n\n"
            + FigureKind.commonDetails
    }

    func draw() throws {
        let job = try FigureJob(subject, options: options)
        guard !outputs.isEmpty || job.description.settings.isDescribed else {
            throw Failure.usage(
                "where to? Give -o FILE.svg, .png, .pdf, or, in motion, .gif or .apng; or --describe for its words.")
        }
        try job.draw(to: outputs)
        guard let snippet else { return }
        let files = outputs.filter { $0 != "-" }
        let fitting = snippet.endings.lazy.compactMap { ending in
            files.first { FileSystem.ending(of: $0) == ending }
        }.first
        guard let path = fitting else {
            throw Failure.usage(
                "--snippet \(snippet.rawValue) needs a file that it can show: -o FILE.\(snippet.endings[0]).")
        }
        let lines = try snippet.text(path: path, name: FileSystem.stem(of: path), words: job.words(PangoTextMeasurer()))
        try Console.result(Array(lines.utf8))
    }

    /// What may follow these words of a command line.
    static func completions(_ words: [String]) -> [String] {
        let words = Array(words.drop { $0 != "draw" }.dropFirst())
        guard words.count > 1, let kind = FigureKind(rawValue: words[0]) else {
            return FigureKind.allCases.map(\.rawValue)
        }
        let previous = words.count >= 2 ? words[words.count - 2] : ""
        if previous.hasPrefix("--"), let option = OptionForm(String(previous.dropFirst(2)), of: kind), !option.isFlag {
            return option.choices
        }
        return kind.type.parameterDescriptions.map { "--\($0.name)" } + CommonOption.allCases.map { "--\($0.rawValue)" }
            + ["-o"]
    }
}

/// An option's form on the command line, be it the kind's own or every figure's.
private struct OptionForm {
    let isFlag: Bool
    let syntax: String
    let choices: [String]

    init?(_ name: String, of kind: FigureKind?) {
        if let own = kind?.type.parameterDescriptions.first(where: { $0.name == name }) {
            (isFlag, syntax, choices) = (own.isFlag, own.syntax, own.choices)
        } else if let common = CommonOption(rawValue: name) {
            (isFlag, syntax, choices) = (common.isFlag, common.syntax, common.choices)
        } else {
            return nil
        }
    }
}
