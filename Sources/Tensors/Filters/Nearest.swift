/// The name that takes the fewest edits to become `text`, if that is few for its length.
package func nearest(_ text: String, among names: [String]) -> String? {
    func distance(_ a: [Character], _ b: [Character]) -> Int {
        var previous = Array(0...b.count)
        for (i, left) in a.enumerated() {
            var current = [i + 1]
            for (j, right) in b.enumerated() {
                current.append(min(previous[j + 1] + 1, current[j] + 1, previous[j] + (left == right ? 0 : 1)))
            }
            previous = current
        }
        return previous[b.count]
    }
    let ranked = names.map { ($0, distance(Array(text.lowercased()), Array($0))) }.min { $0.1 < $1.1 }
    guard let best = ranked, best.1 <= max(2, text.count / 3) else { return nil }
    return best.0
}
