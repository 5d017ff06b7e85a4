import Networks
import Scenes

/// The way forward and the way back of a network, row by row.
struct BackwardSheet {
    struct Row {
        let name: String
        let words: String
        let role: Theme.Role?
        /// Of its layers with parameters, how many there are and how many learn.
        let trainable: Int
        let learning: Int
        let isReached: Bool
        let cost: Numbers
        /// With nothing frozen.
        let full: Numbers
        /// The rows that it reads, and whether a gradient goes back to each.
        let sources: [Source]

        var isFrozen: Bool { trainable > 0 && learning == 0 }
        /// Whether a gradient of what it reads is computed, for others or for its own weights.
        var keepsInputs: Bool { sources.contains(where: \.isKept) || cost.toInputs > 0 }
        /// Whether there would be one with nothing frozen.
        var hasInputs: Bool { keepsInputs || sources.contains(where: \.wouldBeKept) || full.toInputs > 0 }
    }

    struct Source: Hashable {
        let row: Int
        let isKept: Bool
        let wouldBeKept: Bool
    }

    /// Multiply-accumulates.
    struct Numbers {
        var forward = 0
        var toInputs = 0
        var toWeights = 0

        var total: Int { forward + toInputs + toWeights }
    }

    let title: String
    /// Inputs first.
    let rows: [Row]
    let inputCount: Int
    /// The rows that the loss reads.
    let results: [Source]
    let total: Numbers
    let full: Numbers
    let isGrouped: Bool

    /// - Parameters:
    ///   - frozen: Places of layers; nothing where the network's own word holds.
    ///   - most: How many rows of layers, where named blocks can be told as one.
    /// - Throws: ``FigureError/unknownInput(network:shape:)`` where a size is a letter, or a sum too large.
    init(_ network: Network, title: String, frozen: Set<Int>?, most: Int) throws(FigureError) {
        try network.requireKnownSizes()
        let plan = BackwardPlan(network, frozen: frozen)
        let free = BackwardPlan(network, frozen: [])
        func numbers(_ cost: BackwardPlan.Cost) throws(FigureError) -> Numbers {
            var numbers = Numbers()
            let all = [cost.forward, cost.toInputs, cost.toWeights].map { $0.integer ?? $0.rational?.floor }
            guard let forward = all[0], let toInputs = all[1], let toWeights = all[2], free.total.total.rational != nil
            else { throw .unknownInput(network: network.title, shape: network.inputs[0].shape.text()) }
            (numbers.forward, numbers.toInputs, numbers.toWeights) = (forward, toInputs, toWeights)
            return numbers
        }
        let grouped = BlockGraph(whole: network).rows(most: most)
        let rowOf = grouped.rowOfPlace
        let inputs = network.inputs.count
        func row(_ source: Node.Source) -> Int {
            switch source {
            case .input(let place): place
            case .node(let place): inputs + (rowOf[place] ?? 0)
            }
        }
        var rows = network.inputs.map { input in
            Row(
                name: input.name, words: sizes(input.shape, in: network.layout), role: .input, trainable: 0,
                learning: 0, isReached: false, cost: Numbers(), full: Numbers(), sources: [])
        }
        for (index, entry) in grouped.enumerated() {
            var sources: [Source] = []
            for place in entry.places {
                for (branch, source) in network.nodes[place].sources.enumerated() where row(source) != inputs + index {
                    let own = Source(
                        row: row(source), isKept: plan.steps[place].passesOn[branch],
                        wouldBeKept: free.steps[place].passesOn[branch])
                    if let known = sources.firstIndex(where: { $0.row == own.row }) {
                        sources[known] = Source(
                            row: own.row, isKept: own.isKept || sources[known].isKept,
                            wouldBeKept: own.wouldBeKept || sources[known].wouldBeKept)
                    } else {
                        sources.append(own)
                    }
                }
            }
            let steps = entry.places.map { plan.steps[$0] }
            rows.append(
                Row(
                    name: entry.name,
                    words: "\(entry.words) · \(sizes(entry.output, in: network.layout))", role: entry.role,
                    trainable: steps.count(where: \.isTrainable), learning: steps.count(where: \.learns),
                    isReached: steps.contains(where: \.isReached),
                    cost: try numbers(steps.reduce(BackwardPlan.Cost()) { $0 + $1.cost }),
                    full: try numbers(entry.places.reduce(BackwardPlan.Cost()) { $0 + free.steps[$1].cost }),
                    sources: sources))
        }
        var results: [Source] = []
        for place in network.outputs {
            let own = Source(
                row: row(.node(place)), isKept: plan.steps[place].isReached, wouldBeKept: free.steps[place].isReached)
            if !results.contains(where: { $0.row == own.row }) { results.append(own) }
        }
        (self.title, self.rows, self.results, inputCount) = (title, rows, results, inputs)
        total = try numbers(plan.total)
        full = try numbers(free.total)
        isGrouped = grouped.contains { $0.blocks.count > 1 }
    }

    private var layers: ArraySlice<Row> { rows[inputCount...] }

    /// Whether nothing is frozen: there is nothing to compare with.
    var isFree: Bool { layers.allSatisfy { $0.learning == $0.trainable } }

    /// `conv1 and conv2 frozen`
    var stateWords: String {
        let all = layers.filter { $0.trainable > 0 }
        let frozen = all.filter(\.isFrozen)
        let learning = all.filter { $0.learning > 0 }
        if isFree { return "nothing frozen" }
        if learning.isEmpty { return "everything frozen" }
        if frozen.isEmpty {
            return "some layers of \(listed(all.filter { $0.learning < $0.trainable }.map(\.name))) frozen"
        }
        if frozen.count <= 4 { return listed(frozen.map(\.name)) + " frozen" }
        if learning.count <= 4 { return "only \(listed(learning.map(\.name))) learning" }
        return "\(frozen.count) of \(all.count) frozen"
    }

    var notes: [String] {
        var notes = [
            "gradients of weights, and of inputs, take as many MACs as the way forward; the first layer that learns needs "
                + "none of its inputs, and what is before it is never reached",
            "MACs for one sample",
        ]
        if isGrouped { notes.append("named blocks as one") }
        return notes
    }

    var words: AlternativeText {
        func number(_ value: Int) -> String { Quantity(value).readable }
        let lines = layers.map { row in
            var parts = [row.words, "\(number(row.cost.forward)) MACs forward"]
            if row.hasInputs {
                parts.append(row.keepsInputs ? "\(number(row.cost.toInputs)) to inputs" : "gradient of inputs cut")
            }
            if row.trainable > 0 {
                parts.append(
                    row.learning > 0 ? "\(number(row.cost.toWeights)) to weights" : "frozen, gradient of weights cut")
                if row.learning > 0, row.learning < row.trainable {
                    parts.append("\(row.learning) of \(row.trainable) layers learn")
                }
            }
            return "\(row.name): \(parts.joined(separator: ", "))."
        }
        let totals =
            "In all \(number(total.forward)) MACs forward, \(number(total.toInputs)) back to inputs and "
            + "\(number(total.toWeights)) to weights: \(number(total.total))"
            + (isFree
                ? "."
                : ", \(percentage(total.total, of: full.total)) of the \(number(full.total)) with nothing frozen.")
        return AlternativeText(
            summary: "Forward and backward through \(title) with \(stateWords): a step takes "
                + "\(number(total.total)) multiply-accumulates\(isFree ? "" : " instead of \(number(full.total))").",
            details: (lines + [totals]).joined(separator: " "))
    }
}
