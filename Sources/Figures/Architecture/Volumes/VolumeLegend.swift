import Networks
import Scenes

/// What stands on a diagram of volumes or stacks, as it is drawn there.
struct VolumeLegend {
    private(set) var entries: [LegendEntry] = []

    private var words: [Theme.Role: [String]] = [:]
    private var bodies: Set<Theme.Role> = []
    private var bands: Set<Theme.Role> = []

    init(_ drawing: VolumeDrawing, _ highlight: Highlight) {
        for (index, stage) in drawing.plan.stages.enumerated() {
            if let role = stage.role { bodies.insert(role) }
            guard let block = stage.block else {
                if let role = stage.role { add(role, "input") }
                continue
            }
            add(block)
            let isFed = drawing.arrangement.links.contains { $0.to == index }
            if isFed, let window = VolumeWindow(block.head), window.role == .kernel { add(.kernel, "kernel") }
        }
        for role in Theme.Role.allCases {
            guard let words = words[role] else { continue }
            let swatch: LegendEntry.Swatch =
                role == .kernel
                ? .window(role) : bodies.contains(role) ? .face(role, hasBand: bands.contains(role)) : .band(role)
            entries.append(LegendEntry(swatch: swatch, words: words.joined(separator: ", ")))
        }
        let layers = drawing.plan.stages.compactMap { $0.block?.head.layer }
        if layers.contains(where: { $0.mergeSign != nil }) {
            entries.append(LegendEntry(swatch: .sign("+"), words: "sum"))
        }
        let others = layers.filter { $0.role == nil && $0.mergeSign == nil }
        let kinds = others.reduce(into: [String]()) { if !$0.contains($1.kindName) { $0.append($1.kindName) } }
        if !kinds.isEmpty { entries.append(LegendEntry(swatch: .face(nil), words: kinds.joined(separator: ", "))) }
        if !highlight.isEmpty { entries.append(LegendEntry(swatch: .highlight, words: highlight.words)) }
    }

    private mutating func add(_ role: Theme.Role, _ word: String) {
        if words[role, default: []].contains(word) { return }
        words[role, default: []].append(word)
    }

    /// Its body, and its bands.
    private mutating func add(_ block: BlockGraph.Block) {
        bands.formUnion(block.bands)
        if let role = block.head.layer.role, role != .activation { add(role, block.head.layer.roleWords) }
        if block.bands.contains(.normalisation) { add(.normalisation, "normalisation") }
        for function in block.activations { add(.activation, function.figureWords) }
    }
}
