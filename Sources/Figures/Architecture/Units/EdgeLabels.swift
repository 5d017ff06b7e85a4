import Scenes

/// A straight line with a number that is to stand on it.
struct LabelledEdge {
    let from: Point
    let to: Point
    let size: Size

    func point(_ share: Double) -> Point {
        Point(from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share)
    }

    /// Where its label would stand.
    func frame(_ share: Double) -> Rect {
        let middle = point(share)
        return Rect(middle.x - size.width / 2, middle.y - size.height / 2, size.width, size.height)
    }

    /// Whether the line runs through a rectangle.
    func crosses(_ rect: Rect) -> Bool {
        // Liang and Barsky, 1984: the part of the line that lies inside of all four sides.
        let (dx, dy) = (to.x - from.x, to.y - from.y)
        var (enter, leave) = (0.0, 1.0)
        for (step, room) in [
            (-dx, from.x - rect.left), (dx, rect.right - from.x), (-dy, from.y - rect.top), (dy, rect.bottom - from.y),
        ] {
            if step == 0 {
                if room < 0 { return false }
            } else if step < 0 {
                enter = max(enter, room / step)
            } else {
                leave = min(leave, room / step)
            }
        }
        return enter < leave
    }
}

/// Finds room for the number of every line between two columns.
struct EdgeLabels {
    let edges: [LabelledEdge]
    /// What labels must not stand on.
    let obstacles: [Rect]
    /// How far along its line a label stands best.
    let preferred: Double

    private static let gap = 1.0
    private static let steps = 40

    /// Where each label stands; nothing if there is no room for all of them.
    func placed() -> [Rect]? {
        // What stands best is found edge by edge; from the other end if that fails.
        placed(in: Array(edges.indices)) ?? placed(in: edges.indices.reversed())
    }

    private func placed(in order: [Int]) -> [Rect]? {
        var frames = [Rect?](repeating: nil, count: edges.count)
        for index in order {
            var best: (cost: Double, frame: Rect)?
            for step in 1..<Self.steps {
                let share = Double(step) / Double(Self.steps)
                let frame = edges[index].frame(share)
                let room = frame.inset(by: -Self.gap)
                if obstacles.contains(where: { overlap($0, room) }) { continue }
                if frames.contains(where: { $0.map { overlap($0, room) } ?? false }) { continue }
                // A number on two lines could belong to either.
                let crossed = edges.indices.count { $0 != index && edges[$0].crosses(frame) }
                let cost = Double(crossed) + 4 * abs(share - preferred)
                if cost < best?.cost ?? .infinity { best = (cost, frame) }
            }
            guard let best else { return nil }
            frames[index] = best.frame
        }
        return frames.compactMap(\.self)
    }

    private func overlap(_ a: Rect, _ b: Rect) -> Bool {
        a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
    }
}
