/// What somebody claims about a network or a layer; `check` says whether it holds.
public struct Expectation: Hashable, Sendable {
    public struct Claim: Hashable, Sendable {
        public let subject: Subject
        public let location: SourceLocation?
    }

    public enum Subject: Hashable, Sendable {
        /// As it is written, in the network's layout.
        case output([Quantity])
        case parameters(Int)
        case trainable(Int)
        case macs(Int)
        case flops(Int)
        case receptiveField(Field)
        /// How many layers there are.
        case layers(Int)
    }

    public enum Field: Hashable, Sendable {
        case sizes([Int])
        case all
        /// `null`: it has no meaning.
        case none
    }

    public var claims: [Claim] = []
    /// By which profile counts are meant; nothing for the one that is asked for.
    public var profile: Profile?
    /// Claims about layers, by name.
    public var layers: [(name: String, location: SourceLocation?, claims: [Claim])] = []

    public init() {}

    public static func == (left: Expectation, right: Expectation) -> Bool {
        left.claims == right.claims && left.profile == right.profile
            && left.layers.map(\.name) == right.layers.map(\.name)
            && left.layers.map(\.claims) == right.layers.map(\.claims)
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(claims)
        hasher.combine(profile)
        hasher.combine(layers.map(\.name))
    }
}
