import Files
import Networks
import Reports

/// A format that documents are written in.
enum DocumentFormat: String, CaseIterable {
    case html, md, tex, json

    /// What the ending says.
    ///
    /// - Throws: ``Failure`` for an ending that is none of ours.
    init(_ path: String) throws {
        guard let format = DocumentFormat(rawValue: FileSystem.ending(of: path)) else {
            throw Failure.usage(
                "-o \(path): reports are written as \(Self.allCases.map { ".\($0.rawValue)" }.joined(separator: ", "))."
            )
        }
        self = format
    }
}

extension Document {
    /// Writes it with the files of its figures, which go into a folder beside it; the document last.
    func write(to path: String) throws {
        let format = try DocumentFormat(path)
        let name = DocumentFigures.folderName(for: path)
        let figures = DocumentFigures(
            folder: FileSystem.join(FileSystem.folder(of: path), name), prefix: "\(name)/")
        try AtomicFile.write(text(format, figures), to: path)
    }

    func text(_ format: DocumentFormat, _ figures: any Illustrator) throws -> String {
        switch format {
        case .html: try HTMLWriter.page(self, illustrator: figures)
        case .md: try MarkdownWriter.text(self, illustrator: figures)
        case .tex: try LaTeXWriter.text(self, illustrator: figures)
        case .json: try JSONWriter.json(self, illustrator: figures).text
        }
    }
}
