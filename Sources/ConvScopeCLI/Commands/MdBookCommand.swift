import ArgumentParser
import Files
import Networks
import Reports

/// `convscope-mdbook`, as mdBook calls its preprocessors: the book on standard input.
struct MdBookCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mdbook",
        abstract: "Be mdBook's preprocessor: `[preprocessor.convscope]` and `command = \"convscope-mdbook\"`.",
        discussion: "Fenced blocks of class `convscope` become figures within the page, tables and derivations.")

    @Argument(help: ArgumentHelp("`supports`, and the renderer that mdBook asks about.", valueName: "words"))
    var words: [String] = []

    func run() throws {
        // Any renderer takes HTML within Markdown, but for the one that mdBook's own tests ask about.
        if words.first == "supports" {
            if words.dropFirst().first == "not-supported" { throw ExitCode(1) }
            return
        }
        do {
            guard case .list(let parts)? = JSONReader.value(try FileBytes.standardInput()[...], deepest: 4096),
                parts.count == 2, case .object = parts[0], parts[1]["sections"] ?? parts[1]["items"] != nil
            else {
                throw Failure(message: "standard input is not a book of mdBook's.", status: Failure.badData)
            }
            let source = parts[0]["config"]?["book"]?["src"]?.string ?? "src"
            var book = BookPages(
                folder: FileSystem.join(parts[0]["root"]?.string ?? "", source), describe: { Failure($0).message })
            let rendered = book.rendered(parts[1])
            for problem in book.problems { Console.error(problem) }
            if !book.problems.isEmpty { throw ExitCode(1) }
            try Console.result(Array(rendered.text.utf8))
        } catch let code as ExitCode {
            throw code
        } catch {
            throw Failure(error)
        }
    }
}
