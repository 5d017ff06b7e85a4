public import Execution

/// All that a run needs to go on: the same data and experiment give the same bits from here, however often it was stopped.
public struct TrainingState: Sendable {
    /// Updates that have been made.
    public var step: Int
    public var weights: NetworkWeights
    /// What the optimiser remembers of each weight's gradients, by name: `first`, `second`.
    public var moments: [String: NetworkWeights]
    public var record: TrainingRecord

    public init(
        step: Int = 0, weights: NetworkWeights, moments: [String: NetworkWeights] = [:], record: TrainingRecord
    ) {
        (self.step, self.weights, self.moments, self.record) = (step, weights, moments, record)
    }
}
