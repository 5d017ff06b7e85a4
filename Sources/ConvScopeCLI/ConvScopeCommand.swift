import ArgumentParser
import Files
import Tensors

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@main
struct ConvScopeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convscope",
        abstract: "Figures and numbers for teaching convolutional networks, all of them computed.",
        discussion: """
            Filter photos, draw what convolution does to them as PNG, SVG and PDF, and write networks down to get every
            size, count and receptive field.

              convscope filter photo.jpg --filter sobel-x -o edges.png
              convscope draw filter-strip --image photo.jpg --filter sobel-x -o strip.svg
              convscope draw pixel --image photo.jpg --at 120,64 -o pixel.pdf
              convscope summary resnet50
            """,
        version: "0.1.0",
        subcommands: [
            FilterCommand.self, DrawCommand.self, RenderCommand.self, WatchCommand.self, ReportCommand.self,
            NotesCommand.self, WorksheetCommand.self, SummaryCommand.self, RunCommand.self, TrainCommand.self,
            SolveCommand.self,
            CheckCommand.self, CodeCommand.self, ExportCommand.self, ListCommand.self, SchemaCommand.self,
            ManualCommand.self, PandocCommand.self, MdBookCommand.self,
        ])

    /// As the parser would, without its building up every command: half of a figure's time is start.
    private static func run() throws {
        let words = CommandLine.arguments.dropFirst()
        // Links to the command, named as pandoc and mdBook call it.
        switch FileSystem.stem(of: CommandLine.arguments[0]) {
        case "convscope-pandoc": return try PandocCommand.parse(Array(words)).run()
        case "convscope-mdbook": return try MdBookCommand.parse(Array(words)).run()
        case _: break
        }
        if words.first == DrawCommand.configuration.commandName {
            try DrawCommand(words: Array(words.dropFirst())).run()
        } else {
            try checkHelp(CommandLine.arguments)
            var command = try parseAsRoot()
            try command.run()
        }
    }

    static func main() {
        // A reader of our output that goes away ends in an error that can be looked at, not in a signal.
        signal(SIGPIPE, SIG_IGN)
        do {
            try run()
        } catch let failure as Failure {
            Console.error(failure.message)
            Failure.exit(failure.status)
        } catch let code as ExitCode {
            Failure.exit(code.rawValue)
        } catch {
            let status = exitCode(for: error).rawValue
            // Help and versions are results; wrong usage is one line, as all errors are.
            guard status != 0 else { exit(withError: error) }
            let lines = message(for: error).split(whereSeparator: \.isNewline)
            Console.error(
                "\(Self.sentence(lines.joined(separator: " "))) `convscope --help` and `convscope <command> --help` show how."
            )
            Failure.exit(status)
        }
    }

    /// With a full stop, if it has none.
    private static func sentence(_ text: String) -> String {
        text.last.map { ".?!".contains($0) } == true ? text : text + "."
    }

    /// The parser's own `help` answers to anything with the overview.
    private static func checkHelp(_ words: [String]) throws {
        guard words.count > 2, words[1] == "help", !words[2].hasPrefix("-") else { return }
        let names = configuration.subcommands.map { $0.configuration }.filter(\.shouldDisplay).compactMap(\.commandName)
        guard !names.contains(words[2]), words[2] != "manual" else { return }
        let hint = nearest(words[2], among: names).map { " Did you mean '\($0)'?" } ?? ""
        throw Failure.usage("no command is called '\(words[2])'.\(hint) There are \(names.joined(separator: ", ")).")
    }
}
