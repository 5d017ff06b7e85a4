import Files
import Networks
import Reports

/// The chapters of a book, whose blocks become part of the page.
struct BookPages {
    /// Of the book's sources, where chapters lie.
    let folder: String
    let describe: (any Error) -> String
    private(set) var problems: [String] = []

    init(folder: String, describe: @escaping (any Error) -> String) {
        (self.folder, self.describe) = (folder, describe)
    }

    /// The same book with every chapter's content rendered.
    mutating func rendered(_ book: JSON) -> JSON {
        switch book {
        case .list(let items): return .list(items.map { rendered($0) })
        case .object(let entries):
            guard case .text(let content)? = book["content"] else {
                return .object(entries.map { ($0.0, rendered($0.1)) })
            }
            let path = FileSystem.join(folder, book["path"]?.string ?? "chapter.md")
            return .object(
                entries.map { key, value in
                    key == "content" ? (key, .text(page(content, path))) : (key, rendered(value))
                })
        case .null, .flag, .integer, .number, .text: return book
        }
    }

    private mutating func page(_ text: String, _ path: String) -> String {
        let figures = DocumentFigures(folder: "", prefix: "")
        let notes = RenderedNotes(text, path: path, describe: describe) { blocks in
            try HTMLWriter.fragment(blocks, illustrator: figures)
        }
        problems += notes.problems
        return notes.text
    }
}
