import Tensors

/// Long short-term memory taken backward through its steps.
///
/// Source: Werbos, *Backpropagation through time: what it does and how to do it*, 1990.
struct RecurrenceBackward {
    /// `[4u, n]` and `[4u, u]`: the gates input, forget, cell, output, one after another.
    let inputWeights: Tensor
    let recurrentWeights: Tensor
    /// `[4u]` each.
    let inputBias: Tensor
    let recurrentBias: Tensor

    init(inputWeights: Tensor, recurrentWeights: Tensor, inputBias: Tensor, recurrentBias: Tensor) {
        (self.inputWeights, self.recurrentWeights) = (inputWeights, recurrentWeights)
        (self.inputBias, self.recurrentBias) = (inputBias, recurrentBias)
    }

    /// What a cotangent of the states means for the input `[N, T, n]`, both weights and the biases.
    struct Gradients {
        let input: Tensor
        let inputWeights: Tensor
        let recurrentWeights: Tensor
        /// Of either bias: they are added up.
        let bias: Tensor
    }

    private var units: Int { recurrentWeights.shape[1] }

    /// - Parameters:
    ///   - input: `[N, T, n]`.
    ///   - cotangent: Of the states after all steps, `[N, T, u]`, or of those after the last, `[N, u]`.
    /// - Throws: `ShapeError` where the sizes do not go together.
    func gradients(input: Tensor, cotangent: Tensor) throws -> Gradients {
        let (batch, count, features) = (input.shape[0], input.shape[1], input.shape[2])
        // Step by step, each a matrix with a row for each sample.
        let rows = input.permuted([1, 0, 2]).reshaped(to: [count * batch, features])
        let steps = try states(over: rows, count: count, batch: batch)
        let all = cotangent.shape.rank == 3 ? cotangent.permuted([1, 0, 2]) : nil
        var gates: [Tensor] = []
        var state = all == nil ? cotangent : Tensor([batch, units])
        var cell = Tensor([batch, units])
        for step in (0..<count).reversed() {
            if let all { state.combine(with: all.slice(step), by: +) }
            let before = step == 0 ? nil : steps[step - 1].cell
            gates.append(steps[step].gateGradients(ofState: state, cell: &cell, before: before))
            state = try MatrixProduct()(gates[gates.count - 1], recurrentWeights)
        }
        let gradient = Tensor.concatenated(gates.reversed(), axis: 0)
        let before = Tensor.concatenated([Tensor([batch, units])] + steps.dropLast().map(\.state), axis: 0)
        return Gradients(
            input: try MatrixProduct()(gradient, inputWeights)
                .reshaped(to: [count, batch, features]).permuted([1, 0, 2]),
            inputWeights: try MatrixProduct(transposesLeft: true)(gradient, rows),
            recurrentWeights: try MatrixProduct(transposesLeft: true)(gradient, before),
            bias: gradient.summedRows)
    }

    /// Forward once more, keeping what going back needs.
    private func states(over rows: Tensor, count: Int, batch: Int) throws -> [RecurrenceStep] {
        let inputParts = try MatrixProduct(transposesRight: true)(rows, inputWeights)
            .reshaped(to: [count, batch, 4 * units])
        var bias = inputBias
        bias.combine(with: recurrentBias, by: +)
        // Turned once, not at every step.
        let turned = recurrentWeights.permuted([1, 0])
        var steps: [RecurrenceStep] = []
        for step in 0..<count {
            var gates = inputParts.slice(step)
            if let last = steps.last { gates.combine(with: try MatrixProduct()(last.state, turned), by: +) }
            steps.append(RecurrenceStep(gates, bias, before: steps.last?.cell, units: units))
        }
        return steps
    }
}

/// One step of a batch: row for row what its gates let through and what it remembers.
private struct RecurrenceStep {
    /// σ, σ, tanh and σ of the gates' sums, `[N, 4u]`.
    let gates: Tensor
    /// `[N, u]` each: c, tanh c and h.
    let cell: Tensor
    let cellTangent: Tensor
    let state: Tensor

    /// - Parameters:
    ///   - sums: What the gates add up, `[N, 4u]`, but for the bias `[4u]`.
    ///   - before: The cells before; 0 at the first step.
    init(_ sums: Tensor, _ bias: Tensor, before: Tensor?, units: Int) {
        let batch = sums.shape[0]
        let gates = Self.opened(sums, bias, units: units)
        var cell = before ?? Tensor([batch, units])
        gates.withUnsafeElements { gates in
            cell.withUnsafeMutableElements { cell in
                for sample in 0..<batch {
                    let input = gates.baseAddress! + sample * 4 * units
                    let (forget, new, row) = (input + units, input + 2 * units, cell.baseAddress! + sample * units)
                    for unit in 0..<units { row[unit] = forget[unit] * row[unit] + input[unit] * new[unit] }
                }
            }
        }
        var state = cell.applying(.tangent)
        cellTangent = state
        gates.withUnsafeElements { gates in
            state.withUnsafeMutableElements { state in
                for sample in 0..<batch {
                    let output = gates.baseAddress! + (4 * sample + 3) * units
                    let row = state.baseAddress! + sample * units
                    for unit in 0..<units { row[unit] *= output[unit] }
                }
            }
        }
        (self.gates, self.cell, self.state) = (gates, cell, state)
    }

    private static func opened(_ sums: Tensor, _ bias: Tensor, units: Int) -> Tensor {
        var gates = sums
        bias.withUnsafeElements { bias in
            gates.withUnsafeMutableElements { gates in
                for sample in 0..<sums.shape[0] {
                    let row = gates.baseAddress! + sample * 4 * units
                    for index in 0..<4 * units { row[index] += bias[index] }
                    ElementFunction.sigmoid(row, into: row, count: 2 * units)
                    ElementFunction.tangent(row + 2 * units, into: row + 2 * units, count: units)
                    ElementFunction.sigmoid(row + 3 * units, into: row + 3 * units, count: units)
                }
            }
        }
        return gates
    }

    /// The cotangent of the gates' sums.
    ///
    /// - Parameters:
    ///   - state: The cotangent of this step's state.
    ///   - cell: That of its cells by way of later steps; becomes that of the cells before.
    ///   - before: The cells before; 0 at the first step.
    func gateGradients(ofState state: Tensor, cell: inout Tensor, before: Tensor?) -> Tensor {
        let (batch, units) = (state.shape[0], state.shape[1])
        return Tensor(gates.shape) { gradient in
            withElements(of: gates, cellTangent, before ?? Tensor(state.shape), state) { elements in
                let (tangents, before, state) = (elements[1], elements[2], elements[3])
                cell.withUnsafeMutableElements { cell in
                    for sample in 0..<batch {
                        for unit in 0..<units {
                            let (place, row) = (sample * units + unit, sample * 4 * units + unit)
                            let (gate, target) = (elements[0] + row, gradient.baseAddress! + row)
                            let (input, forget, new, output) = (gate[0], gate[units], gate[2 * units], gate[3 * units])
                            let tangent = tangents[place]
                            let own = cell[place] + state[place] * output * (1 - tangent * tangent)
                            target[0] = own * new * input * (1 - input)
                            target[units] = own * before[place] * forget * (1 - forget)
                            target[2 * units] = own * input * (1 - new * new)
                            target[3 * units] = state[place] * tangent * output * (1 - output)
                            cell[place] = own * forget
                        }
                    }
                }
            }
        }
    }
}
