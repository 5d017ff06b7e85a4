extension LayeredLayout {
    /// What lines take that lead from one column to the next.
    private static let turn = 7.0
    private static let worthwhile = 0.8

    /// The same layout in columns side by side, cut where everything passes one box: as few columns as keep it within
    /// `length` along, as far as `breadth` across allows.
    ///
    /// - Parameter gutter: Between columns.
    public func wrapped(length: Double, breadth: Double, gutter: Double) -> LayeredLayout {
        guard along > length, !bands.isEmpty else { return self }
        var best = [0..<bands.count]
        var fewest = 1
        while best.map(height).max()! > length {
            fewest += 1
            guard fewest <= joints.count + 1, let columns = evenColumns(fewest) else { break }
            if columns.count < fewest { continue }
            if columns.map(width).reduce(0, +) + gutter * Double(columns.count - 1) > breadth { break }
            best = columns
        }
        // Cutting off a little at the ends helps nobody.
        let isWorthwhile = best.map(height).max()! < Self.worthwhile * along
        return best.count == 1 || !isWorthwhile ? self : arranged(best, gutter: gutter)
    }

    /// Ranks in at most `count` columns of even height; nothing if there are not so many places to cut.
    private func evenColumns(_ count: Int) -> [Range<Int>]? {
        var (low, high) = (0.0, along)
        var found: [Range<Int>]?
        for _ in 0..<40 {
            let middle = (low + high) / 2
            if let columns = columns(of: middle), columns.count <= count {
                (found, high) = (columns, middle)
            } else {
                low = middle
            }
        }
        return found
    }

    /// As many ranks in each column as it holds.
    private func columns(of length: Double) -> [Range<Int>]? {
        var columns: [Range<Int>] = []
        var (start, end) = (0, 0)
        for cut in joints.map({ $0.rank + 1 }).filter({ $0 < bands.count }) + [bands.count] {
            if height(start..<cut) > length {
                guard end > start else { return nil }
                columns.append(start..<end)
                start = end
                guard height(start..<cut) <= length else { return nil }
            }
            end = cut
        }
        return columns + [start..<bands.count]
    }

    /// From the joint before a column to its own end.
    private func height(_ column: Range<Int>) -> Double {
        bottom(column.upperBound - 1) - top(column) + (column.lowerBound > 0 ? Self.turn : 0)
            + (column.upperBound < bands.count ? Self.turn : 0)
    }

    private func top(_ column: Range<Int>) -> Double {
        column.lowerBound == 0 ? 0 : bottom(column.lowerBound - 1)
    }

    /// The end of a rank, with the frames that end there.
    private func bottom(_ rank: Int) -> Double {
        frames.reduce(rank == bands.count - 1 ? along : bands[rank].upperBound) { end, frame in
            frame.along.contains(bands[rank].upperBound)
                && (rank + 1 == bands.count || frame.along.upperBound < bands[rank + 1].lowerBound)
                ? max(end, frame.along.upperBound) : end
        }
    }

    private func extent(_ column: Range<Int>) -> ClosedRange<Double> {
        var range = extents[column].dropFirst().reduce(extents[column.lowerBound]) { $0.union($1) }
        // The line into the column begins above it, at the joint's place.
        for (rank, box) in joints where rank + 1 == column.lowerBound {
            range = range.union(boxes[box].middle.across...boxes[box].middle.across)
        }
        return range
    }

    private func width(_ column: Range<Int>) -> Double {
        extent(column).upperBound - extent(column).lowerBound
    }

    private func arranged(_ columns: [Range<Int>], gutter: Double) -> LayeredLayout {
        var result = self
        var columnOf = [Int](repeating: 0, count: bands.count)
        var moves: [(along: Double, across: Double)] = []
        var left = 0.0
        for (index, column) in columns.enumerated() {
            for rank in column { columnOf[rank] = index }
            moves.append((-top(column) + (index > 0 ? Self.turn : 0), left - extent(column).lowerBound))
            left += width(column) + gutter
        }
        func moved(_ place: Place, _ column: Int) -> Place {
            Place(along: place.along + moves[column].along, across: place.across + moves[column].across)
        }
        for (box, rank) in ranks.enumerated() {
            let move = moves[columnOf[rank]]
            result.boxes[box] = boxes[box].moved(along: move.along, across: move.across)
        }
        for (index, frame) in frames.enumerated() {
            let rank = bands.firstIndex { frame.along.contains($0.lowerBound) } ?? 0
            let move = moves[columnOf[rank]]
            result.frames[index] = frame.moved(along: move.along, across: move.across)
        }
        result.routes = routes.map { route in
            var route = route
            let column = columnOf[min(route.rank + 1, bands.count - 1)]
            route.points = route.points.map { moved($0, column) }
            if columnOf[route.rank] != column {
                // Below a joint the line comes from the column before, and begins where that one's connector ends.
                for index in route.points.indices {
                    route.points[index].along = max(route.points[index].along, Self.turn)
                }
            }
            return route
        }
        for (index, column) in columns.enumerated().dropFirst() {
            let rank = column.lowerBound - 1
            guard let box = joints.first(where: { $0.rank == rank })?.box else { continue }
            let start = Place(along: boxes[box].along.upperBound, across: boxes[box].middle.across)
            let turn = moved(Place(along: bottom(rank) + Self.turn, across: start.across), index - 1)
            let between = extent(column).lowerBound + moves[index].across - gutter / 2
            let end = moved(start, index).across
            result.routes.append(
                Route(
                    origin: box, target: nil,
                    points: [
                        moved(start, index - 1), turn, Place(along: turn.along, across: between),
                        Place(along: 0, across: between), Place(along: 0, across: end),
                        Place(along: Self.turn, across: end),
                    ], isSwung: false, rank: rank))
        }
        result.along = columns.map(height).max() ?? along
        result.across = left - gutter
        return result
    }
}
