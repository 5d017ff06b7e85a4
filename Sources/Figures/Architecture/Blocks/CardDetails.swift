import Networks
import Scenes

/// The heading of what is in a card.
struct DetailWords {
    let name: String
    let others: String

    static let height = 24.0

    init(_ kind: DiagramPlan.CardKind) {
        name = kind.cards[0].name + (kind.cards[0].copies > 1 ? ".1" : "")
        let rest = kind.cards.dropFirst().map(\.name)
        others = rest.isEmpty ? kind.template : "\(kind.template); so are \(listed(rest))"
    }
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
            x += max(size.width, 100) + Self.gap
            tallest = max(tallest, size.height)
        }
        height = sizes.isEmpty ? 0 : y + tallest
    }
}

extension DiagramPlan {
    /// Cards made from one block of the network's file.
    struct CardKind {
        let template: String
        fileprivate(set) var cards: [Card]

        /// The layers of the first one's first copy.
        var places: Set<Int> { cards[0].places }
    }

    /// In the order of their first cards.
    var cardKinds: [CardKind] {
        var kinds: [CardKind] = []
        for case .card(let card) in contents {
            if let index = kinds.firstIndex(where: { $0.template == card.group.block }) {
                kinds[index].cards.append(card)
            } else {
                kinds.append(CardKind(template: card.group.block, cards: [card]))
            }
        }
        return kinds
    }
}

extension SceneBuilder {
    mutating func detailHeading(_ words: DetailWords, at corner: Point, width: Double) {
        let name = Text(tail(of: words.name, width: width, size: 8), style: .bold, size: 8)
        let frame = text(name, at: corner, baseline: .top)
        let line = wrapped(words.others, width: width, size: Text.smallSize).first ?? ""
        let isWhole = line.count == words.others.count
        text(
            Text(
                isWhole ? line : words.others.split(separator: ";").first.map(String.init) ?? "", size: Text.smallSize),
            at: Point(corner.x, frame.bottom + 1), color: theme.mutedInk, baseline: .top)
    }
}
