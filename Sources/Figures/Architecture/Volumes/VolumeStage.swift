import Networks
import Scenes

/// What stands in one place of a volume diagram: an entry, a block of layers, or a run of equal ones.
struct VolumeStage {
    enum Content {
        case entry(BlockGraph.Entry)
        case blocks([BlockGraph.Block])
    }

    var content: Content
    /// Places of other stages.
    var sources: [Int]
    /// The named block around it, among the plan's frames.
    var frame: Int?
    /// Its name inside of the frame.
    var names: [String]
    /// What comes out of the copies that are not drawn, where it has other channels.
    var lastCopy: FeatureShape?

    var output: FeatureShape {
        switch content {
        case .entry(let entry): entry.shape
        case .blocks(let blocks): blocks[0].output
        }
    }

    /// The first of its blocks, if it is not an entry.
    var block: BlockGraph.Block? {
        switch content {
        case .entry: nil
        case .blocks(let blocks): blocks[0]
        }
    }

    /// The layers that it stands for.
    var nodes: [Node] {
        switch content {
        case .entry: []
        case .blocks(let blocks): blocks.flatMap(\.nodes)
        }
    }

    var count: Int {
        switch content {
        case .entry: 1
        case .blocks(let blocks): blocks.count
        }
    }

    var role: Theme.Role? {
        switch content {
        case .entry(let entry): entry.isInput ? .input : nil
        case .blocks(let blocks): blocks[0].head.layer.role
        }
    }

    var isConcatenation: Bool {
        if case .concat? = block?.head.layer { return true }
        return false
    }
}

/// The stages of a diagram: equal layers after one another as runs, equal named blocks after one another as one.
struct VolumePlan {
    private(set) var stages: [VolumeStage] = []
    private(set) var frames: [VolumeFrame] = []
    let layout: Layout

    init(_ graph: BlockGraph, _ figure: Architecture, _ highlight: Highlight) {
        layout = graph.network.layout
        build(graph)
        let words = stages.map { stage in
            stage.block.map { StageWords($0, figure.show, layout, highlight.contains($0)) }
        }
        mergeRuns(words, folds: figure.fold == .auto && figure.style == .volumes)
        // Frames around the levels of a U would hide its form.
        if figure.style == .volumes, VolumeUShape(self) != nil { return }
        findFrames()
        if figure.fold == .auto { fold(figure, highlight) }
        shortenNames()
    }

    /// The first stage that reads more than the one before it, or that shares what it reads.
    var firstMerge: String? {
        let merge = stages.enumerated().first { $0 > 0 && $1.sources != [$0 - 1] }?.element
        return merge.map { $0.block?.head.name ?? $0.names[0] }
    }

    /// Entries stand right before what reads them first.
    private mutating func build(_ graph: BlockGraph) {
        var stageOf: [BlockGraph.Source: Int] = [:]
        for (index, block) in graph.blocks.enumerated() {
            for case .entry(let entry) in block.sources where stageOf[.entry(entry)] == nil {
                stageOf[.entry(entry)] = stages.count
                stages.append(
                    VolumeStage(content: .entry(graph.entries[entry]), sources: [], names: [graph.entries[entry].name]))
            }
            stageOf[.block(index)] = stages.count
            var sources: [Int] = []
            for source in block.sources {
                if let stage = stageOf[source], !sources.contains(stage) { sources.append(stage) }
            }
            stages.append(VolumeStage(content: .blocks([block]), sources: sources, names: [block.head.name]))
        }
    }

    /// What of a stage would be told in words: where all is the same, one telling is enough.
    private struct StageWords: Hashable {
        let kernel: String
        let output: FeatureShape
        let bands: [Theme.Role]
        let activation: String?
        let rest: [String]
        let followers: [String]
        let isHighlighted: Bool
        let group: [LayerDescription.Group]

        init(_ block: BlockGraph.Block, _ show: DiagramLabels, _ layout: Layout, _ isHighlighted: Bool) {
            kernel = block.head.stepWords
            output = block.output
            bands = block.bands
            activation = block.activation?.rawValue
            rest = BlockWords(block, show, layout: layout).rest
            followers = block.nodes.dropFirst().map(\.stepWords)
            self.isHighlighted = isHighlighted
            group = block.groups
        }
    }

    private mutating func mergeRuns(_ words: [StageWords?], folds: Bool) {
        guard folds else { return }
        var readers = [Int](repeating: 0, count: stages.count)
        for stage in stages { for source in stage.sources { readers[source] += 1 } }
        var merged: [VolumeStage] = []
        var placeOf: [Int] = []
        for (index, stage) in stages.enumerated() {
            if index > 0, stage.sources == [index - 1], readers[index - 1] == 1, let own = words[index],
                own == words[index - 1], stage.role == .output || stage.role == .dense,
                case .blocks(let before) = merged[merged.count - 1].content, case .blocks(let blocks) = stage.content
            {
                merged[merged.count - 1].content = .blocks(before + blocks)
                merged[merged.count - 1].names += stage.names
                placeOf.append(merged.count - 1)
                continue
            }
            placeOf.append(merged.count)
            var stage = stage
            stage.sources = stage.sources.map { placeOf[$0] }
            merged.append(stage)
        }
        stages = merged
    }

    // MARK: Named blocks

    private func groups(_ stage: VolumeStage) -> [LayerDescription.Group] { stage.block?.groups ?? [] }

