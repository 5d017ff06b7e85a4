import Testing

@testable import Layouts

@Suite struct LayeredLayoutTests {
    private static func chain(_ count: Int) -> LayeredGraph {
        LayeredGraph(
            boxes: Array(repeating: .init(along: 20, across: 60), count: count),
            edges: (1..<count).map { .init($0 - 1, $0) })
    }

    /// fork, three boxes, merge; a shortcut from fork to merge.
    private static let residual = LayeredGraph(
        boxes: [
            .init(along: 20, across: 60), .init(along: 20, across: 60), .init(along: 20, across: 60),
            .init(along: 20, across: 60), .init(along: 16, across: 16, opensSideways: true),
        ],
        edges: [.init(0, 1), .init(1, 2), .init(2, 3), .init(3, 4), .init(0, 4)])

    @Test func aChainStandsInALine() {
        let layout = LayeredLayout(Self.chain(5))
        #expect(layout.ranks == [0, 1, 2, 3, 4])
        #expect(Set(layout.boxes.map(\.middle.across)) == [30])
        #expect(layout.across == 60)
        #expect(layout.routes.allSatisfy { $0.points.count == 2 })
        #expect(layout.along == 5 * 20 + 4 * LayeredLayout.Style().gap)
    }

    @Test func aShortcutGoesAroundTheMainWayAndEntersTheSumFromItsSide() {
        let layout = LayeredLayout(Self.residual)
        #expect(Set(layout.boxes.map(\.middle.across)).count == 1)
        #expect(layout.crossings == 0)
        #expect(layout.faults.isEmpty)
        let last = layout.routes.first { $0.origin == 0 && $0.target == 4 }
        #expect(last?.points.last?.along == layout.boxes[4].middle.along)
        #expect(last?.points.last?.across == layout.boxes[4].across.lowerBound)
    }

    @Test func branchesStandSideBySideAroundTheirForkAndMerge() {
        let boxes = Array(repeating: LayeredGraph.Box(along: 20, across: 60), count: 5)
        let layout = LayeredLayout(
            LayeredGraph(
                boxes: boxes,
                edges: [.init(0, 1), .init(0, 2), .init(0, 3), .init(1, 4), .init(2, 4), .init(3, 4)]))
        #expect(layout.ranks == [0, 1, 1, 1, 2])
        #expect(layout.boxes[0].middle.across == layout.boxes[2].middle.across)
        #expect(layout.boxes[4].middle.across == layout.boxes[2].middle.across)
        #expect(layout.boxes[1].middle.across < layout.boxes[2].middle.across)
        #expect(layout.crossings == 0 && layout.faults.isEmpty)
    }

    @Test func whatIsReadLateStandsLate() {
        // Box 1 reads nothing and is read by the last one only.
        let boxes = Array(repeating: LayeredGraph.Box(along: 20, across: 60), count: 5)
        let layout = LayeredLayout(
            LayeredGraph(boxes: boxes, edges: [.init(0, 2), .init(2, 3), .init(3, 4), .init(1, 4)]))
        #expect(layout.ranks == [0, 2, 1, 2, 3])
    }

