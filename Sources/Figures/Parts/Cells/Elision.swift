/// Which of many things in a row are drawn, and how many are left out between them.
enum ElisionSlot: Hashable {
    case item(Int)
    case gap(Int)
}

/// A row of things of which some must be seen: as many of their neighbours as there is room for, and gaps with counts.
struct Elision {
    let slots: [ElisionSlot]

    /// - Parameters:
    ///   - most: how many slots there are room for; what must be seen may take more.
    ///   - keeping: what must be seen, the most important first.
    init(_ count: Int, most: Int, keeping: [Int]) {
        guard count > most else {
            slots = (0..<count).map { .item($0) }
            return
        }
        var shown = Set(keeping.filter { (0..<count).contains($0) })
        var distance = 1
        while distance < most, Self.slots(shown, count).count < most {
            for place in keeping.flatMap({ [$0 - distance, $0 + distance] }) where (0..<count).contains(place) {
                let more = shown.union([place])
                if Self.slots(more, count).count <= most { shown = more }
            }
            distance += 1
        }
        slots = Self.slots(shown, count)
    }

    /// A gap of one is no gap: the thing itself takes no more room.
    private static func slots(_ shown: Set<Int>, _ count: Int) -> [ElisionSlot] {
        var slots: [ElisionSlot] = []
        var next = 0
        for place in shown.sorted() + [count] {
            if place - next == 1 { slots.append(.item(next)) }
            if place - next > 1 { slots.append(.gap(place - next)) }
            if place < count { slots.append(.item(place)) }
            next = place + 1
        }
        return slots
    }

    var isWhole: Bool { slots.allSatisfy { if case .item = $0 { true } else { false } } }
    var items: [Int] { slots.items }
}

/// All things where there are few; the first ones and the last, and how many lie between, where there are many.
func elided(_ count: Int, most: Int) -> [ElisionSlot] {
    guard count > most else { return (0..<count).map { .item($0) } }
    let first = max(1, most - 2)
    return (0..<first).map { .item($0) } + [.gap(count - first - 1), .item(count - 1)]
}

extension [ElisionSlot] {
    var items: [Int] { compactMap { if case .item(let item) = $0 { item } else { nil } } }
}
