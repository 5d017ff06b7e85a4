internal import Scenes

extension SVGPage {
    /// Fit to stand in a page of HTML: ids of its own, and words for those who cannot see it.
    ///
    /// - Parameter style: of a film.
    func document(of size: Size, _ description: AlternativeText, style: SVGFragment? = nil) -> [UInt8] {
        var content = style ?? SVGFragment()
        if !definitions.bytes.isEmpty {
            content.append("<defs>\n")
            content.append(definitions)
            content.append("</defs>\n")
        }
        content.append(body)
        let (width, height) = (SVGNumber.text(size.width), SVGNumber.text(size.height))
        let title = XMLText.escaped(options.title ?? description.summary)
        let details = XMLText.escaped(description.details)

        var hash = ContentHash(content.bytes)
        hash.add(Array("\(title)\n\(details)\n\(width) \(height)".utf8))
        // An id must begin with a letter; the hash keeps two figures apart, the instance two copies of one.
        // Films name so much that their hash is cut short.
        let prefix = "f\(style == nil ? hash.text : hash.shortText)\(options.instance.map { "-\($0)" } ?? "")-"

        // Cairo's limit of a miter, so that sharp corners look as in PNG and PDF.
        let head = """
            <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" \
            width="\(width)pt" height="\(height)pt" viewBox="0 0 \(width) \(height)" \
            style="max-width:100%;height:auto" stroke-miterlimit="10" role="img" \
            aria-labelledby="\(prefix)title \(prefix)desc">
            <title id="\(prefix)title">\(title)</title>
            <desc id="\(prefix)desc">\(details)</desc>

            """
        return Array(head.utf8) + content.bytes(prefix: prefix) + Array("</svg>\n".utf8)
    }
}
