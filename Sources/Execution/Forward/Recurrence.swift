import Tensors

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension Tensor {
    /// Long short-term memory over `[N, T, n]`: the last state `[N, u]`, or all of them `[N, T, u]`.
    ///
    /// Weights `[4u, n]` and `[4u, u]` hold the gates input, forget, cell, output, one after another (PyTorch's order).
    func lstm(
        units: Int, returnsSequences: Bool, inputWeights: Tensor, recurrentWeights: Tensor, inputBias: Tensor,
        recurrentBias: Tensor
    ) -> Tensor {
        let (batch, steps) = (shape[0], shape[1])
        // The inputs' part of all gates at once.
        let gates = dense(weights: inputWeights, bias: inputBias)
        var states: [Float] = []
        for sample in 0..<batch {
            var state = [Float](repeating: 0, count: units)
            var cell = state
            for step in 0..<steps {
                let own = Tensor([1, units], state).dense(weights: recurrentWeights, bias: recurrentBias)
                let start = (sample * steps + step) * 4 * units
                func gate(_ index: Int, _ unit: Int) -> Float {
                    gates.elements[start + index * units + unit] + own.elements[index * units + unit]
                }
                for unit in 0..<units {
                    let input = 1 / (1 + exp(-gate(0, unit)))
                    let forget = 1 / (1 + exp(-gate(1, unit)))
                    let output = 1 / (1 + exp(-gate(3, unit)))
                    cell[unit] = forget * cell[unit] + input * tanh(gate(2, unit))
                    state[unit] = output * tanh(cell[unit])
                }
                if returnsSequences { states += state }
            }
            if !returnsSequences { states += state }
        }
        return Tensor(returnsSequences ? [batch, steps, units] : [batch, units], states)
    }
}
