internal import CMark
import Files

/// Markdown, as CommonMark defines it, as a document's blocks; formulas of ours stand between dollar signs.
///
/// Source: *CommonMark Spec* 0.31, 2024.
public struct MarkdownReader {
    /// What becomes of a fenced block: those of ours are worked out elsewhere.
    public typealias Fences = (_ text: String, _ info: String, _ line: Int) throws -> [Block]?
    /// What stands for `![](name)` alone in a paragraph.
    public typealias Images = (_ name: String) throws -> Block?

    private let formulas: FormulaMarks
    private let fences: Fences
    private let images: Images

    /// - Throws: ``FormulaError``, and what the closures throw.
    public static func blocks(
        _ text: String, fences: @escaping Fences = { _, _, _ in nil }, images: @escaping Images = { _ in nil }
    ) throws -> [Block] {
        let formulas = try FormulaMarks(text)
        let reader = MarkdownReader(formulas: formulas, fences: fences, images: images)
        guard let root = cmark_parse_document(formulas.marked, formulas.marked.utf8.count, CMARK_OPT_SMART) else {
            return []
        }
        defer { cmark_node_free(root) }
        guard reader.depth(of: root) <= deepest else {
            throw FormulaError(formula: "…", reason: "too many levels of lists or quotations.")
        }
        return try reader.children(of: root)
    }

    private static let deepest = 60

    /// How many levels there are, found without descending by calls.
    private func depth(of root: OpaquePointer) -> Int {
        guard let steps = cmark_iter_new(root) else { return 0 }
        defer { cmark_iter_free(steps) }
        var (depth, most) = (0, 0)
        while true {
            switch cmark_iter_next(steps) {
            case CMARK_EVENT_ENTER:
                // Leaves are not left.
                if cmark_node_first_child(cmark_iter_get_node(steps)) != nil { depth += 1 }
                most = max(most, depth)
            case CMARK_EVENT_EXIT:
                if cmark_node_first_child(cmark_iter_get_node(steps)) != nil { depth -= 1 }
            default: return most
            }
        }
    }

    /// A line of text, such as a caption.
    ///
    /// - Throws: ``FormulaError``
    public static func inlines(_ text: String) throws -> [Inline] {
        guard case .paragraph(let inlines)? = try blocks(text).first else { return [.text(text)] }
        return inlines
    }

    private func children(of node: OpaquePointer) throws -> [Block] {
        var blocks: [Block] = []
        for child in Children(of: node) {
            if let image = lonelyImage(child), let block = try images(image) {
                blocks.append(block)
            } else {
                blocks += try self.blocks(child)
            }
        }
        return blocks
    }

    private func blocks(_ node: OpaquePointer) throws -> [Block] {
        switch cmark_node_get_type(node) {
        case CMARK_NODE_HEADING: return [.heading(Int(cmark_node_get_heading_level(node)), inlines(of: node))]
        case CMARK_NODE_PARAGRAPH: return [.paragraph(inlines(of: node))]
        case CMARK_NODE_THEMATIC_BREAK: return [.rule]
        case CMARK_NODE_BLOCK_QUOTE: return [quote(try children(of: node))]
        case CMARK_NODE_LIST:
            let isOrdered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
            let items = try Children(of: node).map { try children(of: $0) }
            return [.list(items, start: isOrdered ? Int(cmark_node_get_list_start(node)) : nil)]
        case CMARK_NODE_CODE_BLOCK:
            let (text, info) = (
                formulas.restored(literal(node)), cmark_node_get_fence_info(node).map(String.init(cString:)) ?? ""
            )
            let line = Int(cmark_node_get_start_line(node))
            return try fences(text, info, line) ?? [.code(text, language: info)]
        case CMARK_NODE_HTML_BLOCK: return []  // comments
        default: return []
        }
    }

    /// One that begins with **Trap.** is more than a quotation.
    private func quote(_ blocks: [Block]) -> Block {
        guard case .paragraph(let inlines)? = blocks.first, case .strong(let words)? = inlines.first,
            words.plainText.hasPrefix("Trap")
        else { return .quote(blocks) }
        var rest = Array(inlines.dropFirst())
        if case .text(let text)? = rest.first { rest[0] = .text(String(text.drop { $0 == " " })) }
        return .trap((rest.isEmpty ? [] : [.paragraph(rest)]) + blocks.dropFirst())
    }

    private func lonelyImage(_ node: OpaquePointer) -> String? {
        guard cmark_node_get_type(node) == CMARK_NODE_PARAGRAPH, let only = cmark_node_first_child(node),
            cmark_node_next(only) == nil, cmark_node_get_type(only) == CMARK_NODE_IMAGE
        else { return nil }
        return cmark_node_get_url(only).map(String.init(cString:))
    }

    private func literal(_ node: OpaquePointer) -> String {
        cmark_node_get_literal(node).map(String.init(cString:)) ?? ""
    }

    private func inlines(of node: OpaquePointer) -> [Inline] {
        var inlines: [Inline] = []
        for child in Children(of: node) {
            switch cmark_node_get_type(child) {
            case CMARK_NODE_TEXT: inlines += formulas.split(literal(child))
            case CMARK_NODE_SOFTBREAK: inlines.append(.text(" "))
            case CMARK_NODE_LINEBREAK: inlines.append(.lineBreak)
            case CMARK_NODE_CODE: inlines.append(.code(formulas.restored(literal(child))))
            case CMARK_NODE_EMPH: inlines.append(.emphasis(self.inlines(of: child)))
            case CMARK_NODE_STRONG: inlines.append(.strong(self.inlines(of: child)))
            case CMARK_NODE_LINK, CMARK_NODE_IMAGE:
                let target = cmark_node_get_url(child).map(String.init(cString:)) ?? ""
                inlines.append(.link(self.inlines(of: child), to: target))
            default: break
            }
        }
        return inlines
    }
}

/// A node's children, one after another.
private struct Children: Sequence, IteratorProtocol {
    private var following: OpaquePointer?

    init(of node: OpaquePointer) { following = cmark_node_first_child(node) }

    mutating func next() -> OpaquePointer? {
        defer { following = following.flatMap { cmark_node_next($0) } }
        return following
    }
}
