/// An axis that a window slides along, by the name that messages give it.
public enum SpatialAxis: String, Hashable, Sendable {
    case length, depth, height, width

    /// The axes of 1, 2 or 3 dimensions, outermost first.
    ///
    /// - Precondition: `count` is 1, 2 or 3.
    package static func named(_ count: Int) -> [SpatialAxis] {
        precondition((1...3).contains(count), "\(count) spatial axes")
        return count == 1 ? [.length] : [.depth, .height, .width].suffix(count)
    }
}
