import Layouts
import Networks

/// What a diagram of blocks shows: inputs, blocks, and cards for what is not opened; repeated sections once.
struct DiagramPlan {
    enum Content {
        case entry(BlockGraph.Entry)
        /// Equal blocks one after the other, of which the first is drawn.
        case blocks([BlockGraph.Block])
        case card(Card)

        /// The layers that it stands for.
        var nodes: [Node] {
            switch self {
            case .entry: []
            case .blocks(let blocks): blocks.flatMap(\.nodes)
            case .card(let card): card.blocks.flatMap(\.nodes)
            }
        }
    }

    /// A named block of the network's file that is not opened, with all its copies in turn.
    struct Card {
        let group: LayerDescription.Group
        fileprivate(set) var blocks: [BlockGraph.Block]

        var name: String { group.name }
        var copies: Int { group.copies }
        /// The places of the first copy's layers.
        var places: Set<Int> { Set(blocks.filter { $0.groups.contains(group) }.flatMap(\.places)) }

        var output: FeatureShape { blocks[blocks.count - 1].output }
        var layerCount: Int { blocks.reduce(0) { $0 + $1.nodes.count } }
    }

    /// A section that is drawn once and stands for several.
    struct Repeat {
        let members: ClosedRange<Int>
        let count: Int
        /// Of the named blocks that it stands for, where each copy is one of its own.
        let names: [String]
    }

    private(set) var contents: [Content] = []
    private(set) var edges: [LayeredGraph.Edge] = []
    private(set) var repeats: [Repeat] = []
    let graph: BlockGraph

    /// - Parameters:
    ///   - depth: How many levels of named blocks are opened.
    ///   - isFolding: Whether repeated sections are drawn once.
    ///   - signature: Blocks of one signature look alike.
    init(_ graph: BlockGraph, depth: Int, isFolding: Bool, signature: (BlockGraph.Block) -> String) {
        self.graph = graph
        contents = graph.entries.map { .entry($0) }
        let paths = graph.groupPaths
        var open: String?
        var places: [Int] = []
        for (index, block) in graph.blocks.enumerated() {
            let group = paths[index].count > depth ? paths[index][depth] : nil
            if let group, open == group.name, case .card(var card) = contents[contents.count - 1] {
                card.blocks.append(block)
                contents[contents.count - 1] = .card(card)
            } else if let group {
                contents.append(.card(Card(group: group, blocks: [block])))
            } else {
                contents.append(.blocks([block]))
            }
            open = group?.name
            places.append(contents.count - 1)
        }
        for (index, block) in graph.blocks.enumerated() {
            for source in block.sources {
                let from =
                    switch source {
                    case .entry(let entry): entry
                    case .block(let other): places[other]
                    }
                if from != places[index] { edges.append(LayeredGraph.Edge(from, places[index])) }
            }
        }
        if isFolding { fold(signature) }
    }

    /// How many layers stand behind what is drawn: all of them.
    var layerCount: Int {
        contents.indices.reduce(0) { sum, index in
            let copies = repeats.filter { $0.members.contains(index) }.reduce(1) { $0 * $1.count }
            return switch contents[index] {
            case .entry: sum
            case .blocks(let blocks): sum + copies * blocks.reduce(0) { $0 + $1.nodes.count }
            case .card(let card): sum + copies * card.layerCount
            }
        }
    }

    // MARK: Folding

