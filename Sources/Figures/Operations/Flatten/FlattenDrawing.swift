import Scenes
import Tensors

/// One element on its way from the volume into the vector, laid out.
struct FlattenDrawing {
    let model: FlattenModel
    let step: FigureStep

    private var isSmall: Bool { step.form == .thumbnail }

    func draw(in builder: inout SceneBuilder) {
        let hides = builder.exercise.hides(.output)
        let cells = FlattenCells(model, builder, isSmall: isSmall)
        if !isSmall {
            builder.labels(
                [CellLabel(.role(.input), "input " + builder.shape(model.channels, model.spatial))], left: 0, top: 0,
                width: builder.width)
        }
        builder.volume(model, cells, step, hides: hides, top: builder.below(isSmall ? 0 : 7))

        // Neighbours come later than the element: in motion they are not there yet.
        let neighbours = step.form == .still && !hides ? model.neighbours(of: step.index) : []
        let row = VectorRow(model, cells, around: step.index, neighbours, builder)
        let shown = neighbours.filter { $0.place.map { row.frame(model.index($0)) != nil } ?? false }
        let top = builder.below(10) + Double(shown.count) * VectorRow.level + 2
        builder.vector(model, row, cells, step, hides: hides, top: top)
        for (level, neighbour) in shown.enumerated() {
            builder.arc(model, row, from: step.index, to: neighbour, level: level, top: top)
        }
        guard !isSmall else { return }
        if let units = model.units { builder.dense(units, model, row, top: builder.below(0)) }
        if !neighbours.isEmpty { builder.distances(neighbours, top: builder.below(10)) }
        builder.formula(
            model.derivation(of: step.index), of: nil, named: "index", result: .output, left: 0,
            top: builder.below(9))
        builder.flattenNotes(model, top: builder.below(3))
    }

    static func leastWidth(_ model: FlattenModel) -> Double {
        min(200, max(110, 14 * Double(min(model.count, 12))))
    }
}

/// How large cells are, and what stands in them.
struct FlattenCells {
    let cell: Double
    let textSize: Double
    private let style: NumberStyle?

    /// More rows and columns of a map are not drawn one by one.
    static let mostSide = 8

    init(_ model: FlattenModel, _ builder: SceneBuilder, isSmall: Bool) {
        style = model.values.map { NumberStyle(for: $0) }
        var texts = ["\(model.count - 1)"]
        if let values = model.values, let style {
            let ends = values.finiteRange.map { [$0.lowerBound, $0.upperBound] } ?? []
            // Of many numbers the ends are the widest, near enough.
            texts = (model.count <= 1024 ? values.elements : ends).map(style.text)
        }
        func widest(_ size: Double) -> Double { texts.map { builder.measure(Text($0, size: size)).width }.max() ?? 0 }
        let large = widest(Text.labelSize)
        textSize = large <= 20 && !isSmall ? Text.labelSize : Text.smallSize
        cell = max(isSmall ? 11 : 17, widest(textSize) + 4)
    }

    var height: Double { min(cell, 20) }

    /// An element's value, or where it goes.
    func text(_ model: FlattenModel, _ place: FlattenModel.Place) -> String {
        guard let values = model.values, let style else { return "\(model.index(place))" }
        return style.text(values[place.channel, place.row, place.column])
    }
}

extension FlattenModel.Neighbour.Side {
    var words: String {
        switch self {
        case .right: "right neighbour"
        case .below: "lower neighbour"
        case .channel: "same place in the next channel"
        }
    }

    /// How its distance is drawn.
    func stroke(_ theme: Theme) -> Stroke {
        switch self {
        case .right: Stroke(theme.emphasised(.activation), width: 1.2, join: .round)
        case .below: Stroke(theme.emphasised(.output), width: 1.2, dash: [4, 1.8], join: .round)
        case .channel: Stroke(theme.emphasised(.dense), width: 1.2, dash: [1.4, 1.4], join: .round)
        }
    }
}
