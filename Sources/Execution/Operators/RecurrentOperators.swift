import Tensors

extension OperatorRun {
    /// Source: Elman, *Finding structure in time*, 1990.
    func rnn() throws(OperatorProblem) -> [Value] {
        let network = try RecurrentNetwork(self, gates: 1, defaults: [.tanh])
        return network.run { step in
            let count = step.hidden
            step.multiply(gate: 0, count: 1)
            for row in 0..<step.batch {
                let sums = step.sums + row * count
                for unit in 0..<count { sums[unit] += step.input(row)[unit] + step.recurrentBias[unit] }
                step.activate(0, sums, count)
                (step.state + row * count).update(from: sums, count: count)
            }
        }
    }

    /// Source: Cho et al., 2014; with `linear_before_reset` as cuDNN and PyTorch have it.
    func gru() throws(OperatorProblem) -> [Value] {
        let network = try RecurrentNetwork(self, gates: 3, defaults: [.sigmoid, .tanh])
        let resetsLast = try attributes.flag("linear_before_reset")
        return network.run { step in
            let count = step.hidden
            let width = 3 * count
            step.multiply(gate: 0, count: resetsLast ? 3 : 2)
            for row in 0..<step.batch {
                let (sums, input) = (step.sums + row * width, step.input(row))
                for place in 0..<2 * count { sums[place] += input[place] + step.recurrentBias[place] }
                step.activate(0, sums, 2 * count)
                let reset = sums + count
                if resetsLast {
                    for unit in 0..<count {
                        sums[2 * count + unit] =
                            input[2 * count + unit]
                            + reset[unit] * (sums[2 * count + unit] + step.recurrentBias[2 * count + unit])
                    }
                } else {
                    // What the next product is to read.
                    for unit in 0..<count {
                        step.scratch[row * count + unit] = step.state[row * count + unit] * reset[unit]
                    }
                }
            }
            if !resetsLast { step.multiply(gate: 2, count: 1, from: step.scratch) }
            for row in 0..<step.batch {
                let (sums, input, state) = (step.sums + row * width, step.input(row), step.state + row * count)
                let new = sums + 2 * count
                if !resetsLast {
                    for unit in 0..<count {
                        new[unit] += input[2 * count + unit] + step.recurrentBias[2 * count + unit]
                    }
                }
                step.activate(1, new, count)
                for unit in 0..<count { state[unit] = (1 - sums[unit]) * new[unit] + sums[unit] * state[unit] }
            }
        }
    }

    /// Source: Hochreiter and Schmidhuber, *Long short-term memory*, 1997; peepholes, Gers and Schmidhuber, 2000.
    func lstm() throws(OperatorProblem) -> [Value] {
        let network = try RecurrentNetwork(self, gates: 4, defaults: [.sigmoid, .tanh, .tanh], hasCells: true)
        let couples = try attributes.flag("input_forget")
        return network.run { step in
            let count = step.hidden
            step.multiply(gate: 0, count: 4)
            for row in 0..<step.batch {
                let (sums, input) = (step.sums + row * 4 * count, step.input(row))
                let (state, cell) = (step.state + row * count, step.cells + row * count)
                let (enter, leave, forget, new) = (sums, sums + count, sums + 2 * count, sums + 3 * count)
                for place in 0..<4 * count { sums[place] += input[place] + step.recurrentBias[place] }
                for unit in 0..<count {
                    enter[unit] += step.peepholes[unit] * cell[unit]
                    forget[unit] += step.peepholes[2 * count + unit] * cell[unit]
                }
                step.activate(0, enter, count)
                step.activate(0, forget, count)
                if couples { for unit in 0..<count { forget[unit] = 1 - enter[unit] } }
                step.activate(1, new, count)
                for unit in 0..<count {
                    cell[unit] = forget[unit] * cell[unit] + enter[unit] * new[unit]
                    leave[unit] += step.peepholes[count + unit] * cell[unit]
                }
                step.activate(0, leave, count)
                state.update(from: cell, count: count)
                step.activate(2, state, count, clipping: false)
                for unit in 0..<count { state[unit] *= leave[unit] }
            }
        }
    }
}

/// One moment of one direction: what a cell reads and writes, all rows of a batch.
struct RecurrentStep {
    let batch: Int
    let hidden: Int
    let gates: Int
    let clip: Float
    let activations: ArraySlice<RecurrentActivation>
    /// `[gates · hidden, hidden]`
    let weights: UnsafePointer<Float>
    let recurrentBias: UnsafePointer<Float>
    let peepholes: UnsafePointer<Float>
    /// By row, the input's part of the gates, its bias added.
    let inputs: [UnsafePointer<Float>]
    /// `[batch, gates · hidden]`
    let sums: UnsafeMutablePointer<Float>
    let state: UnsafeMutablePointer<Float>
    let cells: UnsafeMutablePointer<Float>
    let scratch: UnsafeMutablePointer<Float>

    func input(_ row: Int) -> UnsafePointer<Float> { inputs[row] }

    /// The state's part of some gates into their place in ``sums``.
    func multiply(gate: Int, count: Int, from source: UnsafeMutablePointer<Float>? = nil) {
        let units = count * hidden
        withUnsafeTemporaryAllocation(of: Float.self, capacity: batch * units) { product in
            MatrixProduct(transposesRight: true).run(
                rows: batch, columns: units, depth: hidden,
                UnsafeBufferPointer(start: source ?? state, count: batch * hidden),
                UnsafeBufferPointer(start: weights + gate * hidden * hidden, count: units * hidden), into: product)
            for row in 0..<batch {
                (sums + row * gates * hidden + gate * hidden)
                    .update(from: product.baseAddress! + row * units, count: units)
            }
        }
    }

    func activate(_ index: Int, _ values: UnsafeMutablePointer<Float>, _ count: Int, clipping: Bool = true) {
        if clipping, clip < .infinity {
            let limits = Clipping(least: -clip, greatest: clip)
            for place in 0..<count { values[place] = limits.value(values[place]) }
        }
        activations[activations.startIndex + index].apply(values, count)
    }
}
