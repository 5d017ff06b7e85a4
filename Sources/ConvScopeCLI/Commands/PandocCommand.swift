import ArgumentParser
import Files
import Networks
import Reports

/// `convscope-pandoc`, as pandoc calls its filters: the tree on standard input, the output format as the only argument.
struct PandocCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pandoc",
        abstract: "Be pandoc's filter: `pandoc --filter convscope-pandoc notes.md -o notes.html`.",
        discussion: """
            Fenced blocks of class `convscope` become figures in the format that fits (SVG for HTML and EPUB, PDF for LaTeX, \
            PNG for others), tables, derivations and checked claims. The notes' header may say

              convscope: { check: fail|show, svg: file|inline, root: folder, folder: convscope-figures }

            where `root` is where paths in blocks begin, and `folder` where figures are written.
            """)

    @Argument(help: ArgumentHelp("What pandoc writes.", valueName: "format"))
    var target = "html"

    func run() throws {
        do {
            guard let tree = JSONReader.value(try FileBytes.standardInput()[...], deepest: 4096),
                PandocFilter.isDocument(tree)
            else {
                throw Failure(
                    message: "standard input is not what pandoc hands to its filters.", status: Failure.badData)
            }
            var filter = PandocFilter(
                tree, target: target, describe: { Failure($0).message },
                illustrator: { settings, target in
                    DocumentFigures(
                        folder: settings.folder, prefix: settings.folder + "/", isStill: !target.moves,
                        keepsRecords: true, isShared: true)
                })
            let filtered = filter.filtered(tree)
            for problem in filter.problems { Console.error(problem) }
            if !filter.problems.isEmpty, filter.settings.complaints == .fail { throw ExitCode(1) }
            try Console.result(Array(filtered.text.utf8))
        } catch let code as ExitCode {
            throw code
        } catch {
            throw Failure(error)
        }
    }
}
