/// The page over all lessons.
public enum LessonIndex {
    public struct Card: Sendable {
        /// Seen from the page.
        public let page: String
        public let thumbnail: String?
        public let kind: String
        public let title: String
        public let answer: String?

        public init(page: String, thumbnail: String?, kind: String, title: String, answer: String?) {
            (self.page, self.thumbnail, self.kind) = (page, thumbnail, kind)
            (self.title, self.answer) = (title, answer)
        }
    }

    public static func page(_ cards: [Card], title: String = "Lessons") -> String {
        let items = cards.map { card in
            // The title says what the picture shows.
            let picture = card.thumbnail.map { "<img src=\"\(HTML.escaped($0))\" alt=\"\" loading=\"lazy\">" } ?? ""
            let answer = card.answer.map { "<span class=\"answer\">\(HTML.escaped($0))</span>" } ?? ""
            return """
                <li><a href="\(HTML.escaped(card.page))">\(picture)<span class="kind">\(HTML.escaped(card.kind))</span>\
                <span class="title">\(HTML.escaped(card.title))</span>\(answer)</a></li>
                """
        }
        let main = """
            <header class="head"><h1>\(HTML.escaped(title))</h1></header>
            <ul class="cards">
            \(items.joined(separator: "\n"))
            </ul>
            """
        return HTML.page(title: title, language: "en", main: main, script: false)
    }
}
