import CairoRendering
import Figures
import Files
import Reports
import Scenes

/// Draws the figures of one document, each when it is asked for.
final class DocumentFigures: Illustrator {
    /// Where files go, and how the document names that folder.
    private let folder: String
    private let prefix: String
    /// Whether what would move is shown by its still.
    private let isStill: Bool
    /// Of what the folder holds already: what is as its record says is not drawn again.
    private let records: RecordLog?
    /// Whether other documents draw into the same folder: then names tell figures apart by what they show.
    private let isShared: Bool
    private let measurer = PangoTextMeasurer()
    private var words: [String: AlternativeText] = [:]
    private var stems: [String: String] = [:]

    /// - Parameters:
    ///   - folder: Made when the first file is written.
    ///   - prefix: What stands before a file's name in the document: `report-figures/`.
    ///   - isStill: Whether what would move is shown by its still.
    ///   - keepsRecords: Whether figures of an earlier run are used again.
    ///   - isShared: Whether other documents draw into the same folder.
    init(folder: String, prefix: String, isStill: Bool = false, keepsRecords: Bool = false, isShared: Bool = false) {
        (self.folder, self.prefix, self.isStill, self.isShared) = (folder, prefix, isStill, isShared)
        records = keepsRecords ? RecordLog(of: folder) : nil
    }

    /// The folder beside a document; neither Markdown nor LaTeX takes just any character in a path.
    static func folderName(for path: String) -> String {
        let stem = FileSystem.stem(of: path).map { character in
            character.isASCII && (character.isLetter || character.isNumber) || "._-".contains(character)
                ? character : "-"
        }
        return String(stem) + "-figures"
    }

    func words(_ illustration: Illustration) throws -> AlternativeText {
        if let known = words[illustration.place] { return known }
        let found: AlternativeText
        if records != nil {
            let name = "\(stem(illustration)).txt"
            let path = FileSystem.join(FileSystem.join(folder, ".records"), name)
            try keeping(name, illustration) {
                let drawn = try drawnWords(illustration)
                try AtomicFile.write(drawn.summary + "\n" + drawn.details, to: path)
            }
            let text = try FileSystem.text(of: path)
            let summary = text.prefix { $0 != "\n" }
            found = AlternativeText(summary: String(summary), details: String(text.dropFirst(summary.count + 1)))
        } else {
            found = try drawnWords(illustration)
        }
        words[illustration.place] = found
        return found
    }

    func svg(_ illustration: Illustration, isDark: Bool, instance: Int?) throws -> String {
        let job = job(illustration)
        // A theme of its own is kept on any page.
        let theme = isDark && job.description.settings.theme == Theme.light.name ? Theme.dark : nil
        let bytes =
            job.moves
            ? try job.render(job.film(measurer, theme: theme), .svg, instance: instance)
            : try job.render(job.scene(measurer, theme: theme), .svg, instance: instance)
        return String(decoding: bytes, as: UTF8.self)
    }

    func file(_ illustration: Illustration, format: String) throws -> String {
        let name = "\(stem(illustration)).\(format)"
        try keeping(name, illustration) {
            let job = job(illustration)
            let bytes =
                switch try FigureTarget(format: format, step: job.description.settings.step) {
                case .still(let format): try job.render(job.scene(measurer), format)
                case .motion(let format): try job.render(job.film(measurer), format)
                case .frames: throw Failure.usage("a document shows no folder of frames.")
                }
            try AtomicFile.write(bytes, to: FileSystem.join(folder, name))
        }
        return prefix + name
    }

    func scene(_ illustration: Illustration) throws -> Scene { try job(illustration).scene(measurer) }

    private func job(_ illustration: Illustration) -> FigureJob {
        let job = FigureJob(illustration.entry, path: illustration.path)
        return isStill && illustration.moves ? job.still : job
    }

    private func drawnWords(_ illustration: Illustration) throws -> AlternativeText {
        let job = job(illustration)
        return try job.moves ? job.film(measurer).description : job.scene(measurer).description
    }

    /// Names repeat where blocks of notes are named by their kinds.
    private func stem(_ illustration: Illustration) -> String {
        if let known = stems[illustration.place] { return known }
        let used = Set(stems.values)
        let folder = FileSystem.folder(of: illustration.path)
        let mark =
            isShared ? "-" + ToolIdentity.key(of: "\(illustration.entry.recipe) \(folder)", tool: "").prefix(8) : ""
        let wanted = illustration.stem + mark
        let stem =
            used.contains(wanted) ? (2...).lazy.map { "\(wanted)-\($0)" }.first { !used.contains($0) }! : wanted
        stems[illustration.place] = stem
        return stem
    }

    /// Does what is to be done unless an earlier run has, from the same words and files, with the same tool.
    private func keeping(_ name: String, _ illustration: Illustration, _ draw: () throws -> Void) throws {
        guard let records else { return try draw() }
        let key = ToolIdentity.key(of: "\(illustration.entry.recipe) \(isStill) \(LibraryVersions.description)")
        let places = BatchRecord.Places(inputs: FileSystem.folder(of: illustration.path), outputs: folder)
        if let record = records[name], record.key == key, let now = record.confirmed(in: places) {
            return try records.keep(now)
        }
        let log = FileLog()
        try FileLog.$current.withValue(log) { try draw() }
        if let record = BatchRecord(name: name, key: key, log, in: places) { try records.keep(record) }
    }
}
