public import Files
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
        let lines = source.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var output: [String] = []
        var next = 0
        let builder = BlockBuilder(path: path)
        for block in NotesFile.blocks(of: source) {
            output += lines[next..<block.line - 1]
            next = block.lastLine
            let written = lines[block.line - 1..<block.lastLine]
            let indent = String(written.first!.prefix { $0 == " " })
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
        text = output.joined(separator: "\n")
    }

    private static func commented(_ block: NotesFile.Block, _ written: ArraySlice<String>, _ indent: String) -> [String]
    {
        let fence = written.first!.dropFirst(indent.count).drop { "`~ ".contains($0) }
        let body = written.dropFirst().dropLast(written.count > 1 && isFence(written.last!) ? 1 : 0)
        return ["\(indent)\(opening)\(fence == "convscope" ? "" : " " + fence)"]
            + body.map { $0.replacing("-->", with: "--\\>") } + ["\(indent)-->", ""]
    }

    private static func isFence(_ line: String) -> Bool {
        let trimmed = line.drop { $0 == " " || $0 == ">" }
        return trimmed.hasPrefix("```") || trimmed.hasPrefix("~~~")
    }

    /// Notes as they were before they were rendered.
    static func restored(_ notes: String) -> String {
        var output: [String] = []
        var state = State.outside
        for line in notes.split(separator: "\n", omittingEmptySubsequences: false) {
            let trimmed = line.drop { $0 == " " }
            let indent = line.prefix(line.count - trimmed.count)
            switch state {
            case .outside:
                guard trimmed.hasPrefix(opening) else {
                    output.append(String(line))
                    continue
                }
                let info = trimmed.dropFirst(opening.count).drop { $0 == " " }
                output.append("\(indent)```\(info.isEmpty ? "convscope" : String(info))")
                state = .inComment
            case .inComment:
                if trimmed == "-->" {
                    output.append("\(indent)```")
                    state = .inResult
                } else {
                    output.append(String(line).replacing("--\\>", with: "-->"))
                }
            case .inResult:
                if trimmed.hasPrefix(closing) { state = .outside }
            }
        }
        return output.joined(separator: "\n")
    }

    private enum State { case outside, inComment, inResult }
}
