import Scenes
import Tensors
import Training

/// What is shown of a run's mistakes.
struct MistakeSheet {
    struct Card {
        /// Among the held-out samples.
        let index: Int
        /// `[1, H, W]` or `[3, H, W]`, from 0 to 1.
        let image: Tensor
        let right: String
        let said: String
        /// From 0 to 1.
        let rightShare: Float
        let saidShare: Float
    }

    let counts: PredictionCounts
    let cards: [Card]

    /// - Throws: ``FigureError`` if nothing was recorded, or it does not go together.
    init(_ run: LearningRun, count: Int) throws(FigureError) {
        let (predictions, counts) = try run.predictions()
        var cards: [Card] = []
        for mistake in predictions.mistakes {
            guard predictions.labels.indices.contains(mistake.index) else {
                throw .badRecord(
                    run: run.name, problem: "a mistake is sample \(mistake.index) of \(predictions.labels.count)")
            }
            let shape = mistake.image.shape
            guard shape.rank == 3, shape.elementCount > 0 else {
                throw .badRecord(run: run.name, problem: "the picture of sample \(mistake.index) is \(shape)")
            }
            let (right, said) = (predictions.labels[mistake.index], counts.said[mistake.index])
            guard right != said else { continue }
            // Neither brightness nor colours: the first channel.
            let image =
                shape[0] == 1 || shape[0] == 3
                ? mistake.image : mistake.image.slice(0).reshaped(to: [1, shape[1], shape[2]])
            cards.append(
                Card(
                    index: mistake.index, image: image, right: counts.classes[right], said: counts.classes[said],
                    rightShare: predictions.probabilities[mistake.index, right],
                    saidShare: predictions.probabilities[mistake.index, said]))
        }
        self.counts = counts
        self.cards = Array(cards.sorted { ($1.saidShare, $0.index) < ($0.saidShare, $1.index) }.prefix(count))
    }

    var omitted: Int { counts.total - counts.right - cards.count }

    var summary: String {
        "\(counts.total - counts.right) of \(counts.total) samples are wrong, \(cards.count) are shown"
    }

    var details: String {
        cards.map { card in
            "Sample \(card.index) is \(card.right) (\(share(card.rightShare))) and is said to be \(card.said) "
                + "(\(share(card.saidShare)))."
        }.joined(separator: " ")
    }
}

/// `97 %`
private func share(_ value: Float) -> String { value.isFinite ? percent(Double(value)) : decimal(value) }

extension SceneBuilder {
    /// A run's mistakes in rows of cards.
    mutating func mistakes(_ sheet: MistakeSheet, _ lead: String) {
        paragraph(
            "\(lead)\(sheet.counts.total - sheet.counts.right) of \(sheet.counts.total) wrong", left: 0,
            top: below(6), width: width, style: lead.isEmpty ? .regular : .bold)
        let gap = 16.0
        let fitting = max(1, Int((width + gap) / (74 + gap)))
        // Rows as full as each other.
        let rows = max(1, (sheet.cards.count + fitting - 1) / fitting)
        let across = max(1, (sheet.cards.count + rows - 1) / rows)
        let card = min(92, (width + gap) / Double(across) - gap)
        for start in stride(from: 0, to: sheet.cards.count, by: across) {
            let top = below(start == 0 ? 8 : 12)
            for index in start..<min(start + across, sheet.cards.count) {
                self.card(sheet.cards[index], Rect(Double(index - start) * (card + gap), top, card, 0))
            }
        }
        guard sheet.omitted > 0, !sheet.cards.isEmpty else { return }
        text(
            Text("… \(sheet.omitted) more", size: 8), at: Point(0, below(6)), color: theme.mutedInk, baseline: .top)
    }

    /// The picture, what it was said to be and what it is.
    private mutating func card(_ card: MistakeSheet.Card, _ room: Rect) {
        // Pictures stand on one line, whatever their shapes.
        let side = room.width
        let scale = side / Double(max(card.image.shape[1], card.image.shape[2]))
        let size = Size(
            max(1, Double(card.image.shape[2]) * scale), max(1, Double(card.image.shape[1]) * scale))
        image(
            card.image.picture(side: side),
            in: Rect(room.left, room.top + side - size.height, size.width, size.height))
        var y = room.top + side + 4
        let rows = [
            ("said \(card.said)", card.saidShare, Theme.Role.activation),
            ("is \(card.right)", card.rightShare, .output),
        ]
        for (words, value, role) in rows { y = probability(words, value, role, Rect(room.left, y, room.width, 0)) + 4 }
    }

    /// Words, a number, and a bar below them.
    ///
    /// - Returns: where the bar ends.
    private mutating func probability(_ words: String, _ value: Float, _ role: Theme.Role, _ room: Rect) -> Double {
        let number = Text(share(value), size: 8)
        let wide = measure(number).width
        let lines = wrapped(words, width: room.width - wide - 4, size: 8)
        var y = room.top
        for (index, line) in lines.enumerated() {
            let frame = text(Text(line, size: 8), at: Point(room.left, y), baseline: .top)
            if index == 0 { text(number, at: Point(room.right, y), anchor: .end, baseline: .top) }
            y = frame.bottom
        }
        let bar = Rect(room.left, y + 1, room.width, 4)
        path(.rect(bar), fill: .solid(theme.page.mixed(with: theme.rule, 0.3)))
        if value.isFinite, value > 0 {
            path(
                .rect(Rect(bar.left, bar.top, max(0.5, Double(min(value, 1)) * bar.width), bar.height)),
                fill: .solid(theme.emphasised(role)))
        }
        return bar.bottom
    }
}
