internal import Scenes

/// Cairo's SVG made fit to stand in a page: ids of its own, words for those who cannot see it, and less text.
struct SVGDocument {
    let bytes: [UInt8]

    init(cairo: [UInt8], scene: Scene, options: RenderingOptions, measurer: PangoTextMeasurer) {
        var body = SVGRewriter.rewrite(cairo)
        if options.text == .live { body.append(LiveText(scene, measurer: measurer)) }
        let title = XMLText.escaped(options.title ?? scene.description.summary)
        let details = XMLText.escaped(scene.description.details)

        var hash = ContentHash()
        hash.add(body.bytes)
        hash.add(Array("\(title)\n\(details)\n\(scene.size)".utf8))
        // An id must begin with a letter; the hash keeps two figures apart, the instance two copies of one.
        let prefix = "f\(hash.text)\(options.instance.map { "-\($0)" } ?? "")-"

        let (width, height) = (SVGNumber.text(scene.size.width), SVGNumber.text(scene.size.height))
        let head = """
            <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" \
            width="\(width)pt" height="\(height)pt" viewBox="0 0 \(width) \(height)" \
            style="max-width:100%;height:auto" role="img" aria-labelledby="\(prefix)title \(prefix)desc">
            <title id="\(prefix)title">\(title)</title>
            <desc id="\(prefix)desc">\(details)</desc>

            """
        bytes = Array(head.utf8) + body.bytes(prefix: prefix) + Array("</svg>\n".utf8)
    }
}

/// Text with gaps in which the prefix of ids is still to be written.
struct SVGFragment {
    private(set) var bytes: [UInt8] = []
    private var gaps: [Int] = []

    mutating func append(_ text: some Sequence<UInt8>) {
        bytes.append(contentsOf: text)
    }

    mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    mutating func append(_ byte: UInt8) {
        bytes.append(byte)
    }

    mutating func append(id: String) {
        gaps.append(bytes.count)
        append(id)
    }

    mutating func append(_ text: LiveText) {
        text.write(to: &self)
    }

    func bytes(prefix: String) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + gaps.count * prefix.utf8.count)
        var start = 0
        for gap in gaps {
            result.append(contentsOf: bytes[start..<gap])
            result.append(contentsOf: prefix.utf8)
            start = gap
        }
        result.append(contentsOf: bytes[start...])
        return result
    }
}

/// FNV-1a (Fowler, Noll and Vo, 1991) of 64 bits.
struct ContentHash {
    private var value: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func add(_ bytes: [UInt8]) {
        for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }

    var text: String { String(value, radix: 36) }
}