    /// Sections between boxes that everything passes; those that follow each other alike become one.
    private mutating func fold(_ signature: (BlockGraph.Block) -> String) {
        let joints = Joints(count: contents.count, edges: edges).places
        var sources = [[Int]](repeating: [], count: contents.count)
        for edge in edges { sources[edge.to].append(edge.from) }
        let sections = zip(joints, joints.dropFirst()).map { $0 + 1...$1 }
        let signatures = sections.map { section in
            section.map { index -> String in
                let own =
                    switch contents[index] {
                    case .entry(let entry): "entry \(entry.name)"
                    case .blocks(let blocks): signature(blocks[0])
                    case .card(let card): "card \(card.blocks.map(signature))"
                    }
                return own + " of \(sources[index].map { $0 - section.lowerBound })"
            }
        }
        /// Which box of the result each one becomes; nothing for what others stand for.
        var kept: [Bool] = Array(repeating: true, count: contents.count)
        var standsFor = Array(contents.indices)
        var found: [(members: ClosedRange<Int>, count: Int, names: [String])] = []
        var start = 0
        while start < sections.count {
            let (period, count, spared) = Self.run(signatures, from: start)
            // A longer run may begin within a short one.
            let isBest = (start + 1..<start + period * count).allSatisfy {
                Self.run(signatures, from: $0).spared <= spared
            }
            guard count > 1, isBest else {
                start += 1
                continue
            }
            let first = sections[start].lowerBound...sections[start + period - 1].upperBound
            let names = (0..<count).map { copy in
                let begin = sections[start + copy * period].lowerBound
                return commonName(begin..<begin + first.count)
            }
            for copy in 1..<count {
                let begin = sections[start + copy * period].lowerBound
                for offset in 0..<first.count {
                    kept[begin + offset] = false
                    standsFor[begin + offset] = first.lowerBound + offset
                    if first.count == 1, case .blocks(let all) = contents[first.lowerBound],
                        case .blocks(let one) = contents[begin]
                    {
                        contents[first.lowerBound] = .blocks(all + one)
                    }
                }
            }
            var isOneBlock = false
            if first.count == 1, case .blocks = contents[first.lowerBound] { isOneBlock = true }
            if !isOneBlock { found.append((first, count, Self.distinct(names))) }
            start += count * period
        }
        var place: [Int] = []
        var next = 0
        for index in contents.indices {
            place.append(next)
            if kept[index] { next += 1 }
        }
        edges = edges.filter { kept[$0.to] }.map { LayeredGraph.Edge(place[standsFor[$0.from]], place[$0.to]) }
        repeats = found.map {
            Repeat(
                members: place[$0.members.lowerBound]...place[$0.members.upperBound], count: $0.count, names: $0.names)
        }
        contents = contents.indices.filter { kept[$0] }.map { contents[$0] }
    }

    /// That of the innermost named block in which all of these stand.
    private func commonName(_ members: Range<Int>) -> String? {
        let groups = members.map { index -> [LayerDescription.Group] in
            switch contents[index] {
            case .entry: []
            case .blocks(let blocks): blocks[0].groups
            case .card(let card): card.blocks[0].groups.prefix { $0 != card.group } + [card.group]
            }
        }
        let common = groups.first?.filter { group in
            !group.block.isEmpty && groups.allSatisfy { $0.contains(group) }
        }
        return common?.last?.name
    }

    /// Nothing where copies have no names, or share one.
    private static func distinct(_ names: [String?]) -> [String] {
        let known = names.compactMap(\.self)
        let distinct = known.reduce(into: [String]()) { if $0.last != $1 { $0.append($1) } }
        return known.count == names.count && distinct.count == names.count ? distinct : []
    }

    private static let longestPeriod = 12

    /// The sections from `start` on that repeat: how many make one copy, and how many copies there are; those that spare
    /// the most boxes.
    private static func run(_ signatures: [[String]], from start: Int) -> (period: Int, count: Int, spared: Int) {
        var best = (period: 1, count: 1, spared: 0)
        for period in 1...longestPeriod where start + 2 * period <= signatures.count {
            let first = signatures[start..<start + period]
            var count = 1
            while start + (count + 1) * period <= signatures.count,
                signatures[start + count * period..<start + (count + 1) * period].elementsEqual(first)
            {
                count += 1
            }
            let own = (count - 1) * first.reduce(0) { $0 + $1.count }
            if own > best.spared { best = (period, count, own) }
        }
        return best
    }
}

/// Boxes that everything before them leads to, and everything after them comes from.
struct Joints {
    let places: [Int]

    init(count: Int, edges: [LayeredGraph.Edge]) {
        var farthest = [Int](repeating: 0, count: count)
        var isRead = [Bool](repeating: false, count: count)
        var reads = isRead
        for edge in edges {
            farthest[edge.from] = max(farthest[edge.from], edge.to)
            isRead[edge.from] = true
            reads[edge.to] = true
        }
        let firstEnd = (0..<count).first { !isRead[$0] } ?? count
        let lastBeginning = (0..<count).last { !reads[$0] } ?? 0
        var reach = 0
        var places: [Int] = []
        for index in 0..<count {
            if reach <= index, index >= lastBeginning, index <= firstEnd { places.append(index) }
            reach = max(reach, farthest[index])
        }
        self.places = places
    }
}

extension BlockGraph {
    /// The named blocks in which each block stands, outermost first, without those that hold it alone.
    var groupPaths: [[LayerDescription.Group]] {
        var counts: [LayerDescription.Group: Int] = [:]
        for block in blocks { for group in block.groups { counts[group, default: 0] += 1 } }
        return blocks.map { block in
            block.groups.filter { !$0.block.isEmpty && (counts[$0] ?? 0) > 1 }
        }
    }
}
