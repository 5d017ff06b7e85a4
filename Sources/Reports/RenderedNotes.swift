import Files
import Networks

/// Plain Markdown whose blocks are shown as what they ask for, and kept in comments, so that it can be done again.
public struct RenderedNotes {
    public private(set) var text = ""
    /// What was wrong, each with its place.
    public private(set) var problems: [String] = []

    private static let opening = "<!-- convscope"
    private static let closing = "<!-- /convscope -->"

    /// - Parameters:
    ///   - notes: Markdown, rendered before or not.
    ///   - path: For messages, and where paths in blocks begin.
    ///   - describe: Errors in words.
    ///   - render: Blocks as Markdown.
    public init(
        _ notes: String, path: String, describe: (any Error) -> String, render: ([Block]) throws -> String
    ) {
        let source = Self.restored(notes)
        let lines = NotesFile.lines(of: source).map(String.init)
        var output: [String] = []
        var next = 0
        let builder = BlockBuilder(path: path)
        for block in NotesFile.blocks(of: source) {
            output += lines[next..<block.line - 1]
            next = block.lastLine
            let written = lines[block.line - 1..<block.lastLine]
            let indent = String(written.first!.prefix { $0 == " " })
            guard indent.count >= block.column - 1 else {
                problems.append(
                    "\(path):\(block.line): a block in a quotation, or beside the mark of a list, cannot be rendered in "
                        + "place. Give it lines of its own.")
                output += written
                continue
            }
            do {
                let blocks = try builder.blocks(block)
                let wrong = Document(title: "", blocks: blocks).outcomes.filter { !$0.outcome.holds }
                problems += wrong.map { "\(path):\(block.line): \($0.outcome.sentence(network: $0.network))" }
                // What holds needs no words.
                let isClaim = blocks.allSatisfy { if case .claims = $0 { true } else { false } }
                let shown = try (isClaim && wrong.isEmpty ? "" : render(blocks)).split(
                    separator: "\n", omittingEmptySubsequences: false
                ).map(String.init)
                output += Self.commented(block, written, indent)
                output += (shown.last == "" ? shown.dropLast() : shown[...]).map { $0.isEmpty ? "" : indent + $0 }
                output.append(indent + Self.closing)
            } catch {
                problems.append(describe(error))
                output += written
            }
        }
        output += lines[min(next, lines.count)...]
        // As the file ends its lines.
        text = output.joined(separator: notes.contains("\r\n") ? "\r\n" : "\n")
    }

    private static func commented(
        _ block: NotesFile.Block, _ written: ArraySlice<String>, _ indent: String
    ) -> [String] {
        let fence = written.first!.dropFirst(indent.count).drop { "`~ ".contains($0) }
        // One that is not closed ends with the notes.
        var lines = FenceLines()
        let isClosed = written.count > 1 && written.allSatisfy { lines.contains($0) } && !lines.contains("")
        let body = written.dropFirst().dropLast(isClosed ? 1 : 0)
        return (["\(indent)\(opening)\(fence == "convscope" ? "" : " " + fence)"] + body)
            .map { $0.replacing("-->", with: "--\\>") } + ["\(indent)-->", ""]
    }

    /// Notes as they were before they were rendered. Comments of somebody else's stay as they are.
    static func restored(_ notes: String) -> String {
        let lines = NotesFile.lines(of: notes)
        var output: [String] = []
        var fences = FenceLines()
        var next = 0
        while next < lines.count {
            if let kept = fences.contains(lines[next]) ? nil : block(in: lines[next...]) {
                output += kept.lines
                next = kept.end
            } else {
                output.append(String(lines[next]))
                next += 1
            }
        }
        return output.joined(separator: "\n")
    }

    /// The block that a comment keeps, and the line behind its result; nothing for what is no such comment.
    private static func block(in lines: ArraySlice<Substring>) -> (lines: [String], end: Int)? {
        let trimmed = lines.first!.drop { $0 == " " }
        let indent = lines.first!.prefix(lines.first!.count - trimmed.count)
        let info = trimmed.dropFirst(opening.count).drop { $0 == " " }
        guard trimmed.hasPrefix(opening), info.isEmpty || info.hasPrefix("{"),
            let bottom = lines.dropFirst().firstIndex(where: { $0.drop { $0 == " " } == "-->" }),
            let end = lines[bottom...].firstIndex(where: { $0.drop { $0 == " " }.hasPrefix(closing) })
        else { return nil }
        let body = lines[lines.startIndex + 1..<bottom].map { String($0).replacing("--\\>", with: "-->") }
        let head = "\(indent)```\(info.isEmpty ? "convscope" : String(info).replacing("--\\>", with: "-->"))"
        return ([head] + body + ["\(indent)```"], end + 1)
    }
}
