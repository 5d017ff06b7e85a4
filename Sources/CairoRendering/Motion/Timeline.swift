internal import Scenes

/// Every mark of a film in one order of drawing that is right for each frame, and the frames in which it shows.
///
/// Frames are added one by one and let go of: what stands in many is kept once.
struct Timeline {
    /// A mark without groups and matrices, and the groups that it stands in.
    struct PlacedMark: Hashable {
        var mark: Mark
        /// Index of a ``Surroundings``.
        var place: Int
    }

    /// A group that marks stand in.
    struct Surroundings: Hashable {
        /// Index of the group around it.
        var outer: Int
        var transform: Transform
        var clip: Path?
    }

    /// A place in the order of drawing.
    struct Entry {
        /// Index of a ``PlacedMark``.
        var mark: Int
        var frames = FrameSet()
    }

    /// The place of what stands in no group.
    static let page = 0

    private(set) var frameCount = 0
    private(set) var marks: [PlacedMark] = []
    private(set) var places = [Surroundings(outer: page, transform: .identity, clip: nil)]
    private var markNumbers: [PlacedMark: Int] = [:]
    private var placeNumbers: [Surroundings: Int] = [:]

    /// In the order in which they came.
    private var entries: [Entry] = []
    /// Of each mark.
    private var entryNumbers: [[Int]] = []
    /// Entries in the order of drawing, and where in it each stands.
    private var order: [Int] = []
    private var positions: [Int] = []

    var entriesInOrder: some Sequence<Entry> { order.lazy.map { entries[$0] } }

    /// The next frame.
    mutating func add(_ scene: Scene) {
        var frame: [Int] = []
        if let background = scene.background {
            let page = Path.rect(Rect(0, 0, scene.size.width, scene.size.height))
            append([.path(page, fill: .solid(background))], in: Self.page, to: &frame)
        }
        append(scene.marks, in: Self.page, to: &frame)
        merge(frame)
        frameCount += 1
    }

    // MARK: Marks

    /// Cell by cell and out of their groups, so that what stays as it was is found again whatever moves beside it.
    private mutating func append(_ marks: [Mark], in place: Int, to frame: inout [Int]) {
        for mark in marks {
            switch mark {
            case .path, .text, .image: frame.append(number(of: PlacedMark(mark: mark, place: place)))
            case .matrix(let matrix): append(matrix.parts, in: place, to: &frame)
            case .group(let group): append(group.marks, in: self.place(of: group, in: place), to: &frame)
            }
        }
    }

    private mutating func number(of mark: PlacedMark) -> Int {
        if let known = markNumbers[mark] { return known }
        markNumbers[mark] = marks.count
        marks.append(mark)
        entryNumbers.append([])
        return marks.count - 1
    }

    private mutating func place(of group: GroupMark, in outer: Int) -> Int {
        if group.transform == .identity, group.clip == nil { return outer }
        let place = Surroundings(outer: outer, transform: group.transform, clip: group.clip)
        if let known = placeNumbers[place] { return known }
        placeNumbers[place] = places.count
        places.append(place)
        return places.count - 1
    }

    // MARK: Order

    /// Finds as many of the frame's marks as possible in the order so far, and puts the others between them.
    private mutating func merge(_ frame: [Int]) {
        let candidates = frame.map { mark in entryNumbers[mark].map { positions[$0] }.sorted() }
        let found = CommonSubsequence.longest(candidates)
        var newOrder: [Int] = []
        newOrder.reserveCapacity(order.count + frame.count)
        var next = 0
        var new: [Int] = []
        for (mark, position) in zip(frame, found) {
            if let position {
                entries[order[position]].frames.insert(frameCount)
                newOrder += order[next..<position] + new
                newOrder.append(order[position])
                next = position + 1
                new.removeAll(keepingCapacity: true)
            } else {
                entryNumbers[mark].append(entries.count)
                new.append(entries.count)
                entries.append(Entry(mark: mark))
                entries[entries.count - 1].frames.insert(frameCount)
            }
        }
        newOrder += order[next...] + new
        if newOrder.count == order.count { return }
        order = newOrder
        positions = Array(repeating: 0, count: order.count)
        for (position, entry) in order.enumerated() { positions[entry] = position }
    }
}

/// The longest common subsequence of two sequences (Hunt and Szymanski, 1977): fast where few elements are alike.
enum CommonSubsequence {
    private struct Link {
        var element: Int
        var position: Int
        /// Index of the link before it.
        var previous: Int?
    }

    /// - Parameter candidates: for each element of one sequence, where in the other it occurs, ascending.
    /// - Returns: for each element, the place that it takes, if it takes one; ascending.
    static func longest(_ candidates: [[Int]]) -> [Int?] {
        var links: [Link] = []
        // The last links of the chains of 1, 2, 3, … elements whose ends lie furthest ahead.
        var ends: [Int] = []
        for (element, positions) in candidates.enumerated() {
            // From the last one on, so that no chain takes an element twice.
            for position in positions.reversed() {
                var (low, high) = (0, ends.count)
                while low < high {
                    let middle = (low + high) / 2
                    if links[ends[middle]].position < position { low = middle + 1 } else { high = middle }
                }
                links.append(Link(element: element, position: position, previous: low > 0 ? ends[low - 1] : nil))
                if low == ends.count { ends.append(links.count - 1) } else { ends[low] = links.count - 1 }
            }
        }
        var result = [Int?](repeating: nil, count: candidates.count)
        var link = ends.last
        while let index = link {
            result[links[index].element] = links[index].position
            link = links[index].previous
        }
        return result
    }
}
