import CairoRendering
import Foundation
import Scenes
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite struct SVGDocumentTests {
    /// What an XML parser finds in a document; `nil` if it is not well-formed.
    private final class Reader: NSObject, XMLParserDelegate {
        var ids: [String] = []
        var references: Set<String> = []
        var words: [String: String] = [:]
        var root: [String: String] = [:]
        var images: [String] = []
        var layers: [String] = []
        private var element = ""

        init?(_ svg: [UInt8]) {
            super.init()
            let parser = XMLParser(data: Data(svg))
            parser.delegate = self
            if !parser.parse() { return nil }
        }

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String]
        ) {
            element = name
            if root.isEmpty { root = attributes }
            if let id = attributes["id"] { ids.append(id) }
            if let names = attributes["data-layer"] { layers.append(names) }
            if name == "image" { images.append(attributes["xlink:href"] ?? "") }
            for value in attributes.values {
                for match in value.matches(of: /url\(#([^)]+)\)|^#([\w-]+)$/) where !value.isColor {
                    references.insert(String(match.output.1 ?? match.output.2 ?? ""))
                }
            }
        }

        func parser(_ parser: XMLParser, foundCharacters string: String) {
            words[element, default: ""] += string
        }
    }

    private static func read(_ scene: Scene, _ options: RenderingOptions = RenderingOptions()) throws -> Reader {
        try #require(Reader(CairoRenderer(options: options).render(scene, as: .svg)))
    }

    @Test(arguments: RenderingOptions.TextForm.allCases)
    func referencesMeetTheirIds(_ text: RenderingOptions.TextForm) throws {
        let svg = try Self.read(SampleScenes.everything, RenderingOptions(text: text))
        #expect(Set(svg.ids).count == svg.ids.count)
        #expect(!svg.references.isEmpty)
        #expect(svg.references.isSubset(of: svg.ids))
    }

    @Test func twoFiguresShareNoId() throws {
        let figures = [
            try Self.read(SampleScenes.everything), try Self.read(SampleScenes.busy),
            try Self.read(SampleScenes.everything, RenderingOptions(instance: 1)),
            try Self.read(SampleScenes.everything, RenderingOptions(instance: 12)),
            try Self.read(SampleScenes.everything, RenderingOptions(title: "Another title")),
        ]
        let ids = figures.flatMap(\.ids)
        #expect(Set(ids).count == ids.count)
    }

    @Test func wordsForThoseWhoCannotSee() throws {
        let svg = try Self.read(SampleScenes.everything)
        #expect(svg.words["title"]?.trimmingCharacters(in: .whitespacesAndNewlines) == "Every mark, R&D <all>")
        #expect(svg.words["desc"]?.contains("It's \"quoted\", a < b & c > d.") == true)
        #expect(svg.root["role"] == "img")
        let labels = try #require(svg.root["aria-labelledby"]).split(separator: " ").map(String.init)
        #expect(labels.count == 2 && Set(labels).isSubset(of: svg.ids))
        let titled = try Self.read(SampleScenes.everything, RenderingOptions(title: "a < b"))
        #expect(titled.words["title"]?.hasPrefix("a < b") == true)
    }

    @Test func charactersThatXMLCannotHoldAreLeftOut() throws {
        var scene = SampleScenes.everything
        scene.description.summary = "a\u{1}b\u{0}c\u{FFFF}d"
        scene.marks.append(.text(TextMark("\u{B}<&>\u{0}", at: Point(20, 20), color: .black)))
        let svg = try Self.read(scene, RenderingOptions(text: .live))
        #expect(svg.words["title"]?.hasPrefix("abcd") == true)
    }

    @Test func sizeIsThePagesInPoints() throws {
        let svg = try Self.read(SampleScenes.everything)
        #expect((svg.root["width"], svg.root["height"]) == ("240pt", "200pt"))
        #expect(svg.root["viewBox"] == "0 0 240 200")
        #expect(svg.root["style"] == "max-width:100%;height:auto")
    }

    /// Viewers smooth images, so a pixel has to be a block of equal ones.
    @Test func imagesAreEnlargedBeforeTheyAreEmbedded() throws {
        let svg = try Self.read(SampleScenes.everything)
        #expect(svg.images.count == 2)
        let sizes = try svg.images.map { href in
            let data = try #require(Data(base64Encoded: String(href.dropFirst("data:image/png;base64,".count))))
            return try RasterPicture(png: [UInt8](data))
        }
        // 20 cells of 2 points by three pixels, and 4 of 10 points by ten, the most.
        #expect(sizes.map(\.width).sorted() == [40, 60] && sizes.map(\.height).sorted() == [40, 60])
        let checks = try #require(sizes.first { $0[0, 0] == 0xDC1E1E })
        #expect(checks[9, 9] == 0xDC1E1E && checks[10, 9] == 0x1E1EDC)
    }

    @Test func liveTextIsText() throws {
        let svg = try Self.read(SampleScenes.everything, RenderingOptions(text: .live))
        let bytes = try CairoRenderer(options: RenderingOptions(text: .live)).render(SampleScenes.everything, as: .svg)
        let source = String(decoding: bytes, as: UTF8.self)
        #expect(svg.words["text"]?.contains("R&D <b> \"3x3\" → ½ −1") == true)
        #expect(source.contains("text-anchor=\"end\""))
        #expect(!source.contains("<path id="), "no outlines of letters")
        let outlines = try Self.read(SampleScenes.everything)
        #expect(outlines.words["text"] == nil)
    }

    @Test func liveTextLiesAmongTheMarksAsDrawn() throws {
        let marks: [Mark] = [
            .text(TextMark("below", at: Point(5, 15), color: .black)),
            .path(.rect(Rect(0, 0, 50, 20)), fill: .solid(Color(0x0072B2))),
        ]
        let source = try Self.source(marks, .live)
        let (text, path) = try (#require(source.range(of: "<text")), #require(source.range(of: "<path")))
        #expect(text.lowerBound < path.lowerBound)
    }

    @Test func aLetterIsDefinedOnceForAllSizes() throws {
        let marks = [9.0, 20, 7.3].map { size -> Mark in
            .text(TextMark(Text("ooo", size: size), at: Point(5, 2 * size), color: .black))
        }
        let source = try Self.source(marks, .outlines)
        #expect(source.matches(of: /<path id=/).count == 1)
        #expect(source.matches(of: /<use\b/).count == 9)
    }

    @Test func aPictureIsEmbeddedOnce() throws {
        let marks = [0.0, 50].map { Mark.image(ImageMark(SampleScenes.checks, in: Rect($0, 0, 40, 40))) }
        let source = try Self.source(marks, .outlines)
        #expect(source.matches(of: /<image\b/).count == 1)
        #expect(source.matches(of: /<use\b/).count == 2)
    }

    @Test func enlargedGroupsKeepMoreDecimals() throws {
        let small: [Mark] = [
            .path(.rect(Rect(0.00123, 0.002, 0.03, 0.02)), fill: .solid(.black)),
            .text(TextMark(Text("o", size: 0.01), at: Point(0.01234, 0.02), color: .black)),
        ]
        let group = GroupMark(small, transform: Transform(a: 1000, b: 0, c: 0, d: 1000, tx: 0, ty: 0))
        let source = try Self.source([.group(group)], .outlines)
        #expect(source.contains("M.00123 .002h.03v.02h-.03z"))
        #expect(source.contains("matrix(.00001 0 0 .00001 .01234 .02)"))
    }

    @Test func groupsSayWhichLayersTheyStandFor() throws {
        let mark = Mark.path(.rect(Rect(1, 1, 5, 5)), fill: .solid(.black))
        let group = GroupMark([mark], layers: ["conv\"1\"", "a & b"])
        let svg = try CairoRenderer().render(
            Scene(
                size: Size(10, 10), background: nil, marks: [.group(group)],
                description: AlternativeText(summary: "A page", details: "With marks.")), as: .svg)
        #expect(try #require(Reader(svg)).layers == ["conv\"1\"\na & b"])
    }

    private static func source(_ marks: [Mark], _ text: RenderingOptions.TextForm) throws -> String {
        let scene = Scene(
            size: Size(100, 50), background: nil, marks: marks,
            description: AlternativeText(summary: "A page", details: "With marks."))
        return String(
            decoding: try CairoRenderer(options: RenderingOptions(text: text)).render(scene, as: .svg), as: UTF8.self)
    }
}

extension String {
    /// `#0072b2` looks like a reference.
    fileprivate var isColor: Bool {
        wholeMatch(of: /#[0-9a-fA-F]{6}/) != nil
    }
}
