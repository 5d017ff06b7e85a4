public import Tensors

/// What was seen of one run while it learned: what figures of training are drawn from.
///
/// A step is one update of the weights; step 0 is before the first.
public struct TrainingRecord: Sendable {
    /// The experiment's.
    public var title: String
    /// The run's: `seed 2`, `He`; empty where there is only one.
    public var name: String
    /// The network's.
    public var network: String
    public var loss: Loss
    public var stepsPerEpoch: Int
    /// The names of the layers with weights, in the network's order.
    public var layers: [String]

    /// The loss of each step's batch, before its update: element 0 belongs to step 1.
    public var losses: [Float] = []
    /// At step 0 and after each epoch.
    public var evaluations: [Evaluation] = []
    /// In order of their steps, the first at step 0.
    public var snapshots: [Snapshot] = []
    /// Of the held-out samples, at the end.
    public var predictions: Predictions?

    public init(
        title: String, name: String = "", network: String, loss: Loss, stepsPerEpoch: Int, layers: [String]
    ) {
        (self.title, self.name, self.network, self.loss) = (title, name, network, loss)
        (self.stepsPerEpoch, self.layers) = (stepsPerEpoch, layers)
    }

    /// How well the network does, without learning from it.
    public struct Evaluation: Hashable, Sendable {
        public var step: Int
        public var training: Score
        /// On the samples that it does not learn from.
        public var heldOut: Score?

        public init(step: Int, training: Score, heldOut: Score?) {
            (self.step, self.training, self.heldOut) = (step, training, heldOut)
        }
    }

    public struct Score: Hashable, Sendable {
        public var loss: Float
        /// The share of right classes, from 0 to 1; nothing where there are no classes.
        public var accuracy: Float?

        public init(loss: Float, accuracy: Float?) { (self.loss, self.accuracy) = (loss, accuracy) }
    }

    /// The network at one step.
    public struct Snapshot: Sendable {
        public var step: Int
        /// By layer, `[F, C, k…]`.
        public var kernels: [String: Tensor] = [:]
        /// By layer, of its outputs for the same few samples each time.
        public var activations: [String: ValueHistogram] = [:]
        /// By layer; that of the batch that the next step learns from.
        public var gradients: [String: GradientSize] = [:]

        public init(step: Int) { self.step = step }
    }

    /// The gradient of a layer's weights (biases are not counted), and the weights themselves: root mean squares.
    public struct GradientSize: Hashable, Sendable {
        public var gradient: Float
        public var weight: Float

        public init(gradient: Float, weight: Float) { (self.gradient, self.weight) = (gradient, weight) }
    }

    /// What the trained network says about the held-out samples.
    public struct Predictions: Sendable {
        public var classes: [String]
        /// The right class of each sample.
        public var labels: [Int]
        /// `[N, classes]`, probabilities.
        public var probabilities: Tensor
        /// Samples that it gets wrong, the surest first, at most a few dozen.
        public var mistakes: [Mistake]

        public init(classes: [String], labels: [Int], probabilities: Tensor, mistakes: [Mistake]) {
            (self.classes, self.labels) = (classes, labels)
            (self.probabilities, self.mistakes) = (probabilities, mistakes)
        }
    }

    public struct Mistake: Sendable {
        /// Among the held-out samples.
        public var index: Int
        /// `[C, H, W]`, from 0 to 1.
        public var image: Tensor

        public init(index: Int, image: Tensor) { (self.index, self.image) = (index, image) }
    }
}

/// How values are spread.
public struct ValueHistogram: Hashable, Sendable {
    /// Of the bins: the least and the greatest value.
    public var range: ClosedRange<Float>
    /// The share of the values in each bin, from 0 to 1.
    public var shares: [Float]
    /// The share of exact zeros, which the bins count as well.
    public var zeros: Float
    public var mean: Float
    public var deviation: Float

    public init(range: ClosedRange<Float>, shares: [Float], zeros: Float, mean: Float, deviation: Float) {
        (self.range, self.shares, self.zeros) = (range, shares, zeros)
        (self.mean, self.deviation) = (mean, deviation)
    }
}
