import Execution

/// Which samples a network does not learn from, so that it can be tested on them.
public enum HeldOut: Hashable, Sendable {
    case nothing
    /// Every so-manyth of each class, in the samples' order; at least 2.
    case every(Int)
    /// This share of each class, above 0 and below 1, drawn by seed.
    case share(Double)
}

/// The places of the samples on both sides, each class split alike (*stratified*), in the samples' order.
public struct DataSplit: Hashable, Sendable {
    public let training: [Int]
    public let heldOut: [Int]

    /// - Parameters:
    ///   - count: How many samples there are.
    ///   - classes: The class of each; nothing where there are none.
    ///   - held: What is held out. Every class that has two samples keeps one on each side of a share.
    ///   - seed: Draws the samples of a share.
    public init(count: Int, classes: [Int]? = nil, _ held: HeldOut, seed: UInt64 = 0) {
        let classes = classes ?? [Int](repeating: 0, count: count)
        var places: [Int: [Int]] = [:]
        for (place, number) in classes.enumerated() { places[number, default: []].append(place) }
        var isHeld = [Bool](repeating: false, count: count)
        for (number, places) in places {
            switch held {
            case .nothing: break
            case .every(let step):
                for index in stride(from: step - 1, to: places.count, by: step) { isHeld[places[index]] = true }
            case .share(let share):
                let wanted = Int((Double(places.count) * share).rounded())
                var random = NormalGenerator(seed: seed, stream: UInt64(number))
                let order = random.shuffled(places)
                for place in order.prefix(min(max(1, wanted), places.count - 1)) { isHeld[place] = true }
            }
        }
        training = isHeld.indices.filter { !isHeld[$0] }
        heldOut = isHeld.indices.filter { isHeld[$0] }
    }
}
