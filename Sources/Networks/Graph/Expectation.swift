/// What somebody claims about a network or a layer; `check` says whether it holds.
public struct Expectation: Hashable, Sendable {
    /// What a claim is about, under the names that files use.
    public enum Property: String, CaseIterable, Sendable {
        case output, parameters, trainable, macs, flops
        /// Bytes of activations, in Float32.
        case memory
        case receptiveField = "receptive-field"
        case jump, start, padding
        /// How many layers there are, as a summary lists them.
        case layers
    }

    public enum Value: Hashable, Sendable {
        case number(Quantity)
        /// As it is written, in the network's layout.
        case shape([Quantity])
        /// One for each spatial axis, or one for all of them.
        case axes([Quantity])
        case all
        /// `null`: it has no meaning.
        case none
    }

    public struct Claim: Hashable, Sendable {
        public let property: Property
        public let value: Value
        /// Which of several outputs is meant; nothing for the only one.
        public var output: String?
        /// By which profile counts are meant; nothing for the one that is asked for.
        public var profile: Profile?
        public let location: SourceLocation?
    }

    /// Claims about one layer, by its name.
    public struct LayerClaims: Hashable, Sendable {
        public let name: String
        public let location: SourceLocation?
        public let claims: [Claim]
    }

    public var claims: [Claim] = []
    public var layers: [LayerClaims] = []

    public init() {}

    public var claimCount: Int { claims.count + layers.map(\.claims.count).reduce(0, +) }
}
