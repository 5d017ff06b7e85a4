import ArgumentParser
import CairoRendering
import Figures
import Files
import Scenes

struct DrawCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "draw",
        abstract: "Draw one figure.",
        usage: "convscope draw <kind|file.yml> [<option> ...] -o <file.svg|.png|.pdf|.gif|.apng|folder>",
        discussion: """
            Kinds: \(FigureKind.allCases.map(\.rawValue).joined(separator: ", ")). `convscope list figures KIND` shows a \
            kind's options and those of every figure. A YAML file holds `figure: KIND` and the same options as keys.

              convscope draw filter-strip --image photo.jpg --filter sobel-x --filter scharr-y -o strip.svg
              convscope draw coverage --input 7x7 --kernel 3 --stride 1 --stride 2 -o coverage.svg -o coverage.png
              convscope draw pixel --image photo.jpg --at 120,64 --describe
              convscope draw arithmetic --input 6x6 --padding 1 --stride 2 --step all -o moving.svg -o moving.gif -o frames/
              convscope draw arithmetic --exercises 6 --seed 3 -o sheet.pdf
            """)

    // The options depend on the kind, so they are read by `FigureArguments` from the kinds' own declarations.
    @Argument(
        parsing: .captureForPassthrough,
        help: ArgumentHelp("A figure's kind or a YAML file, and its options.", valueName: "kind|file.yml"),
        completion: .custom { words, _, _ in FigureArguments.completions(words) })
    var words: [String] = []

    init() {}

    init(words: [String]) {
        self.words = words
    }

    func run() throws {
        do {
            if words.isEmpty || words[0] == "--help" || words[0] == "-h" {
                throw CleanExit.helpRequest(DrawCommand.self)
            }
            let arguments = try FigureArguments(words)
            if arguments.isHelp {
                return try Console.print(arguments.help)
            }
            try arguments.draw()
        } catch let error where !(error is CleanExit) {
            throw Failure(error)
        }
    }
}
