import Networks
import Scenes

/// The heading of what is in a card, and of which other cards it is true.
struct DetailWords {
    let name: String
    let others: String

    init(_ kind: DiagramPlan.CardKind) {
        name = kind.cards[0].name + (kind.cards[0].copies > 1 ? ".1" : "")
        let rest = kind.names.dropFirst()
        others =
            rest.isEmpty
            ? kind.template : "\(kind.template); so \(rest.count > 1 ? "are" : "is") \(listed(Array(rest)))"
    }
}

/// What is in a card, laid out under its heading.
struct DetailPanel {
    let words: DetailWords
    let drawing: DiagramDrawing
    let lines: [String]

    private static let narrowest = 100.0
    static let lineHeight = 9.5
    private static let nameHeight = 14.5

    init(_ kind: DiagramPlan.CardKind, _ drawing: DiagramDrawing, _ builder: SceneBuilder) {
        (self.words, self.drawing) = (DetailWords(kind), drawing)
        lines = builder.wrapped(words.others, width: max(drawing.size.width, Self.narrowest), size: Text.smallSize)
    }

    var headHeight: Double { Self.nameHeight + Self.lineHeight * Double(lines.count) }
    var size: Size { Size(max(drawing.size.width, Self.narrowest), drawing.size.height + headHeight) }
}

/// Panels from left to right, in as many rows as they need.
struct Shelves {
    private(set) var places: [Point] = []
    private(set) var height = 0.0

    private static let gap = 22.0

    init(_ sizes: [Size], width: Double) {
        var (x, y, tallest) = (0.0, 0.0, 0.0)
        for size in sizes {
            if x > 0, x + size.width > width {
                (x, y, tallest) = (0, y + tallest + Self.gap, 0)
            }
            places.append(Point(x, y))
            x += size.width + Self.gap
            tallest = max(tallest, size.height)
        }
        height = sizes.isEmpty ? 0 : y + tallest
    }
}

extension DiagramPlan {
    /// Cards made from one block of the network's file that differ in nothing but numbers of channels and sizes.
    struct CardKind {
        let template: String
        fileprivate(set) var cards: [Card]
        /// Of the cards, and of those that they stand for.
        fileprivate(set) var names: [String]
        fileprivate let structure: [String]

        /// The layers of the first one's first copy.
        var places: Set<Int> { cards[0].places }
    }

    /// In the order of their first cards.
    var cardKinds: [CardKind] {
        var kinds: [CardKind] = []
        for (place, content) in contents.enumerated() {
            guard case .card(let card) = content else { continue }
            let structure = structure(of: card.places)
            let copies = repeats.first { $0.members == place...place }?.names ?? []
            let names = copies.isEmpty ? [card.name] : copies
            if let index = kinds.firstIndex(where: { $0.template == card.group.block && $0.structure == structure }) {
                kinds[index].cards.append(card)
                kinds[index].names += names
            } else {
                kinds.append(CardKind(template: card.group.block, cards: [card], names: names, structure: structure))
            }
        }
        return kinds
    }

    /// What each layer does and where what it reads comes from, without numbers of channels and sizes: shapes tell those.
    private func structure(of places: Set<Int>) -> [String] {
        let places = places.sorted()
        var names: [Node.Source: String] = [:]
        for (index, place) in places.enumerated() { names[.node(place)] = "\(index)" }
        var entryCount = 0
        return places.map { place in
            let node = graph.network.nodes[place]
            let sources = node.sources.map { source -> String in
                if let known = names[source] { return known }
                entryCount += 1
                names[source] = "entry \(entryCount)"
                return "entry \(entryCount)"
            }
            return "\(node.layer.kindName), \(node.figureWords) of \(sources)"
        }
    }
}

extension SceneBuilder {
    mutating func draw(_ panel: DetailPanel, at corner: Point, _ highlight: Highlight) {
        let name = Text(tail(of: panel.words.name, width: panel.size.width, size: 8), style: .bold, size: 8)
        let frame = text(name, at: corner, baseline: .top)
        for (index, line) in panel.lines.enumerated() {
            text(
                Text(line, size: Text.smallSize),
                at: Point(corner.x, frame.bottom + 1 + DetailPanel.lineHeight * Double(index)), color: theme.mutedInk,
                baseline: .top)
        }
        draw(panel.drawing, at: corner + (0, panel.headHeight), highlight)
    }
}