    @Test(arguments: 0..<150)
    func randomGraphsAreDrawnWhole(seed: Int) {
        var random = RandomGraph(seed: UInt64(seed))
        let graph = random.graph(boxes: 2 + random.next(40))
        var style = LayeredLayout.Style()
        style.isOrthogonal = seed % 3 != 0
        style.breadth = seed % 2 == 0 ? 420 : nil
        let layout = LayeredLayout(graph, style)
        #expect(layout.faults.isEmpty, "\(seed): \(layout.faults.prefix(4))")
        #expect(layout.reached == Set(graph.edges), "\(seed)")
        for edge in graph.edges { #expect(layout.ranks[edge.from] < layout.ranks[edge.to]) }
    }

    @Test func theSameGraphGivesTheSameLayout() {
        var random = RandomGraph(seed: 5)
        let graph = random.graph(boxes: 60)
        let (first, second) = (LayeredLayout(graph), LayeredLayout(graph))
        #expect(first.boxes == second.boxes && first.routes == second.routes)
    }

    @Test func crossingsAreFewerThanInTheOrderOfTheGraph() {
        // Two ranks of six, joined in reverse.
        let edges = (0..<6).map { LayeredGraph.Edge($0, 11 - $0) }
        let graph = LayeredGraph(boxes: Array(repeating: .init(along: 10, across: 10), count: 12), edges: edges)
        #expect(LayeredLayout(graph).crossings == 0)
    }

    // MARK: Columns

    @Test func columnsAreCutWhereEverythingPassesOneBox() {
        let layout = LayeredLayout(Self.chain(12))
        let wrapped = layout.wrapped(length: 150, breadth: 400, gutter: 20)
        #expect(wrapped.along <= 150)
        #expect(Set(wrapped.boxes.map(\.middle.across)).count == 3)
        #expect(wrapped.faults.isEmpty, "\(wrapped.faults)")
        #expect(wrapped.across == 3 * 60 + 2 * 20)
    }

    @Test func columnsDoNotBecomeBroaderThanThePage() {
        let wrapped = LayeredLayout(Self.chain(40)).wrapped(length: 100, breadth: 240, gutter: 20)
        #expect(wrapped.across <= 240)
        #expect(Set(wrapped.boxes.map(\.middle.across)).count == 3)
    }

    @Test func whatPassesNoSingleBoxStaysInOneColumn() {
        // Two chains side by side: several boxes begin, several end.
        let edges = (2..<20).map { LayeredGraph.Edge($0 - 2, $0) }
        let graph = LayeredGraph(boxes: Array(repeating: .init(along: 20, across: 60), count: 20), edges: edges)
        let layout = LayeredLayout(graph)
        #expect(layout.wrapped(length: 100, breadth: 400, gutter: 20).boxes == layout.boxes)
        let nothing = LayeredLayout(LayeredGraph(boxes: [], edges: []))
        #expect(nothing.wrapped(length: -1, breadth: 0, gutter: 0).boxes.isEmpty)
    }

    @Test func framesAreNotCut() {
        let boxes = Array(repeating: LayeredGraph.Box(along: 20, across: 60), count: 10)
        let graph = LayeredGraph(
            boxes: boxes, edges: (1..<10).map { .init($0 - 1, $0) },
            frames: [.init(2...6, padding: 5, label: 14), .init(3...4, padding: 4, label: 14)])
        let layout = LayeredLayout(graph).wrapped(length: 190, breadth: 400, gutter: 20)
        #expect(Set((2...6).map { layout.boxes[$0].middle.across }).count == 1)
        for box in 2...6 {
            #expect(layout.frames[0].along.contains(layout.boxes[box].along.lowerBound))
            #expect(layout.frames[0].across.contains(layout.boxes[box].across.upperBound))
        }
        #expect(layout.frames[0].along.contains(layout.frames[1].along.upperBound))
        #expect(
            layout.frames[0].along.lowerBound > layout.boxes[1].along.upperBound
                || layout.boxes[1].across != layout.boxes[2].across)
        #expect(layout.faults.isEmpty, "\(layout.faults)")
    }

    @Test func columnsBeginWhereTheirConnectorsEnd() {
        // Frames that end with a column, and swung lines to two boxes below it.
        var edges: [LayeredGraph.Edge] = []
        var frames: [LayeredGraph.Frame] = []
        for block in 0..<6 {
            let first = 1 + 3 * block
            edges += [.init(first - 1, first), .init(first - 1, first + 1)]
            edges += [.init(first, first + 2), .init(first + 1, first + 2)]
            frames.append(.init(first...first + 2, padding: 13, label: 0))
        }
        let graph = LayeredGraph(
            boxes: Array(repeating: .init(along: 20, across: 60), count: 19), edges: edges, frames: frames)
        var style = LayeredLayout.Style()
        style.isOrthogonal = false
        let layout = LayeredLayout(graph, style).wrapped(length: 260, breadth: .infinity, gutter: 30)
        let connectors = layout.routes.filter { !$0.isSwung }
        #expect(connectors.count > 0)
        for connector in connectors {
            let end = connector.points[connector.points.count - 1]
            let onward = layout.routes.filter { $0.isSwung && $0.origin == connector.origin }
            #expect(onward.count == 2 && onward.allSatisfy { $0.points[0] == end })
        }
        #expect(layout.faults.isEmpty, "\(layout.faults)")
    }

    @Test(arguments: 0..<60)
    func wrappedRandomChainsOfBlocksAreWhole(seed: Int) {
        var random = RandomGraph(seed: UInt64(seed + 900))
        // Blocks of a fork, branches and a merge, one after the other.
        var boxes: [LayeredGraph.Box] = [.init(along: 20, across: 60)]
        var edges: [LayeredGraph.Edge] = []
        for _ in 0..<4 + random.next(8) {
            let fork = boxes.count - 1
            let branches = 1 + random.next(3)
            var ends: [Int] = []
            for _ in 0..<branches {
                var before = fork
                for _ in 0..<1 + random.next(3) {
                    boxes.append(.init(along: 22, across: 50))
                    edges.append(.init(before, boxes.count - 1))
                    before = boxes.count - 1
                }
                ends.append(before)
            }
            if random.next(2) == 0 { ends.append(fork) }
            boxes.append(.init(along: 16, across: 16, opensSideways: true))
            edges += ends.map { .init($0, boxes.count - 1) }
        }
        let graph = LayeredGraph(boxes: boxes, edges: edges)
        let wrapped = LayeredLayout(graph).wrapped(length: 260, breadth: 455, gutter: 18)
        #expect(wrapped.faults.isEmpty, "\(seed): \(wrapped.faults.prefix(4))")
        #expect(wrapped.reached == Set(graph.edges), "\(seed)")
    }
}
