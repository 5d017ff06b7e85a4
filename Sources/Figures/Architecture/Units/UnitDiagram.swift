import Execution
import Networks
import Scenes
import Tensors

/// Circles and edges for a chain of vectors: every unit, every weight, and the values of one forward pass.
struct UnitDiagram {
    let scene: Scene

    init(_ figure: Architecture, _ prepared: PreparedNetwork, _ part: LayerRange, _ context: FigureContext) throws {
        let chain = try UnitChain(figure, prepared, part, context)
        var builder = SceneBuilder(context)
        let drawn = builder.unitChain(chain)
        builder.unitLegend(chain, drawn)
        builder.footnote(chain.notes(drawn))
        scene = builder.scene(
            AlternativeText(summary: chain.summary(prepared.network.title), details: chain.details))
    }
}

extension UnitChain {
    /// What cannot be seen in the circles themselves.
    fileprivate func notes(_ drawn: DrawnUnits) -> [String] {
        var notes: [String] = []
        if columns.contains(where: { $0.shown.count < $0.count }) {
            notes.append("of large layers the first units and the last ones")
        }
        if columns.contains(where: { $0.links.isUncounted }) {
            notes.append("edges of layers with more than \(Quantity(Self.mostWeights).readable) weights are alike")
        }
        if !drawn.hasAllLabels, columns.contains(where: { $0.links.weights != nil }) {
            notes.append("weights by line alone where there is no room for their numbers")
        }
        if columns.contains(where: { $0.links.weights != nil }) { notes.append(origin.words) }
        if let input { notes.append(input) }
        return notes
    }

    fileprivate func summary(_ title: String) -> String {
        let sizes = columns.map { "\($0.count)" }.joined(separator: ", ")
        let answer =
            last.values.map { values in
                values.count <= 4
                    ? "; it gives " + listed(values.map { compact($0, digits: 6) })
                    : "; with the values of a forward pass"
            } ?? ""
        return "\(title) as circles and edges: layers of \(sizes) units\(answer)."
    }

    fileprivate var last: Column { columns[columns.count - 1] }

    fileprivate var details: String {
        var sentences = ["From left to right:"]
        for (index, column) in columns.enumerated() {
            var words = "\(column.name): \(([column.unitWords] + column.words).joined(separator: ", "))"
            if column.shown.count < column.count { words += ", of which \(column.shown.count) are drawn" }
            sentences.append(words + ".")
            if let weights = column.links.weights, weights.shape.elementCount <= 200, index > 0 {
                let format = WeightFormat(weights.elements + (column.bias?.elements ?? []))
                let rows = (0..<weights.shape[0]).map { unit in
                    let row = (0..<weights.shape[1]).map { format.text(weights[unit, $0]) }
                    let bias = column.bias.map { ", bias \(format.text($0[unit]))" } ?? ""
                    return "unit \(unit + 1): \(row.joined(separator: ", "))\(bias)"
                }
                sentences.append("Weights of \(column.name): \(rows.joined(separator: "; ")).")
            }
            if let values = column.values, values.count <= 100 {
                let numbers = values.map { compact($0, digits: 6) }.joined(separator: ", ")
                sentences.append("Values of \(column.name): \(numbers).")
                if let sums = column.sums, let function = column.function {
                    let before = sums.map { compact(Float($0), digits: 6) }.joined(separator: ", ")
                    sentences.append("Before \(function.figureWords): \(before).")
                }
            }
        }
        if columns.contains(where: { $0.links.weights != nil }) {
            sentences.append(origin.namedDetails.capitalisedFirst + ".")
        }
        if let input { sentences.append("What goes in: \(input).") }
        return sentences.joined(separator: " ")
    }
}
