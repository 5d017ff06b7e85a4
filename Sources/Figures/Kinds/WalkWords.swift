import Networks
import Tensors

/// Everything that a walk shows.
struct WalkFigure {
    struct Stage {
        let node: Node
        let steps: String
        let maps: LayerMaps
    }

    /// The input's name and shape.
    let name: String
    let shape: FeatureShape
    /// Nothing where the input is no picture.
    let photo: Tensor?
    let input: LayerMaps?
    let stages: [Stage]
    let classes: [String]?
    /// How many scores are told.
    let top: Int

    /// The last stage where it is a vector: the scores, the highest first.
    var scores: [(place: Int, value: Float)]? {
        guard let last = stages.last, last.maps.form == .units, !last.node.output.isSequence else { return nil }
        let values = last.maps.shown.map { ($0.channel, $0.values.elements[0]) }.filter { $0.1.isFinite }
        return values.sorted { ($1.1, $0.0) < ($0.1, $1.0) }.prefix(top).map { (place: $0.0, value: $0.1) }
    }

    /// The name of a score.
    func label(_ place: Int) -> String {
        guard let classes, place < classes.count, !classes[place].isEmpty else { return "class \(place)" }
        return classes[place]
    }

    /// `the highest score for tabby (0.43)`
    var answer: String? {
        scores?.first.map { "the highest score for \(label($0.place)) (\(compact($0.value)))" }
    }

    var notes: [String] {
        var notes: [String] = []
        let isElided = stages.contains { $0.maps.form != .units && $0.maps.shown.count < $0.maps.count }
        if isElided { notes.append("of each stage the most active maps") }
        notes.append("each stage on its own scale")
        if stages.contains(where: { $0.maps.form == .planes }) { notes.append("sizes compressed") }
        let isFolded = stages.dropLast().contains { $0.maps.form == .units && $0.maps.count > WalkVector.mostCells }
        if isFolded { notes.append("long vectors folded row by row") }
        if stages.contains(where: { $0.maps.slice != nil }) { notes.append("of volumes the middle slice") }
        return notes
    }

    var sentences: [String] {
        stages.map { stage in
            let values = ValueStatistics(stage.maps.shown.map(\.values))
            var words = "Then \(stage.steps): \(stage.node.name) gives \(sizes(stage.node.output))"
            if stage.maps.form != .units, stage.maps.shown.count < stage.maps.count {
                words += ", of which maps \(listed(stage.maps.shown.map { "\($0.channel)" })) are shown"
            }
            return words + ", between \(values.rangeWords)."
        }
            + (scores.map { scores in
                [
                    "The highest scores: "
                        + scores.map { "\(label($0.place)) \(compact($0.value))" }.joined(separator: ", ") + "."
                ]
            } ?? [])
    }
}

/// A vector as a block of cells, row by row.
struct WalkVector {
    let rows: Int
    let columns: Int
    let values: [Float]

    /// Up to so many stand one below the other.
    static let mostCells = 32

    init(_ maps: LayerMaps) {
        values = maps.shown.map { $0.values.elements[0] }
        if values.count <= Self.mostCells {
            (rows, columns) = (values.count, 1)
        } else {
            // Five times as high as wide.
            let wide = max(2, Int((Double(values.count) / 5).squareRoot().rounded()))
            (rows, columns) = ((values.count + wide - 1) / wide, wide)
        }
    }
}
