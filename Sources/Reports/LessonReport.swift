public import Files

extension Document {
    /// A lesson: its text with what its blocks ask for, its figures where the text names them, then its claims.
    ///
    /// - Throws: `FigureFileError`, ``BlockError``, or what reading a network throws.
    public init(_ lesson: LessonFile, yaml: String) throws {
        var blocks: [Block]
        do { blocks = try Self.blocks(of: lesson) } catch let error as FormulaError {
            throw BlockError.formula(error, "\(lesson.path):\(lesson.textLine + (error.line ?? 0))")
        }
        let claims = ClaimsFile(rootOf: yaml, path: lesson.path)
        if let problem = claims.problems.first { throw BlockError.claims(problem) }
        if !claims.results.isEmpty {
            blocks.append(.heading(2, [.text("Checked")]))
            blocks.append(.claims(claims.results.map { ClaimsResult(network: $0.network, outcomes: $0.outcomes) }))
        }
        self.init(
            title: lesson.question, kind: lesson.number.map { "Lesson \($0)" } ?? "Lesson", lead: lesson.answer,
            blocks: blocks)
    }

    private static func blocks(of lesson: LessonFile) throws -> [Block] {
        let builder = BlockBuilder(path: lesson.path, network: lesson.network)
        var waiting = lesson.figures
        let blocks = try MarkdownReader.blocks(lesson.text) { text, info, line in
            let block = NotesFile.Block(
                text: text, attributes: .init(info: info), line: lesson.textLine + line)
            return block.attributes.classes.contains("convscope") ? try builder.blocks(block) : nil
        } images: { name in
            guard let place = waiting.firstIndex(where: { $0.name == name }) else {
                throw BlockError.unknownFigure(name, lesson.figures.map(\.name), lesson.path)
            }
            return .figure(try builder.illustration(waiting.remove(at: place)))
        }
        return try blocks + waiting.map { .figure(try builder.illustration($0)) }
    }
}
