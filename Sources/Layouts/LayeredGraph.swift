/// What is laid out: boxes and the arrows between them, which all lead to later boxes.
///
/// Ranks follow each other *along* the layout; boxes of one rank stand *across* it, side by side. Which of both is
/// downwards on the page is for others to say.
public struct LayeredGraph: Sendable {
    /// How much room a box takes.
    public struct Box: Hashable, Sendable {
        public var along: Double
        public var across: Double
        /// Whether arrows may also enter from the sides, as they do at the circle of a sum.
        public var opensSideways: Bool

        public init(along: Double, across: Double, opensSideways: Bool = false) {
            (self.along, self.across, self.opensSideways) = (along, across, opensSideways)
        }
    }

    public struct Edge: Hashable, Sendable {
        public let from: Int
        public let to: Int

        public init(_ from: Int, _ to: Int) {
            (self.from, self.to) = (from, to)
        }
    }

    /// Boxes that are held together by a frame, which needs room around them.
    public struct Frame: Hashable, Sendable {
        public let members: ClosedRange<Int>
        public let padding: Double
        /// Room for a label at the far side.
        public let label: Double

        public init(_ members: ClosedRange<Int>, padding: Double, label: Double) {
            (self.members, self.padding, self.label) = (members, padding, label)
        }
    }

    public let boxes: [Box]
    /// Each once, in the order of their targets.
    public let edges: [Edge]
    /// Outer ones before those in them.
    public let frames: [Frame]

    let sources: [[Int]]
    let targets: [[Int]]

    /// - Precondition: edges lead from a box to a later one.
    public init(boxes: [Box], edges: [Edge], frames: [Frame] = []) {
        var (sources, targets) = (
            [[Int]](repeating: [], count: boxes.count), [[Int]](repeating: [], count: boxes.count)
        )
        var unique: [Edge] = []
        for edge in edges.sorted(by: { ($0.to, $0.from) < ($1.to, $1.from) }) where unique.last != edge {
            precondition(edge.from >= 0 && edge.from < edge.to && edge.to < boxes.count, "an edge leads backwards")
            unique.append(edge)
            sources[edge.to].append(edge.from)
            targets[edge.from].append(edge.to)
        }
        (self.boxes, self.edges, self.frames) = (boxes, unique, frames)
        (self.sources, self.targets) = (sources, targets)
    }
}

/// A place in a layout.
public struct Place: Hashable, Sendable {
    public var along: Double
    public var across: Double

    public init(along: Double, across: Double) {
        (self.along, self.across) = (along, across)
    }
}

/// An upright area in a layout.
public struct Area: Hashable, Sendable {
    public var along: ClosedRange<Double>
    public var across: ClosedRange<Double>

    public init(along: ClosedRange<Double>, across: ClosedRange<Double>) {
        (self.along, self.across) = (along, across)
    }

    public var middle: Place {
        Place(
            along: (along.lowerBound + along.upperBound) / 2, across: (across.lowerBound + across.upperBound) / 2)
    }

    func moved(along: Double, across: Double) -> Area {
        Area(
            along: self.along.lowerBound + along...self.along.upperBound + along,
            across: self.across.lowerBound + across...self.across.upperBound + across)
    }
}

extension ClosedRange<Double> {
    func union(_ other: ClosedRange<Double>) -> ClosedRange<Double> {
        Swift.min(lowerBound, other.lowerBound)...Swift.max(upperBound, other.upperBound)
    }
}
