import ArgumentParser
import Files
import Reports

struct NotesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "notes",
        abstract: "Render the blocks of plain Markdown notes.",
        discussion: """
            Each fenced block of class `convscope` becomes its figure, table, derivation or checked claim; the block itself \
            is kept in a comment, so that the same file can be rendered again. Figures go into a folder beside the output.

              convscope notes lecture.md -o lecture.md
              convscope notes lecture.md -o public/lecture.md
            """)

    @Argument(help: ArgumentHelp("Markdown, or - for standard input.", valueName: "file.md"))
    var input: String

    @Option(
        name: [.customShort("o"), .long], parsing: .unconditional,
        help: ArgumentHelp("The file to write, or - for standard output.", valueName: "file.md"))
    var output: String

    func run() throws {
        do {
            let text = try FileSystem.text(of: input)
            let name = DocumentFigures.folderName(for: output == "-" ? "convscope" : output)
            let folder = output == "-" ? "" : FileSystem.folder(of: output)
            let figures = DocumentFigures(
                folder: FileSystem.join(folder, name), prefix: "\(name)/", keepsRecords: true)
            let notes = RenderedNotes(
                text, path: input == "-" ? "standard input" : input, describe: { Failure($0).message },
                render: { try MarkdownWriter.fragment($0, illustrator: figures) })
            if output == "-" {
                try Console.result(Array(notes.text.utf8))
            } else {
                try AtomicFile.write(notes.text, to: output)
            }
            for problem in notes.problems { Console.error(problem) }
            if !notes.problems.isEmpty { throw ExitCode(1) }
        } catch let code as ExitCode {
            throw code
        } catch {
            throw Failure(error)
        }
    }
}
