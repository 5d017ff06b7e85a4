/// One of many things that are drawn, or those between them that are only counted.
enum ElidedItem: Hashable {
    case item(Int)
    case gap(Int)
}

/// All things where there are few; the first ones and the last, and how many lie between, where there are many.
func elided(_ count: Int, most: Int) -> [ElidedItem] {
    guard count > most else { return (0..<count).map { .item($0) } }
    let first = max(1, most - 2)
    return (0..<first).map { .item($0) } + [.gap(count - first - 1), .item(count - 1)]
}

extension [ElidedItem] {
    var items: [Int] {
        compactMap { item in
            switch item {
            case .item(let index): index
            case .gap: nil
            }
        }
    }
}
