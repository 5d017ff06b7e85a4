public import Execution
public import Networks

/// A training that can be run: what learns, from what, and how.
///
/// Everything that is random comes from `seed`, so that a run can be repeated, and taken up again at any step.
public struct Experiment: Sendable {
    /// One training of it; an experiment that compares has several.
    public struct Run: Sendable {
        /// `seed 2`, `He`; empty where there is only one.
        public var name: String
        public var network: Network
        public var initializer: Initializer
        public var seed: UInt64
        public var optimizer: Optimizer
        public var schedule: Schedule
        /// The learning rate at the start.
        public var rate: Float
        /// λ: how much of itself each weight loses.
        public var weightDecay: Float
        /// Weights that it begins with; drawn unless given.
        public var weights: NetworkWeights?

        public init(
            name: String = "", network: Network, initializer: Initializer = .he, seed: UInt64 = 0,
            optimizer: Optimizer = .adam, schedule: Schedule = .constant, rate: Float? = nil, weightDecay: Float = 0,
            weights: NetworkWeights? = nil
        ) {
            (self.name, self.network, self.initializer, self.seed) = (name, network, initializer, seed)
            (self.optimizer, self.schedule, self.rate) = (optimizer, schedule, rate ?? optimizer.usualRate)
            (self.weightDecay, self.weights) = (weightDecay, weights)
        }

        /// The name of the folder for a run of this name: what file systems do not take becomes a dash.
        public static func folder(_ name: String) -> String {
            let kept = name.map { $0.isASCII && ($0.isLetter || $0.isNumber) || "._-".contains($0) ? $0 : "-" }
            return kept.first == "." ? "-" + String(kept.dropFirst()) : String(kept)
        }
    }

    public var title: String
    public var runs: [Run]
    public var loss: Loss
    /// λ of λ·mean|a|, and the layer whose outputs a are to be mostly zero; nothing unless asked for. It pulls
    /// at the weights, but is no part of the loss that is told: that can then be compared with the held-out one.
    public var sparsity: (layer: String, weight: Float)?
    public var epochs: Int
    public var batchSize: Int
    /// How far augmentation moves samples at most, along each spatial axis; what comes in from outside is zero.
    public var shift: Int
    public var recording: Recording

    public init(
        title: String, runs: [Run], loss: Loss, sparsity: (layer: String, weight: Float)? = nil, epochs: Int = 10,
        batchSize: Int = 32, shift: Int = 0, recording: Recording = Recording()
    ) {
        (self.title, self.runs, self.loss, self.sparsity) = (title, runs, loss, sparsity)
        (self.epochs, self.batchSize, self.shift, self.recording) = (epochs, batchSize, shift, recording)
    }
}

/// What is written down while a network learns.
public struct Recording: Hashable, Sendable {
    /// Layers whose kernels are kept; the first convolution unless given.
    public var kernels: [String] = []
    /// Layers whose outputs' histograms are kept.
    public var activations: [String] = []
    /// Whether the size of every layer's gradient is kept.
    public var gradients = true
    /// About how many times during a run, spread so that the early steps, where most happens, are seen more closely.
    public var snapshots = 24

    public init() {}
}
