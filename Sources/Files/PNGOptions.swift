/// How a PNG is written.
public struct PNGOptions: Sendable {
    /// Bits of a sample.
    public enum Depth: Int, Sendable {
        case eight = 8
        case sixteen = 16
    }

    public enum Effort: Sendable {
        /// One quick pass, for batches.
        case fast
        /// Several attempts and strong compression, for figures that are kept.
        case small
    }

    public var depth: Depth
    public var effort: Effort

    public init(depth: Depth = .eight, effort: Effort = .fast) {
        self.depth = depth
        self.effort = effort
    }
}
