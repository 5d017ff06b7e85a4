/// Some of a film's frames.
struct FrameSet: Hashable {
    /// Apart from each other, ascending.
    private(set) var ranges: [Range<Int>] = []

    /// - Precondition: `frame` comes after all others.
    mutating func insert(_ frame: Int) {
        if let last = ranges.last, last.upperBound == frame {
            ranges[ranges.count - 1] = last.lowerBound..<frame + 1
        } else {
            ranges.append(frame..<frame + 1)
        }
    }

    func contains(_ frame: Int) -> Bool {
        ranges.contains { $0.contains(frame) }
    }

    func isAll(of frameCount: Int) -> Bool {
        ranges.first == 0..<frameCount
    }

    /// The same set as seen from the frame at which it first shows after its longest pause, so that sets that differ
    /// by their beginning alone share what comes after.
    ///
    /// - Precondition: some frames, but not all.
    func cycle(of frameCount: Int) -> (start: Int, ranges: [Range<Int>]) {
        var circle = ranges
        if circle.count > 1, let first = circle.first, let last = circle.last, first.lowerBound == 0,
            last.upperBound == frameCount
        {
            circle.removeFirst()
            circle[circle.count - 1] = last.lowerBound..<frameCount + first.upperBound
        }
        let pauses = circle.indices.map { index in
            circle[index].lowerBound
                - (index > 0 ? circle[index - 1].upperBound : circle[circle.count - 1].upperBound - frameCount)
        }
        let first = pauses.indices.max { (pauses[$0], $1) < (pauses[$1], $0) } ?? 0
        let start = circle[first].lowerBound
        let turned = circle[first...] + circle[..<first].map { $0.lowerBound + frameCount..<$0.upperBound + frameCount }
        return (start, turned.map { $0.lowerBound - start..<$0.upperBound - start })
    }
}
