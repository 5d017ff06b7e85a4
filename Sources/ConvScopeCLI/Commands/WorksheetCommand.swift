import ArgumentParser
import CairoRendering
import Files
import Reports

struct WorksheetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worksheet",
        abstract: "Make a sheet of exercises from the figures of lessons, and its key.",
        discussion: """
            Figures of the lessons that numbers can be left out of are chosen by the seed; --answers gives the same sheet \
            with its answers.

              convscope worksheet Samples/lessons --seed 3 -o sheet.pdf
              convscope worksheet Samples/lessons --seed 3 --answers -o key.pdf -o key.html
            """)

    @Argument(help: ArgumentHelp("Lessons, or folders of them.", valueName: "lesson.yml|folder"))
    var inputs: [String]

    @Option(help: ArgumentHelp("How many exercises at most.", valueName: "N"))
    var count = 8

    @Option(help: ArgumentHelp("Which exercises, and what is left out.", valueName: "N"))
    var seed: UInt64 = 0

    @Flag(help: "The key: the same sheet with its answers.")
    var answers = false

    @Option(
        name: [.customShort("o"), .long], parsing: .unconditionalSingleValue,
        help: ArgumentHelp("A file (.html, .pdf); may be repeated.", valueName: "file"))
    var output: [String]

    func validate() throws {
        guard (1...200).contains(count) else { throw ValidationError("--count is \(count); it must be from 1 to 200.") }
    }

    func run() throws {
        do {
            for path in output where !["html", "pdf"].contains(FileSystem.ending(of: path)) {
                throw Failure.usage("-o \(path): a worksheet is written as .html or .pdf.")
            }
            let figures = DocumentFigures(folder: "", prefix: "")
            let sheet = Worksheet(try lessons(), count: count, seed: seed, showsAnswers: answers) {
                try? figures.scene($0)
            }
            guard !sheet.tasks.isEmpty else {
                throw Failure(
                    message: "\(inputs.joined(separator: ", ")): no figure here that numbers can be left out of.",
                    status: Failure.badData)
            }
            for path in output { try write(sheet, figures, to: path) }
        } catch {
            throw Failure(error)
        }
    }

    private func lessons() throws -> [LessonFile] {
        try inputs.flatMap { input -> [LessonFile] in
            let isFolder = FileSystem.isFolder(input)
            let paths =
                isFolder
                ? try FileSystem.entries(of: input).filter { ["yml", "yaml"].contains(FileSystem.ending(of: $0)) }
                    .sorted()
                    .map { FileSystem.join(input, $0) } : [input]
            return try paths.compactMap { path in
                let yaml = try FileSystem.text(of: path)
                return isFolder && !LessonFile.isLesson(yaml) ? nil : try LessonFile(yaml: yaml, path: path)
            }
        }
    }

    private func write(_ sheet: Worksheet, _ figures: DocumentFigures, to path: String) throws {
        if FileSystem.ending(of: path) == "html" {
            return try AtomicFile.write(HTMLWriter.page(sheet.document, illustrator: figures), to: path)
        }
        let pages = try sheet.pages(figures.scene)
        try AtomicFile.write(CairoRenderer().render(pages, as: .pdf), to: path)
    }
}
