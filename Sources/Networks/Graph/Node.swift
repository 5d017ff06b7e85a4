/// A layer in its network, with everything that is known about it.
public struct Node: Sendable {
    /// Where what it reads comes from.
    public enum Source: Hashable, Sendable {
        case input(Int)
        case node(Int)
    }

    public let name: String
    public let layer: Layer
    /// A fused batch normalisation, before the activation.
    public let normalization: BatchNorm?
    /// A fused activation.
    public let activation: Activation?
    public let sources: [Source]
    public let isFrozen: Bool
    public let groups: [LayerDescription.Group]
    public let location: SourceLocation?
    public let expectation: Expectation?
    public let assumption: String?

    /// The shapes that it reads.
    public let inputs: [FeatureShape]
    /// What comes out, and how.
    public let inference: Inference
    /// What each unit sees of the network's input.
    public let field: ReceptiveField

    public var output: FeatureShape { inference.shape }
}
