import ArgumentParser
import Files
import Networks

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

struct SummaryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "summary",
        abstract: "Show every size, count and receptive field of a network.",
        discussion: """
            A network is an id of `convscope list networks`, a YAML file, or a chain in quotes.

              convscope summary resnet50
              convscope summary "1x28x28 -> conv 32@5x5 relu -> max-pool 2 -> flatten -> dense 10" --explain
              convscope summary vgg16 --format latex -o table.tex
              convscope summary "3x32x32 -> [conv 8@3x3 relu]*2" -o network.yml
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table, json, csv, markdown, latex, yaml
    }

    @Argument(help: ArgumentHelp("An id, a .yml file, a chain, or - for standard input.", valueName: "network"))
    var network: NetworkReference

    @Option(
        help: ArgumentHelp(
            "How it is written; by the ending of -o unless given.", valueName: "table|json|csv|markdown|latex|yaml"))
    var format: Format?

    @Option(
        help: ArgumentHelp("Whose way of counting parameters.", valueName: "pytorch|keras"),
        completion: .list(Profile.allCases.map(\.rawValue)), transform: profileOption)
    var profile: Profile = .pytorch

    @Flag(help: "Derive every number, layer by layer.")
    var explain = false

    @Flag(help: "Say why PyTorch and Keras count this network differently.")
    var explainDifference = false

    @Flag(help: "Point out what is unusual or wasteful.")
    var hints = false

    @Option(help: ArgumentHelp("A shape instead of the network's own.", valueName: "shape"))
    var input: String?

    @OptionGroup var sliding: SlidingOptions

    @Option(
        name: [.customShort("o"), .long], parsing: .unconditionalSingleValue,
        help: ArgumentHelp("A file (.txt, .json, .csv, .md, .tex, .yml), or -; may be repeated.", valueName: "file"))
    var output: [String] = []

    func run() throws {
        do {
            let summary = NetworkSummary(try sliding.network(network, input: input), profile: profile)
            for target in output.isEmpty ? ["-"] : output {
                let text = try text(of: summary, as: try format ?? Self.format(of: target), toTerminal: target == "-")
                if target == "-" {
                    try Console.result(Array(text.utf8))
                } else {
                    try AtomicFile.write(text, to: target)
                }
            }
        } catch {
            throw Failure(error)
        }
    }

    private static func format(of path: String) throws -> Format {
        switch FileSystem.ending(of: path) {
        case "json": return .json
        case "csv": return .csv
        case "md", "markdown": return .markdown
        case "tex": return .latex
        case "yml", "yaml": return .yaml
        case "txt", "": return .table
        case let ending:
            throw Failure.usage(
                "-o \(path): no summary is written as .\(ending); there are .txt, .json, .csv, .md, .tex, .yml.")
        }
    }

    private func text(of summary: NetworkSummary, as format: Format, toTerminal: Bool) throws -> String {
        let table = SummaryTable(summary)
        var sections: [String]
        switch format {
        case .json: return summary.json(explained: explain, difference: explainDifference, hints: hints).text
        case .csv: return table.csv()
        case .yaml: return try summary.network.yaml()
        case .table:
            let width = min(toTerminal ? Terminal.width ?? 100 : 100, 160)
            sections = [table.text(width: width, inColor: toTerminal && Terminal.hasColor)]
            sections += further(summary, .text).map { $0.wrapped(at: width) }
        case .markdown:
            sections = [table.markdown()]
            sections += further(summary, .markdown)
        case .latex:
            sections = [table.latex()]
            sections += further(summary, .latex)
        }
        return sections.joined(separator: "\n")
    }

    /// What is asked for beside the table.
    private func further(_ summary: NetworkSummary, _ format: DerivationFormat) -> [String] {
        (explainDifference ? [CountDifference(summary.network).written(format)] : [])
            + (hints ? [summary.network.hints().written(format)] : [])
            + (explain ? [summary.explanation(format)] : [])
    }
}

@Sendable
func profileOption(_ text: String) throws -> Profile {
    guard let profile = Profile(rawValue: text) else {
        throw ValidationError(
            "--profile is '\(text)'; there are \(Profile.allCases.map(\.rawValue).joined(separator: ", ")).")
    }
    return profile
}

/// What standard output is shown on.
enum Terminal {
    /// In columns; nothing if it goes into a file or a pipe.
    static var width: Int? {
        guard isatty(1) == 1 else { return nil }
        var size = winsize()
        guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col >= 40 else { return 100 }
        return Int(size.ws_col)
    }

    static var hasColor: Bool { isatty(1) == 1 && getenv("NO_COLOR") == nil }
}
