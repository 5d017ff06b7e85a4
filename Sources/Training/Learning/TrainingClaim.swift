import Execution
public import Networks
public import Tensors

/// What an experiment promises about the end of its runs.
public struct TrainingClaim: Sendable {
    public enum Measure: String, CaseIterable, Sendable {
        /// Of the held-out samples; of all where none are held out.
        case accuracy, loss
        case trainingAccuracy = "training-accuracy"
        case trainingLoss = "training-loss"
    }

    public enum Bound: Hashable, Sendable {
        case atLeast(Double)
        case atMost(Double)

        func holds(_ value: Double) -> Bool {
            switch self {
            case .atLeast(let bound): value >= bound
            case .atMost(let bound): value <= bound
            }
        }

        var words: String {
            switch self {
            case .atLeast(let bound): "at least \(bound)"
            case .atMost(let bound): "at most \(bound)"
            }
        }
    }

    public enum Statement: Sendable {
        case measure(Measure, Bound)
        /// A layer's kernels are those of known filters, one each: no tap is further off than this.
        case kernels(layer: String, [Filter], within: Double)
    }

    public var statement: Statement
    /// The only run that it is about; nothing: all.
    public var run: String?
    public var location: SourceLocation

    public init(_ statement: Statement, run: String? = nil, location: SourceLocation) {
        (self.statement, self.run, self.location) = (statement, run, location)
    }

    /// Whether a claim holds, and the numbers.
    public struct Outcome: Hashable, Sendable {
        public let holds: Bool
        /// `accuracy at least 0.97 claimed, it is 0.981`
        public let words: String
    }

    /// - Parameter state: At the end of the run.
    public func outcome(of state: TrainingState) -> Outcome {
        switch statement {
        case .measure(let measure, let bound):
            let claimed = "\(measure.rawValue) \(bound.words) claimed"
            guard let value = measure.value(in: state.record) else {
                return Outcome(holds: false, words: "\(claimed), but it has not been measured")
            }
            return Outcome(holds: bound.holds(Double(value)), words: "\(claimed), it is \(value)")
        case .kernels(let layer, let filters, let bound):
            let names = filters.map(\.name).joined(separator: ", ")
            let claimed = "\(layer): \(names) to \(bound) claimed"
            guard let weight = state.weights[layer, .weight],
                let difference = Self.difference(weight, filters.map { $0.kernels[0] })
            else { return Outcome(holds: false, words: "\(claimed), but its kernels are of another shape") }
            return Outcome(
                holds: Double(difference) <= bound, words: "\(claimed), the largest difference is \(difference)")
        }
    }

    /// The largest difference of a tap, the smaller kernel in the middle of the larger; nothing where they have no middle in common.
    ///
    /// - Parameters:
    ///   - weight: `[F, 1, kh, kw]`
    ///   - kernels: One for each of F, `[kh, kw]`.
    static func difference(_ weight: Tensor, _ kernels: [Tensor]) -> Float? {
        guard weight.shape.rank == 4, weight.shape[0] == kernels.count, weight.shape[1] == 1 else { return nil }
        var most: Float = 0
        for (index, kernel) in kernels.enumerated() {
            let learned = weight.slice(index).slice(0)
            let margins = zip(learned.shape, kernel.shape).map { $0 - $1 }
            guard kernel.shape.rank == 2, margins.allSatisfy({ $0 % 2 == 0 }) else { return nil }
            func tap(_ tensor: Tensor, _ y: Int, _ x: Int) -> Float {
                (0..<tensor.shape[0]).contains(y) && (0..<tensor.shape[1]).contains(x) ? tensor[y, x] : 0
            }
            let sizes = zip(learned.shape, kernel.shape).map { max($0, $1) }
            for y in 0..<sizes[0] {
                for x in 0..<sizes[1] {
                    let own = tap(learned, y - (sizes[0] - learned.shape[0]) / 2, x - (sizes[1] - learned.shape[1]) / 2)
                    let wanted = tap(kernel, y - (sizes[0] - kernel.shape[0]) / 2, x - (sizes[1] - kernel.shape[1]) / 2)
                    // No comparison holds for what is no number.
                    let difference = abs(own - wanted)
                    most = difference > most || difference.isNaN ? difference : most
                }
            }
        }
        return most
    }
}

extension TrainingClaim.Measure {
    func value(in record: TrainingRecord) -> Float? {
        guard let last = record.evaluations.last else { return nil }
        let score =
            switch self {
            case .accuracy, .loss: last.heldOut ?? last.training
            case .trainingAccuracy, .trainingLoss: last.training
            }
        switch self {
        case .accuracy, .trainingAccuracy: return score.accuracy
        case .loss, .trainingLoss: return score.loss
        }
    }
}
