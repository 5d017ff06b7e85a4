public import Figures
import Yams

/// Photos and what they are filtered with, as a manifest has it.
///
///     filters:
///       - { filter: sobel-x, images: photos/, name: edges, padding: valid, gray: true }
public struct FilterEntry: Sendable {
    /// `name:`, else the filter's, numbered where it repeats.
    public let name: String
    public let filters: [FilterReference]
    /// Images and folders of them.
    public let images: [String]
    /// The other keys: options of `convscope filter`, as they were written.
    public let options: [(name: String, value: String)]
    /// Where it begins in the file, counted from 1.
    public let line: Int
    private let lines: [String: Int]

    /// The line on which a key stands, else the entry's.
    public func line(of key: String) -> Int { lines[key] ?? line }

    /// - Parameter others: The names that are taken.
    init(_ node: Node, path: String, others: [String]) throws(FigureFileError) {
        guard let mapping = node.mapping else { throw .expected("a filter with its images", path, node.line) }
        line = node.line
        var (name, filters, images) = (String?.none, [FilterReference](), [String]())
        var options: [(name: String, value: String)] = []
        var lines: [String: Int] = [:]
        for (keyNode, value) in mapping {
            guard let key = keyNode.scalar?.string else { throw .expected("a name", path, keyNode.line) }
            lines[key] = keyNode.line
            switch key {
            case "name": name = try ManifestFile.name(value, path: path)
            case "filter":
                let input = try ManifestFile.input(value, path: path)
                do throws(ParameterError) {
                    filters = try [FilterReference](input)
                } catch {
                    throw .option(error, path, keyNode.line)
                }
            case "images": images = try ManifestFile.input(value, path: path).items.map(\.text)
            default: options.append((key, try ManifestFile.input(value, path: path).text))
            }
        }
        guard let first = filters.first else { throw .expected("'filter: NAME'", path, node.line) }
        guard !images.isEmpty else { throw .expected("'images: FOLDER', or a list of images", path, node.line) }
        self.name = name ?? ManifestFile.unused(filters.count == 1 ? first.fileName : "filters", others)
        (self.filters, self.images, self.options, self.lines) = (filters, images, options, lines)
    }
}

extension FilterReference {
    /// What a folder for its responses is called.
    public var fileName: String {
        let isFile = ["npy", "csv", "txt", "yml", "yaml"].contains(FileSystem.ending(of: name))
        let known = isFile ? FileSystem.stem(of: name) : name
        let isMatrix = !known.contains(where: \.isLetter)
        let safe = known.map { $0.isASCII && ($0.isLetter || $0.isNumber) || "._-".contains($0) ? $0 : "_" }
        return isMatrix ? "filter" : safe.first == "." ? "_" + String(safe.dropFirst()) : String(safe)
    }
}