    /// The outermost named block with layers of its own, around at least two stages.
    private mutating func findFrames() {
        let direct = Set(stages.compactMap { groups($0).last })
        // A block around everything says nothing.
        let all = stages.compactMap(\.block)
        let everywhere = (all.first?.groups ?? []).filter { group in all.allSatisfy { $0.groups.contains(group) } }
        var last: LayerDescription.Group?
        var spans: [(group: LayerDescription.Group, members: [Int])] = []
        for (index, stage) in stages.enumerated() {
            let own = groups(stage).first { group in
                direct.contains(group) && !everywhere.contains(group)
            }
            if let own {
                if own == last { spans[spans.count - 1].members.append(index) } else { spans.append((own, [index])) }
            }
            last = own
        }
        for span in spans where span.members.count > 1 || span.group.copies > 1 {
            // A single layer needs no frame unless it is repeated.
            for member in span.members { stages[member].frame = frames.count }
            let kinds = span.members.compactMap { stages[$0].block }.flatMap(\.nodes).flatMap(\.briefWords)
            frames.append(VolumeFrame(span.group, kinds: kinds))
        }
    }

    private mutating func fold(_ figure: Architecture, _ highlight: Highlight) {
        var kept: [Int] = []
        var replaced: [Int: Int] = [:]
        var index = 0
        func span(_ start: Int) -> Range<Int>? {
            guard start < stages.count, let frame = stages[start].frame else { return nil }
            return start..<(stages[start...].firstIndex { $0.frame != frame } ?? stages.count)
        }
        var newFrames: [VolumeFrame] = []
        while index < stages.count {
            guard let first = span(index), let frame = stages[index].frame else {
                kept.append(index)
                index += 1
                continue
            }
            var (all, end) = (frames[frame], first.upperBound)
            while let next = span(end), let other = stages[next.lowerBound].frame,
                isEqual(first, next, figure, highlight)
            {
                all.add(frames[other])
                for (one, copy) in zip(first, next) {
                    replaced[copy] = one
                    stages[one].lastCopy = stages[copy].output
                }
                end = next.upperBound
            }
            for stage in first { stages[stage].frame = newFrames.count }
            newFrames.append(all)
            kept += first
            index = end
        }
        var placeOf: [Int: Int] = [:]
        for (place, stage) in kept.enumerated() { placeOf[stage] = place }
        stages = kept.map { old in
            var stage = stages[old]
            stage.sources = stage.sources.compactMap { placeOf[replaced[$0] ?? $0] }
            if stage.lastCopy == stage.output { stage.lastCopy = nil }
            return stage
        }
        frames = newFrames
    }

    /// Whether a named block is the one before it once more: the same layers, joined in the same way.
    private func isEqual(_ one: Range<Int>, _ other: Range<Int>, _ figure: Architecture, _ highlight: Highlight) -> Bool
    {
        guard one.count == other.count, one.lowerBound > 0 else { return false }
        for (first, second) in zip(one, other) {
            guard let (a, b) = both(stages[first].block, stages[second].block),
                stages[first].count == stages[second].count,
                stages[first].sources.map({ max(-1, $0 - one.lowerBound) })
                    == stages[second].sources.map({ max(-1, $0 - other.lowerBound) }),
                // Only what stands right before it may be read, and only its end may be read.
                stages[first].sources.allSatisfy({ $0 >= one.lowerBound - 1 }),
                stages[second].sources.allSatisfy({ $0 >= other.lowerBound || $0 == lastDrawn(before: other) })
            else { return false }
            let x = StageWords(a, figure.show, layout, highlight.contains(a))
            let y = StageWords(b, figure.show, layout, highlight.contains(b))
            guard x.kernel == y.kernel, x.bands == y.bands, x.activation == y.activation, x.rest == y.rest,
                x.followers == y.followers, x.isHighlighted == y.isHighlighted,
                a.output.isSequence == b.output.isSequence, a.output.rank == b.output.rank,
                a.output.spatial == b.output.spatial, a.head.layer.hasOwnChannels ? a.output == b.output : true
            else { return false }
        }
        return stages[other.upperBound...].allSatisfy { stage in
            stage.sources.allSatisfy { !other.contains($0) || $0 == other.upperBound - 1 }
        }
    }

    private func lastDrawn(before range: Range<Int>) -> Int { range.lowerBound - 1 }

    private func both<A>(_ a: A?, _ b: A?) -> (A, A)? {
        guard let a, let b else { return nil }
        return (a, b)
    }

    /// Inside of a frame, what its label says need not be said again.
    private mutating func shortenNames() {
        for index in stages.indices {
            guard let frame = stages[index].frame,
                let group = groups(stages[index]).first(where: { $0.name == frames[frame].names[0] })
            else { continue }
            stages[index].names = stages[index].names.map { name in
                for prefix in ["\(group.name).\(group.copy).", "\(group.name)."] where name.hasPrefix(prefix) {
                    return String(name.dropFirst(prefix.count))
                }
                return name
            }
        }
    }
}

extension Layer {
    /// Whether its own options, not what it reads, say how many channels come out.
    fileprivate var hasOwnChannels: Bool {
        switch self {
        case .conv, .convTranspose, .separableConv, .locallyConnected, .dense, .lstm, .reshape, .operator: true
        case .depthwiseConv, .maxPool, .averagePool, .globalMaxPool, .globalAveragePool, .roiPool, .spatialPyramidPool,
            .flatten, .permute, .batchNorm, .localResponseNorm, .dropout, .activation, .add, .concat, .multiply,
            .zeroPad, .crop, .upsample, .pixelShuffle, .pixelUnshuffle:
            false
        }
    }
}
