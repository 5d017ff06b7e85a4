import Foundation
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// What an SVG draws, in order: each element with all that is said around it, whatever the names of its ids.
final class DrawnSVG: NSObject, XMLParserDelegate {
    struct Shape: Equatable {
        /// Itself, and the groups around it that say something.
        var looks: [String]
        /// Of a film's piece.
        var piece: String?
    }

    private(set) var ids: [String] = []
    private(set) var root: [String: String] = [:]
    private(set) var style = ""
    private var definitions: [String: String] = [:]
    private var shapes: [(groups: [[String: String]], name: String, attributes: [String: String])] = []
    private var groups: [[String: String]] = []
    private var open: [String] = []
    private var definition: String?

    /// `nil` if it is not well-formed.
    init?(_ svg: [UInt8]) {
        super.init()
        let parser = XMLParser(data: Data(svg))
        parser.delegate = self
        if !parser.parse() { return nil }
    }

    var drawn: [Shape] {
        shapes.map { shape in
            let around = shape.groups.map { text($0, without: ["class"]) }.filter { !$0.isEmpty }
            return Shape(
                looks: around + [shape.name + text(shape.attributes, without: [])],
                piece: shape.groups.compactMap { $0["class"] }.last)
        }
    }

    /// Attributes in an order that repeats, with definitions in place of references.
    private func text(_ attributes: [String: String], without names: Set<String>) -> String {
        attributes.filter { !names.contains($0.key) }.sorted { $0.key < $1.key }.map { key, value in
            var id = value
            if id.hasPrefix("url(#") { id = String(id.dropFirst(5).dropLast()) } else { id = String(id.dropFirst()) }
            return " \(key)=\(definitions[id] ?? value)"
        }.joined()
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        if root.isEmpty { root = attributes }
        if let id = attributes["id"] { ids.append(id) }
        let isInDefinitions = open.contains("defs")
        open.append(name)
        if isInDefinitions {
            if let id = attributes["id"] { definition = id }
            definitions[definition ?? "", default: ""] += "<" + name + text(attributes, without: ["id"]) + ">"
        } else if name == "g" {
            groups.append(attributes)
        } else if name == "rect", let width = attributes["width"], let height = attributes["height"] {
            // The ground of a still is a rectangle, a film's a path like any other.
            let path = ["d": "M0 0h\(width)v\(height)h-\(width)z", "fill": attributes["fill"] ?? ""]
            shapes.append((groups, "path", path))
        } else if ["path", "use"].contains(name) {
            shapes.append((groups, name, attributes))
        }
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        open.removeLast()
        if name == "g", !open.contains("defs") { groups.removeLast() }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
        if open.last == "style" { style += string }
    }
}

/// The style of an animated SVG, read as a browser does.
struct FilmStyle {
    private struct Change {
        /// Of the whole time, in per cent.
        var share: Double
        var isVisible: Bool
    }

    let seconds: Double
    let lead: Double
    /// What all its names begin with.
    let prefix: String
    private(set) var names: [String] = []
    private var keyframes: [String: [Change]] = [:]
    private var classes: [String: (animation: String, delay: Double?, isVisible: Bool)] = [:]

    /// `nil` where nothing moves.
    init?(_ css: String) throws {
        let base = /\[class\^=([\w-]+)\]\{visibility:hidden;animation:([\d.]+)s step-end (-[\d.]+)s infinite\}/
        guard let match = css.firstMatch(of: base) else { return nil }
        prefix = String(match.1)
        (seconds, lead) = try (#require(Double("0\(match.2)")), #require(Self.number(match.3)))
        for match in css.matches(
            of: /@keyframes ([\w-]+)\{([^{}]+)\{visibility:visible\}([^{}]+)\{visibility:hidden\}\}/)
        {
            let changes = try [(match.2, true), (match.3, false)].flatMap { list, isVisible in
                try list.split(separator: ",").map {
                    Change(share: try #require(Self.number($0.dropLast())), isVisible: isVisible)
                }
            }
            keyframes[String(match.1)] = changes.sorted { $0.share < $1.share }
            names.append(String(match.1))
        }
        let rule = /\n\.([\w-]+)\{animation-name:([\w-]+)(?:;animation-delay:(-[\d.]+)s)?(;visibility:visible)?\}/
        for match in css.matches(of: rule) {
            let delay = match.3.flatMap(Self.number)
            classes[String(match.1)] = (String(match.2), delay, match.4 != nil)
            names.append(String(match.1))
        }
        try #require(css.contains("@media (prefers-reduced-motion:reduce),print{[class^=\(prefix)]{animation:none}}"))
    }

    /// Where nothing moves.
    func isOnPoster(_ piece: String) throws -> Bool { try #require(classes[piece]).isVisible }

    func isVisible(_ piece: String, at time: Double) throws -> Bool {
        let piece = try #require(classes[piece])
        let elapsed = (time - (piece.delay ?? lead)).truncatingRemainder(dividingBy: seconds)
        let changes = try #require(keyframes[piece.animation])
        try #require(changes.first?.share == 0)
        return changes.last { $0.share <= elapsed / seconds * 100 }?.isVisible ?? false
    }

    private static func number(_ text: Substring) -> Double? {
        // CSS leaves out a zero before the point.
        Double(text.replacing(/^-?\./) { $0.output.hasPrefix("-") ? "-0." : "0." })
    }
}
