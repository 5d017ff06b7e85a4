import Networks
import Scenes

/// The words of a stage: sizes at its edges, names and what it does below.
struct VolumeLabel {
    struct Line {
        let text: Text
        let isMuted: Bool

        static func name(_ words: String) -> Line { Line(text: Text(words, style: .bold, size: 8), isMuted: false) }
        static func muted(_ words: String) -> Line { Line(text: Text(words, size: Text.smallSize), isMuted: true) }
    }

    /// In space.
    let above: String?
    /// The channels.
    let below: String?
    let lines: [Line]

    static let lineHeight = 8.5
    static let edgeHeight = 9.5
    private static let mostNames = 4

    /// - Parameter usual: The activation that needs no words, for most layers have it.
    init(
        _ stage: VolumeStage, _ figure: Architecture, _ layout: Layout, usual: Activation.Function?,
        glyph: Double, widest: Double, _ builder: SceneBuilder
    ) {
        let shape = stage.output
        let spatial = shape.isSequence ? Array(shape.sizes.dropLast()) : shape.spatial
        let isShown = figure.show.contains(.shape)
        let space = isShown && !spatial.isEmpty ? Self.tight(sizes(FeatureShape(spatial))) : nil
        switch figure.style {
        case .stacks:
            above = space.map { "\(Self.channels(stage)) @ \($0)" } ?? (isShown ? Self.channels(stage) : nil)
            let hidden = VolumeMap(shape).channels - Double(VolumeGlyph.mostMaps)
            below = !spatial.isEmpty && hidden > 0 && shape.channels.integer != nil ? "… \(Int(hidden)) more" : nil
        case .volumes, .blocks, .graph, .units:
            above = space
            below = isShown ? Self.channels(stage) : nil
        }

        var lines: [Line] = []
        var names = stage.names
        if names.count > Self.mostNames {
            names = [names[0], "… \(names.count - 2) more", names[names.count - 1]]
        }
        for name in names { lines += builder.broken(name, width: widest).map(Line.name) }
        let longest = lines.map { builder.measure($0.text).width }.max() ?? 0
        let words = Self.words(stage, figure, layout, usual: usual)
        // Wide enough for every word.
        let word =
            words.flatMap { $0.split(separator: " ") }.map {
                builder.measure(Text(String($0), size: Text.smallSize)).width
            }.max() ?? 0
        let width = min(widest, max(44, longest, glyph, word + 0.1))
        for words in words {
            lines += builder.wrapped(words, width: width, size: Text.smallSize).map(Line.muted)
        }
        self.lines = lines
    }

    var height: Double { lines.isEmpty ? 0 : Double(lines.count) * Self.lineHeight + 2 }

    func width(_ builder: SceneBuilder) -> Double {
        let edges = [above, below].compactMap(\.self).map { builder.measure(Text($0, size: Text.smallSize)).width }
        return (edges + lines.map { builder.measure($0.text).width }).max() ?? 0
    }

    /// What it does, what follows it, and what else was asked for.
    private static func words(
        _ stage: VolumeStage, _ figure: Architecture, _ layout: Layout, usual: Activation.Function?
    ) -> [String] {
        guard let block = stage.block else { return [] }
        let words = BlockWords(block, figure.show, layout: layout)
        var all: [String] = []
        if words.kernel != nil { all += kernel(block, stage.names[0], figure.style) }
        if figure.style == .volumes, words.kernel != nil, let fused = block.head.activation?.function, fused != usual {
            all.append(fused.figureWords)
        }
        let followers = block.nodes.dropFirst()
        if !followers.isEmpty {
            // Short kinds are not broken.
            let words = followers.flatMap(\.briefWords)
            let kinds = words.map { $0.count < 12 ? $0.replacing(" ", with: "\u{A0}") : $0 }.joined(separator: ", ")
            all.append("+\u{A0}" + kinds + (stage.count > 1 ? " each" : ""))
        }
        // A number stays with what it counts.
        return all + words.rest.map { $0.split(separator: " ").joined(separator: "\u{A0}") }
    }

    /// What its name says already is not said again: `11×11, stride 4` for `conv1`.
    private static func kernel(_ block: BlockGraph.Block, _ name: String, _ style: Architecture.Style) -> [String] {
        let kind = block.head.layer.kindName
        let words = block.head.stepWords
        if style == .stacks {
            let names = ["conv": "convolution", "max-pool": "max pooling", "average-pool": "average pooling"]
            let step = names[kind].map { $0 + " " + words.dropFirst(kind.count + 1) } ?? words
            let fused = [
                block.head.normalization.map { _ in "batch norm" }, block.head.activation?.function.figureWords,
            ]
            return name.hasPrefix(step) ? [] : [([step] + fused.compactMap(\.self)).joined(separator: ", ")]
        }
        if case .dense = block.head.layer { return ["dense"] }
        if name.hasPrefix(words) { return [] }
        let space = Substring("\u{A0}")
        if kind == "conv", name.lowercased().contains("conv"), words.hasPrefix("conv" + space) {
            return [String(words.dropFirst(5))]
        }
        if kind == "max-pool" || kind == "average-pool", name.contains("pool") {
            return [(kind == "max-pool" ? "max" : "average") + words.dropFirst(kind.count)]
        }
        return [words.split(separator: "-").joined(separator: " ")]
    }

    private static func channels(_ stage: VolumeStage) -> String {
        guard !stage.output.sizes.isEmpty else { return "1" }
        let channels = sizes(FeatureShape([stage.output.channels]))
        if let last = stage.lastCopy { return "\(channels) … \(sizes(FeatureShape([last.channels])))" }
        return stage.count > 1 ? "\(channels) × \(stage.count)" : channels
    }

    private static func tight(_ words: String) -> String {
        words.split(separator: "\u{A0}").joined()
    }
}

extension SceneBuilder {
    /// A name in lines no wider than `width`, broken behind dots and underscores where it can be.
    func broken(_ name: String, width: Double) -> [String] {
        func fits(_ words: String) -> Bool { measure(Text(words, style: .bold, size: 8)).width <= width }
        var parts = [""]
        for letter in name {
            parts[parts.count - 1].append(letter)
            if "._/-".contains(letter) { parts.append("") }
        }
        var lines: [String] = []
        for part in parts where !part.isEmpty {
            if let last = lines.last, fits(last + part) {
                lines[lines.count - 1] += part
            } else {
                lines += fits(part) ? [part] : wrapped(part, width: width, size: 8, style: .bold)
            }
        }
        return lines
    }
}
