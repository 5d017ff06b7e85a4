import Execution
import Networks
import Tensors

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// One tensor that learns, and what its optimiser remembers of its gradients.
struct Parameter {
    let layer: String
    let role: ParameterTensor.Role
    var value: Tensor
    /// Momentum, or the mean of the gradients; empty where the optimiser needs none.
    var first: Tensor
    /// The mean of their squares.
    var second: Tensor

    init(_ layer: String, _ role: ParameterTensor.Role, _ value: Tensor, _ optimizer: Optimizer) {
        (self.layer, self.role, self.value) = (layer, role, value)
        switch optimizer {
        case .sgd(let momentum, _):
            (first, second) = (momentum == 0 ? Tensor([0]) : Tensor(value.shape), Tensor([0]))
        case .adam:
            (first, second) = (Tensor(value.shape), Tensor(value.shape))
        }
    }

    /// One update.
    ///
    /// - Parameters:
    ///   - step: From 1.
    ///   - decay: λ; weights that only shift or scale lose it as well, as in PyTorch.
    mutating func follow(_ gradient: Tensor, _ optimizer: Optimizer, rate: Float, decay: Float, step: Int) {
        precondition(gradient.shape == value.shape, "a gradient \(gradient.shape) for \(value.shape)")
        let count = value.shape.elementCount
        gradient.withUnsafeElements { gradient in
            value.withUnsafeMutableElements { weights in
                first.withUnsafeMutableElements { first in
                    second.withUnsafeMutableElements { second in
                        nonisolated(unsafe) let (gradient, weights) = (gradient.baseAddress!, weights.baseAddress!)
                        nonisolated(unsafe) let (first, second) = (first.baseAddress, second.baseAddress)
                        Parallelism.split(count, work: 4 * Double(count)) { range in
                            optimizer.update(
                                range, weights, gradient, first, second, rate: rate, decay: decay, step: step)
                        }
                    }
                }
            }
        }
    }
}

extension Optimizer {
    /// Every weight of a range on its own.
    fileprivate func update(
        _ range: Range<Int>, _ weights: UnsafeMutablePointer<Float>, _ gradient: UnsafePointer<Float>,
        _ first: UnsafeMutablePointer<Float>?, _ second: UnsafeMutablePointer<Float>?, rate: Float, decay: Float,
        step: Int
    ) {
        switch self {
        case .sgd(let momentum, let nesterov):
            guard momentum != 0, let velocity = first else {
                for index in range { weights[index] -= rate * (gradient[index] + decay * weights[index]) }
                return
            }
            // The first step has no past: PyTorch begins with the gradient itself, which zeros give as well.
            for index in range {
                let own = gradient[index] + decay * weights[index]
                velocity[index] = momentum * velocity[index] + own
                weights[index] -= rate * (nesterov ? own + momentum * velocity[index] : velocity[index])
            }
        case .adam(let beta1, let beta2, let epsilon, let decouplesDecay):
            guard let mean = first, let square = second else { return }
            // Both means begin at zero: divided by what they would be of a constant 1.
            let correction = Float(1 - pow(Double(beta1), Double(step)))
            let root = Float((1 - pow(Double(beta2), Double(step))).squareRoot())
            let size = rate / correction
            let shrink = decouplesDecay ? 1 - rate * decay : 1
            let added = decouplesDecay ? 0 : decay
            for index in range {
                let own = gradient[index] + added * weights[index]
                mean[index] = beta1 * mean[index] + (1 - beta1) * own
                square[index] = beta2 * square[index] + (1 - beta2) * own * own
                weights[index] =
                    shrink * weights[index] - size * mean[index] / (square[index].squareRoot() / root + epsilon)
            }
        }
    }
}
