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
    /// `[N, u]` each.
    let cell: Tensor
    let cellTangent: Tensor
    let state: Tensor

    /// - Parameters:
    ///   - sums: What the gates add up, `[N, 4u]`, but for the bias `[4u]`.
    ///   - before: The cells before; 0 at the first step.
    init(_ sums: Tensor, _ bias: Tensor, before: Tensor?, units: Int) {
        let batch = sums.shape[0]
        var gates = sums
        gates.withUnsafeMutableElements { gates in
            for sample in 0..<batch {
                let row = gates.baseAddress! + sample * 4 * units
                bias.withUnsafeElements { bias in for index in bias.indices { row[index] += bias[index] } }
                ElementFunction.sigmoid(row, into: row, count: 2 * units)
                ElementFunction.tangent(row + 2 * units, into: row + 2 * units, count: units)
                ElementFunction.sigmoid(row + 3 * units, into: row + 3 * units, count: units)
            }
        }
        var cell = before ?? Tensor([batch, units])
        cell.withUnsafeMutableElements { cell in
            gates.withUnsafeElements { gates in
                for sample in 0..<batch {
                    let row = gates.baseAddress! + sample * 4 * units
                    for unit in 0..<units {
                        let place = sample * units + unit
                        cell[place] = row[units + unit] * cell[place] + row[unit] * row[2 * units + unit]
                    }
                }
            }
        }
        var state = cell.applying(.tangent)
        cellTangent = state
        state.withUnsafeMutableElements { state in
            gates.withUnsafeElements { gates in
                for place in state.indices {
                    state[place] *= gates[(place / units * 4 + 3) * units + place % units]
                }
            }
        }
        (self.gates, self.cell, self.state) = (gates, cell, state)
    }

    /// The cotangent of the gates' sums.
    ///
    /// - Parameters:
    ///   - state: The cotangent of this step's state.
    ///   - cell: That of its cells by way of later steps; becomes that of the cells before.
    ///   - before: The cells before; 0 at the first step.
    func gateGradients(ofState state: Tensor, cell: inout Tensor, before: Tensor?) -> Tensor {
        let (batch, units) = (state.shape[0], state.shape[1])
        let before = before ?? Tensor([batch, units])
        return Tensor(gates.shape) { gradient in
            cell.withUnsafeMutableElements { cell in
                gates.withUnsafeElements { gates in
                    cellTangent.withUnsafeElements { tangents in
                        before.withUnsafeElements { before in
                            state.withUnsafeElements { state in
                                for sample in 0..<batch {
                                    let gate = gates.baseAddress! + sample * 4 * units
                                    let target = gradient.baseAddress! + sample * 4 * units
                                    for unit in 0..<units {
                                        let place = sample * units + unit
                                        let (input, forget) = (gate[unit], gate[units + unit])
                                        let (new, output) = (gate[2 * units + unit], gate[3 * units + unit])
                                        let tangent = tangents[place]
                                        let own = cell[place] + state[place] * output * (1 - tangent * tangent)
                                        target[unit] = own * new * input * (1 - input)
                                        target[units + unit] = own * before[place] * forget * (1 - forget)
                                        target[2 * units + unit] = own * input * (1 - new * new)
                                        target[3 * units + unit] = state[place] * tangent * output * (1 - output)
                                        cell[place] = own * forget
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

extension Tensor {
    /// The sum of all rows of a matrix: `[m, n]` gives `[n]`.
    var summedRows: Tensor {
        let columns = shape[1]
        var sums = Tensor([columns])
        sums.withUnsafeMutableElements { sums in
            withUnsafeElements { elements in
                for row in 0..<shape[0] {
                    for column in 0..<columns { sums[column] += elements[row * columns + column] }
                }
            }
        }
        return sums
    }
}
