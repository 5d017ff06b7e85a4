public import Networks

/// A report, a lesson or the result of a block of notes, before it is written in any format.
public struct Document: Sendable {
    public var title: String
    /// What stands above the title: `Lesson 3`.
    public var kind: String?
    /// The answer, or what it is about, in a sentence or two.
    public var lead: String?
    public var language = "en"
    public var blocks: [Block]

    public init(title: String, kind: String? = nil, lead: String? = nil, blocks: [Block] = []) {
        (self.title, self.kind, self.lead, self.blocks) = (title, kind, lead, blocks)
    }
}

/// The closed set of things that a document is made of.
public indirect enum Block: Sendable {
    /// From level 2 down; the title is level 1.
    case heading(Int, [Inline])
    case paragraph([Inline])
    case list([[Block]], start: Int?)
    case quote([Block])
    /// A wrong belief, and why it is wrong.
    case trap([Block])
    case code(String, language: String)
    case rule
    case derivations([Derivation])
    /// A layer with the derivations of its numbers.
    case layer(LayerSection)
    case table(Table)
    case figure(Illustration)
    case claims([ClaimsResult])
    case hints([Hint])
    case explorer(Explorer)
}

/// What a line of text is made of.
public indirect enum Inline: Sendable {
    case text(String)
    case emphasis([Inline])
    case strong([Inline])
    case code(String)
    case formula(Formula)
    case link([Inline], to: String)
    case lineBreak
}

public struct LayerSection: Sendable {
    public let name: String
    public let title: String
    public let derivations: [Derivation]
}

/// A table of text and numbers.
public struct Table: Sendable {
    public struct Column: Sendable {
        public let title: String
        public let isNumber: Bool

        public init(_ title: String, isNumber: Bool = false) { (self.title, self.isNumber) = (title, isNumber) }
    }

    public struct Row: Sendable {
        /// The layer that it is about.
        public let layer: String?
        public let cells: [String]

        public init(_ cells: [String], layer: String? = nil) { (self.layer, self.cells) = (layer, cells) }
    }

    public var caption: [Inline]
    /// What references name, as it was written: `tbl:lenet`; nothing where nobody refers to it.
    public var identifier: String?
    public let columns: [Column]
    public let rows: [Row]
    public let total: [String]?
    /// Sentences below it.
    public let notes: [String]

    public init(
        caption: [Inline] = [], identifier: String? = nil, columns: [Column], rows: [Row], total: [String]? = nil,
        notes: [String] = []
    ) {
        (self.caption, self.identifier, self.columns, self.rows) = (caption, identifier, columns, rows)
        (self.total, self.notes) = (total, notes)
    }
}

/// What was claimed of a network, and what is so.
public struct ClaimsResult: Sendable {
    public let network: String
    public let outcomes: [ClaimOutcome]

    public init(network: String, outcomes: [ClaimOutcome]) { (self.network, self.outcomes) = (network, outcomes) }
}

/// A photo, a kernel and their response, to be looked into pixel by pixel.
public struct Explorer: Sendable {
    public struct Map: Sendable {
        public let height: Int
        public let width: Int
        /// Row by row.
        public let values: [Float]

        /// - Precondition: as many values as places.
        public init(height: Int, width: Int, values: [Float]) {
            precondition(values.count == height * width, "values do not fill the map")
            (self.height, self.width, self.values) = (height, width, values)
        }
    }

    public let caption: [Inline]
    /// Without its border.
    public let input: Map
    public let padded: Map
    public let padding: (top: Int, left: Int)
    public let stride: (vertical: Int, horizontal: Int)
    public let kernel: Map
    public let output: Map
    public let isSigned: Bool
    /// The row and the column that it opens at.
    public let start: (row: Int, column: Int)
}

extension Document {
    /// What follows from the text itself and is wrong: formulas whose numbers do not go together.
    public var mistakes: [String] { blocks.flatMap(\.mistakes) }

    /// What is claimed and not so, with what is right.
    public var failingClaims: [String] {
        outcomes.filter { !$0.outcome.holds }.map { $0.outcome.sentence(network: $0.network) }
    }

    public var outcomes: [(network: String, outcome: ClaimOutcome)] {
        blocks.flatMap(\.claims).flatMap { result in result.outcomes.map { (result.network, $0) } }
    }
}

extension Block {
    var mistakes: [String] {
        switch self {
        case .heading(_, let inlines), .paragraph(let inlines): inlines.flatMap(\.mistakes)
        case .list(let items, _): items.flatMap { $0.flatMap(\.mistakes) }
        case .quote(let blocks), .trap(let blocks): blocks.flatMap(\.mistakes)
        case .code, .rule, .derivations, .layer, .table, .figure, .claims, .hints, .explorer: []
        }
    }

    var claims: [ClaimsResult] {
        switch self {
        case .claims(let results): results
        case .list(let items, _): items.flatMap { $0.flatMap(\.claims) }
        case .quote(let blocks), .trap(let blocks): blocks.flatMap(\.claims)
        case .heading, .paragraph, .code, .rule, .derivations, .layer, .table, .figure, .hints, .explorer: []
        }
    }
}

extension Inline {
    var mistakes: [String] {
        switch self {
        case .emphasis(let inlines), .strong(let inlines), .link(let inlines, _): return inlines.flatMap(\.mistakes)
        case .formula(let formula):
            guard let wrong = formula.mistake else { return [] }
            let (left, right) = (FormulaArithmetic.text(wrong.left), FormulaArithmetic.text(wrong.right))
            return ["$\(PlainText().write(formula))$: the left side is \(left), the right side \(right)."]
        case .text, .code, .lineBreak: return []
        }
    }

    /// Without what only makes it look otherwise.
    var plainText: String {
        switch self {
        case .text(let text), .code(let text): text
        case .emphasis(let inlines), .strong(let inlines), .link(let inlines, _): inlines.plainText
        case .formula(let formula): PlainText().write(formula)
        case .lineBreak: " "
        }
    }
}

extension [Inline] {
    public var plainText: String { map(\.plainText).joined() }
}
