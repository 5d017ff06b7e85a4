public import Files
public import Networks
import Tensors

/// Works out what blocks of notes and lessons ask for; figures are left to be drawn.
public struct BlockBuilder {
    /// Of the notes: for messages, and where paths begin.
    public let path: String
    /// What is meant where no network is named.
    public let network: String?

    public init(path: String, network: String? = nil) {
        (self.path, self.network) = (path, network)
    }

    /// - Throws: `FigureFileError`, ``BlockError``, or what reading a network throws.
    public func blocks(_ block: NotesFile.Block) throws -> [Block] {
        switch try NotesBlock(block, path: path, network: network) {
        case .figure(let entry):
            let figure = Block.figure(try illustration(entry, block.attributes))
            return [figure] + (NotesBlock.claims(block) ? try claims(block) : [])
        case .summary(let name, let options):
            let summary = NetworkSummary(try read(name, input: options.input), profile: options.profile)
            var table = Table(summary)
            if let caption = options.caption { table.caption = try MarkdownReader.inlines(caption) }
            table.identifier = block.attributes.identifier
            return [.table(table)]
        case .derivations(let layer, let numbers, let name):
            let summary = NetworkSummary(try read(name))
            guard let node = summary.network.nodes.first(where: { $0.name == layer }) else {
                throw BlockError.unknownLayer(layer, summary.network.nodes.map(\.name), "\(path):\(block.line)")
            }
            let found = summary.derivations(of: node).filter { derivation in
                numbers.contains { $0.includes(derivation.subject) }
            }
            return [.derivations(found)]
        case .solve(let from, let to, let first): return try solved(from, to, first, line: block.line)
        case .claims: return try claims(block)
        case .hints(let name): return [.hints(try read(name).hints())]
        case .code(let framework, let name):
            return [.code(try read(name).code(for: framework), language: framework.rawValue)]
        }
    }

    private func claims(_ block: NotesFile.Block) throws(BlockError) -> [Block] {
        let claims = ClaimsFile(block: block, path: path, network: network)
        if let problem = claims.problems.first { throw .claims(problem) }
        return [.claims(claims.results.map { ClaimsResult(network: $0.network, outcomes: $0.outcomes) })]
    }

    /// A figure with what its block says of it: caption, width, what it is called in references.
    ///
    /// - Throws: ``BlockError``, for a formula in the caption or a width that cannot be read.
    public func illustration(
        _ entry: FigureFile.Entry, _ attributes: NotesFile.Attributes = .init()
    ) throws -> Illustration {
        let caption: [Inline]
        do {
            caption = try (entry.caption ?? attributes["caption"]).map(MarkdownReader.inlines) ?? []
        } catch let error as FormulaError {
            throw BlockError.formula(error, "\(path):\(entry.line)")
        }
        let width = try attributes["width"].map { text in
            guard let width = Illustration.Width(text) else { throw BlockError.width(text, "\(path):\(entry.line)") }
            return width
        }
        return Illustration(
            entry, path: path, caption: caption, label: attributes.identifier, width: width)
    }

    func read(_ name: String, input: String? = nil) throws -> Network {
        try NetworkSource(name, relativeTo: FileSystem.folder(of: path)).read(input: input).network
    }

    private func solved(_ from: String, _ to: String, _ first: Int, line: Int) throws -> [Block] {
        guard let input = FeatureShape(from, layout: .channelsFirst),
            let output = FeatureShape(to, layout: .channelsFirst),
            let solver = ShapeSolver(from: input, to: output, layout: .channelsFirst, limits: SolveLimits())
        else { throw BlockError.noShapes(from, to, "\(path):\(line)") }
        if let problem = solver.problem { throw BlockError.claims("\(path):\(line): \(problem.description)") }
        let answer = solver.answer()
        let found = answer.groups.flatMap(\.solutions).prefix(max(1, first))
        let rows = found.map {
            Table.Row([$0.steps.joined(separator: " → "), $0.parameters.readable, $0.macs.readable])
        }
        let count = answer.count == 1 ? "One way leads" : "\(answer.count) ways lead"
        return [
            .table(
                Table(
                    caption: [
                        .text("\(count) from \(from) to \(to)" + (found.count < answer.count ? "; the simplest:" : "."))
                    ],
                    columns: [.init("layers"), .init("parameters", isNumber: true), .init("MACs", isNumber: true)],
                    rows: rows))
        ]
    }
}

extension Table {
    /// A network's layers with their numbers.
    public init(_ summary: NetworkSummary) {
        let grid = SummaryTable(summary).grid
        self.init(
            caption: [.text(summary.network.title)],
            columns: grid.columns.map { Column($0.title, isNumber: $0.isNumber) },
            rows: grid.rows.map { Row($0.cells, layer: $0.layer) }, total: grid.total,
            notes: SummaryTable(summary).notes)
    }
}

/// Why a block of notes cannot be worked out.
public enum BlockError: Error, CustomStringConvertible, Sendable {
    case unknownLayer(String, [String], String)
    case noShapes(String, String, String)
    case unknownFigure(String, [String], String)
    case formula(FormulaError, String)
    case width(String, String)
    /// With its place.
    case claims(String)

    public var description: String {
        switch self {
        case .unknownLayer(let name, let known, let place):
            let hint = nearest(name, among: known).map { " Did you mean '\($0)'?" } ?? ""
            return
                "\(place): no layer is called '\(name)'.\(hint) There are \(known.prefix(12).joined(separator: ", "))."
        case .noShapes(let from, let to, let place):
            return "\(place): '\(from)' and '\(to)' must be shapes, as 3x100x50."
        case .unknownFigure(let name, let known, let place):
            return
                "\(place): no figure is called '\(name)'; there \(known.isEmpty ? "is none" : "are \(known.joined(separator: ", "))")."
        case .formula(let error, let place): return "\(place): \(error)"
        case .width(let text, let place):
            return "\(place): a width of '\(text)' must be a share of the text's, as 60%, or in cm, mm, in, pt or px."
        case .claims(let text): return text
        }
    }
}
