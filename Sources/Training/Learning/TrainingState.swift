public import Execution

/// All that a training needs to go on from: what is the same here is the same ever after, bit for bit.
public struct TrainingState: Sendable {
    /// Updates of the weights that have been made.
    public var step: Int
    public var weights: NetworkWeights
    /// What the optimiser keeps of past gradients, under its names for them: `momentum`, or `first` and `second`.
    public var moments: [String: NetworkWeights]
    public var record: TrainingRecord

    public init(
        step: Int = 0, weights: NetworkWeights, moments: [String: NetworkWeights] = [:], record: TrainingRecord
    ) {
        (self.step, self.weights, self.moments, self.record) = (step, weights, moments, record)
    }
}

/// A run that goes on step by step, and can be left and taken up again after any of them.
///
/// Everything that happens is decided by the experiment, the data and ``state``.
public protocol SteppedTraining {
    var state: TrainingState { get }
    /// How many steps the whole run has.
    var stepCount: Int { get }
    /// The next update of the weights, and what is recorded after it.
    ///
    /// - Precondition: Not ``isDone``.
    mutating func step() throws
}

extension SteppedTraining {
    public var isDone: Bool { state.step >= stepCount }
}
