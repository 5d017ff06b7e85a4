import Tensors

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What a loss says about one batch.
struct LossResult {
    /// The mean over the batch.
    var value: Double
    /// With respect to what the network gave.
    var gradient: Tensor
    /// How many classes were right; nothing where there are no classes.
    var right: Int?
}

extension Loss {
    /// - Parameters:
    ///   - outputs: `[N, …]`; for cross-entropy the scores that go into the softmax.
    ///   - targets: One for each sample, of the outputs' shape where they are values.
    func callAsFunction(_ outputs: Tensor, _ targets: Dataset.Targets) -> LossResult {
        switch (self, targets) {
        case (.crossEntropy, .classes(let classes, _)):
            return crossEntropy(outputs, classes)
        case (.meanSquaredError, .values(let values)):
            return squaredError(outputs, values)
        case (.meanSquaredError, .classes(let classes, _)):
            let wide = outputs.shape.elementCount / outputs.shape[0]
            var values = Tensor(outputs.shape)
            values.withUnsafeMutableElements { for (row, own) in classes.enumerated() { $0[row * wide + own] = 1 } }
            var result = squaredError(outputs, values)
            result.right = rightClasses(outputs, classes)
            return result
        case (.crossEntropy, .values):
            preconditionFailure("targets are checked before anything is trained")
        }
    }

    /// −ln softmax(s)ₖ = ln Σ eˢ − sₖ; its gradient is softmax(s) − 1ₖ, divided by the number of samples.
    private func crossEntropy(_ scores: Tensor, _ classes: [Int]) -> LossResult {
        let count = classes.count
        let wide = scores.shape.elementCount / count
        var (total, right) = (0.0, 0)
        let gradient = Tensor(scores.shape) { gradient in
            scores.withUnsafeElements { scores in
                for (row, own) in classes.enumerated() {
                    let start = row * wide
                    var greatest = start
                    for index in start..<start + wide where scores[index] > scores[greatest] { greatest = index }
                    if greatest == start + own { right += 1 }
                    var sum = 0.0
                    for index in start..<start + wide {
                        let power = exp(scores[index] - scores[greatest])
                        gradient[index] = power
                        sum += Double(power)
                    }
                    total += log(sum) - Double(scores[start + own] - scores[greatest])
                    let share = Float(1 / (sum * Double(count)))
                    for index in start..<start + wide { gradient[index] *= share }
                    gradient[start + own] -= 1 / Float(count)
                }
            }
        }
        return LossResult(value: total / Double(count), gradient: gradient, right: right)
    }

    /// Σ (y − t)²/n over all n values; its gradient is 2(y − t)/n.
    private func squaredError(_ outputs: Tensor, _ values: Tensor) -> LossResult {
        let count = outputs.shape.elementCount
        var total = 0.0
        let gradient = Tensor(outputs.shape) { gradient in
            outputs.withUnsafeElements { outputs in
                values.withUnsafeElements { values in
                    let factor = 2 / Float(count)
                    for index in 0..<count {
                        let distance = outputs[index] - values[index]
                        total += Double(distance) * Double(distance)
                        gradient[index] = distance * factor
                    }
                }
            }
        }
        return LossResult(value: total / Double(count), gradient: gradient)
    }

    private func rightClasses(_ outputs: Tensor, _ classes: [Int]) -> Int {
        let wide = outputs.shape.elementCount / classes.count
        return outputs.withUnsafeElements { outputs in
            classes.enumerated().count { row, own in
                let start = row * wide
                return (start..<start + wide).allSatisfy { $0 == start + own || outputs[$0] < outputs[start + own] }
            }
        }
    }
}
