import Figures
public import Files
public import Scenes

/// A figure of a document, still to be drawn.
public struct Illustration: Sendable {
    public let entry: FigureFile.Entry
    /// The file that describes it, where its paths begin.
    public let path: String
    public var caption: [Inline]
    /// What references name, as it was written: `fig:sobel`.
    public let label: String?
    /// As wide as it is unless given.
    public let width: Width?

    /// How wide a figure stands on the page.
    public enum Width: Hashable, Sendable {
        /// Of the text's width, above 0 and at most 1.
        case share(Double)
        /// In units that HTML, LaTeX and Word all know.
        case length(Double, Unit)

        public enum Unit: String, CaseIterable, Sendable { case cm, mm, `in`, pt }

        /// `60%`, `8cm`; pixels are those of CSS, 96 to an inch.
        init?(_ text: String) {
            if text.hasSuffix("px"), let pixels = Double(text.dropLast(2)), pixels > 0, pixels.isFinite {
                self = .length(pixels * 72 / 96, .pt)
            } else if text.hasSuffix("%"), let percent = Double(text.dropLast()), percent > 0, percent.isFinite {
                self = .share(min(percent, 100) / 100)
            } else if let unit = Unit.allCases.first(where: { text.hasSuffix($0.rawValue) }),
                let length = Double(text.dropLast(unit.rawValue.count)), length > 0, length.isFinite
            {
                self = .length(length, unit)
            } else {
                return nil
            }
        }

        /// `60%`, `8.0cm`
        var text: String {
            switch self {
            case .share(let share): "\(Int((share * 100).rounded()))%"
            case .length(let length, let unit): "\(length)\(unit.rawValue)"
            }
        }
    }

    public init(
        _ entry: FigureFile.Entry, path: String, caption: [Inline], label: String? = nil, width: Width? = nil
    ) {
        (self.entry, self.path, self.caption) = (entry, path, caption)
        (self.label, self.width) = (label, width)
    }

    public var name: String { entry.name }
    /// For files and addresses within a page: `sobel`, unless another figure of the document has it.
    public var stem: String { label.map { HTML.id($0.withoutKind) } ?? entry.name }
    /// Unlike that of any other figure: where it is described.
    public var place: String { "\(path):\(entry.line):\(entry.name)" }
    public var moves: Bool { entry.description.settings.step == .all }
}

/// Who draws the figures of a document.
public protocol Illustrator {
    /// What a figure says in words.
    ///
    /// - Throws: what drawing it throws.
    func words(_ illustration: Illustration) throws -> AlternativeText

    /// As an element of a page.
    ///
    /// - Parameters:
    ///   - illustration: What is to be drawn.
    ///   - isDark: For dark pages; a figure with a theme of its own keeps it.
    ///   - instance: Keeps the ids of two copies apart.
    /// - Throws: what drawing it throws.
    func svg(_ illustration: Illustration, isDark: Bool, instance: Int?) throws -> String

    /// As a file of its own.
    ///
    /// - Parameters:
    ///   - illustration: What is to be drawn.
    ///   - format: `svg`, `png`, `pdf`, …
    /// - Returns: where it lies, seen from the document.
    /// - Throws: what drawing it or writing the file throws.
    func file(_ illustration: Illustration, format: String) throws -> String
}

extension String {
    /// `sobel` of `fig:sobel`.
    var withoutKind: String {
        for kind in ["fig:", "tbl:", "fig-", "tbl-"] where hasPrefix(kind) { return String(dropFirst(kind.count)) }
        return self
    }
}
