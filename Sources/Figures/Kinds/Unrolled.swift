import Execution
public import Networks
public import Scenes

/// Recurrent layers over time: a cell for every step, and the states that go from each to the next.
public struct Unrolled: NetworkFigure {
    public var options: NetworkOptions
    public var profile = Profile.keras

    public init() {
        options = NetworkOptions()
        options.network = NetworkName("5x3 -> lstm 4 return-sequences=true -> lstm 4 -> dense 1")
    }

    public static let summary =
        "Recurrent layers over time: a cell for every step, the states between them, what comes in and out."

    public static var parameters: [FigureParameter<Unrolled>] {
        structureParameters + [.init("profile", \.profile, "whose way of counting parameters")]
    }

    public func scene(in context: FigureContext) throws -> Scene {
        let network = try options.prepared(in: context).network
        let stacks = RecurrentStack.all(in: network)
        guard !stacks.isEmpty else { throw FigureError.nothingFits(what: "a state that goes along steps, as lstm has") }
        var builder = SceneBuilder(context)
        for stack in stacks {
            let top = builder.bounds.map { $0.bottom + 24 } ?? 0
            builder.unrolled(stack, network, profile, top: top)
        }
        builder.footnote(notes(stacks))
        return builder.scene(
            AlternativeText(
                summary: "\(options.network.heading(network)) over time: "
                    + listed(stacks.flatMap { $0.rows.filter { $0.lstm != nil } }.map(\.summary)) + ".",
                details: (stacks.flatMap { stack in
                    [stack.entryWords + "."] + stack.rows.map { $0.sentence(profile) } + [stack.exitWords + "."]
                } + notes(stacks).map { $0.capitalisedFirst + "." }).joined(separator: " ")))
    }

    private func notes(_ stacks: [RecurrentStack]) -> [String] {
        var notes = [
            "u: units, n: values read at a step", "all cells of a layer are the same one, with the same weights",
            "h and c, its state, have as many values as it has units, however many steps there are",
        ]
        if stacks.contains(where: { $0.steps.integer == 1 }) {
            notes.append("a single step: nothing goes along")
        }
        return notes
    }
}

extension RecurrentStack {
    /// `5 steps of 3 values`
    var entryWords: String {
        let values = features.integer.map { counted($0, "value") } ?? "\(features.readable) values"
        let steps = self.steps.integer.map { counted($0, "step") } ?? "\(self.steps.readable) steps"
        return "\(source): \(steps) of \(values)"
    }

    /// `out 5 × 4: the states of all steps`
    var exitWords: String {
        let words =
            "out \(sizes(last.node.output)): " + (last.isSequence ? "the states of all steps" : "the last state only")
        return readers.isEmpty ? words : words + ", read by " + listed(readers.map(\.name))
    }
}

extension RecurrentStack.Row {
    /// `4 units`
    var unitWords: String { units.integer.map { counted($0, "unit") } ?? "\(units.readable) units" }

    fileprivate var summary: String {
        "\(node.name) with \(unitWords)"
            + (isSequence ? ", all of whose states come out" : ", of which the last state comes out")
    }

    /// Shape to shape, and how parameters are counted.
    func words(_ profile: Profile) -> [String] {
        var words = ["\(node.inputs.map { sizes($0) }.joined(separator: ", ")) → \(sizes(node.output))"]
        guard let lstm else { return [node.figureWords] + words }
        words.insert(counted(lstm.units, "unit"), at: 0)
        words.append(lstm.returnsSequences ? "return-sequences" : "last state only")
        words.append("\(node.inference.parameters.total(profile).readable) parameters")
        return words
    }

    /// `4·(4·(3 + 4) + 4) = 128`, and how others count.
    func counting(_ profile: Profile) -> String? {
        let set = node.inference.parameters
        guard let count = set.count(profile) else { return nil }
        let other: Profile =
            switch profile {
            case .keras: .pytorch
            case .pytorch: .keras
            }
        let words = count.written(.text)
        guard lstm != nil, set.total(other) != set.total(profile) else { return words }
        return "\(words) as \(profile.owner) counts; \(set.total(other).readable) as \(other.owner) does, with "
            + "\(other.biases) for each gate and unit"
    }

    fileprivate func sentence(_ profile: Profile) -> String {
        "\(node.name): \((words(profile) + (counting(profile).map { [$0] } ?? [])).joined(separator: ", "))."
    }
}

extension Profile {
    fileprivate var owner: String {
        switch self {
        case .keras: "Keras"
        case .pytorch: "PyTorch"
        }
    }

    fileprivate var biases: String {
        switch self {
        case .keras: "one bias"
        case .pytorch: "two biases"
        }
    }
}
