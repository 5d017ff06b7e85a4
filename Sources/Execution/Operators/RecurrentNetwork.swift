import Tensors

/// What RNN, GRU and LSTM have in common: sequences, directions, states.
struct RecurrentNetwork {
    private enum Direction: String, CaseIterable { case forward, reverse, bidirectional }

    private let directions: [Bool]
    private let length: Int
    private let batch: Int
    private let hidden: Int
    private let gates: Int
    private let isBatchFirst: Bool
    private let hasCells: Bool
    private let clip: Float
    private let activations: [RecurrentActivation]
    private let lengths: [Int]
    /// `[length, batch, features]`, `[directions, gates · hidden, features]` and so on.
    private let input: Tensor
    private let weights: Tensor
    private let recurrentWeights: Tensor
    private let bias: Tensor
    private let peepholes: Tensor
    private let initialState: Tensor
    private let initialCells: Tensor

    init(
        _ run: OperatorRun, gates: Int, defaults: [RecurrentActivation.Kind], hasCells: Bool = false
    ) throws(OperatorProblem) {
        let attributes = run.attributes
        directions =
            switch try attributes.choice("direction", default: Direction.forward) {
            case .forward: [false]
            case .reverse: [true]
            case .bidirectional: [false, true]
            }
        isBatchFirst = try attributes.flag("layout")
        self.gates = gates
        self.hasCells = hasCells
        clip = try attributes.float("clip") ?? .infinity
        activations = try RecurrentActivation.all(attributes, defaults: defaults, directions: directions.count)

        let given = try run.float(0)
        guard given.shape.rank == 3 else { throw .inputRank(0, shape: given.shape, needs: "rank 3") }
        guard given.shape.elementCount > 0 else { throw .inputShape(0, shape: given.shape, needs: "one with elements") }
        input = isBatchFirst ? try Value.float(given).transposed([1, 0, 2]).floats : given
        (length, batch) = (input.shape[0], input.shape[1])

        recurrentWeights = try run.float(2)
        let count = directions.count
        guard recurrentWeights.shape.rank == 3 else {
            throw .inputRank(2, shape: recurrentWeights.shape, needs: "rank 3")
        }
        hidden = recurrentWeights.shape[2]
        _ = try Shape(checked: [length, batch, gates, hidden])
        guard hidden > 0, recurrentWeights.shape == Shape([count, gates * hidden, hidden]) else {
            throw .inputShape(
                2, shape: recurrentWeights.shape, needs: "\(count) × \(gates) hidden sizes × one hidden size")
        }
        if let size = try attributes.int("hidden_size"), size != hidden {
            throw .attributeValue("hidden_size", given: "\(size)", needs: "the recurrent weights' \(hidden)")
        }
        weights = try run.float(
            1, shape: Shape([count, gates * hidden, input.shape[2]]), "directions × gates · hidden × features")
        bias =
            run.has(3)
            ? try run.float(3, shape: Shape([count, 2 * gates * hidden]), "directions × 2 · gates · hidden")
            : Tensor(Shape([count, 2 * gates * hidden]))
        lengths = try run.optionalIntegers(4) ?? [Int](repeating: length, count: batch)
        guard lengths.count == batch, lengths.allSatisfy((0...length).contains) else {
            throw .inputValue(4, given: "\(lengths)", needs: "a length up to \(length) for each of \(batch) sequences")
        }
        initialState = try Self.state(run, 5, isBatchFirst, [count, batch, hidden])
        initialCells = hasCells ? try Self.state(run, 6, isBatchFirst, [count, batch, hidden]) : initialState
        peepholes =
            hasCells && run.has(7)
            ? try run.float(7, shape: Shape([count, 3 * hidden]), "directions × 3 · hidden")
            : Tensor(Shape([count, 3 * hidden]))
    }

    private static func state(
        _ run: OperatorRun, _ index: Int, _ isBatchFirst: Bool, _ sizes: [Int]
    ) throws(OperatorProblem) -> Tensor {
        guard run.has(index) else { return Tensor(Shape(sizes)) }
        guard isBatchFirst else { return try run.float(index, shape: Shape(sizes), "directions × batch × hidden") }
        let given = try run.float(index, shape: Shape([sizes[1], sizes[0], sizes[2]]), "batch × directions × hidden")
        return try Value.float(given).transposed([1, 0, 2]).floats
    }

    /// Every direction through its sequences, `cell` doing one moment.
    func run(_ cell: (RecurrentStep) -> Void) -> [Value] {
        let count = directions.count
        var outputs = [Float](repeating: 0, count: length * count * batch * hidden)
        var states = initialState.elements
        var cells = initialCells.elements
        for (direction, isReversed) in directions.enumerated() {
            run(cell, direction, isReversed, &outputs, &states, &cells)
        }
        return arranged(outputs, states, cells)
    }

    private func run(
        _ cell: (RecurrentStep) -> Void, _ direction: Int, _ isReversed: Bool, _ outputs: inout [Float],
        _ states: inout [Float], _ cells: inout [Float]
    ) {
        let width = gates * hidden
        let projected = projection(direction)
        let size = batch * hidden
        var state = Array(states[direction * size..<(direction + 1) * size])
        var memory = Array(cells[direction * size..<(direction + 1) * size])
        var sums = [Float](repeating: 0, count: batch * width)
        var scratch = [Float](repeating: 0, count: size)
        let perDirection = activations.count / directions.count

        projected.withUnsafeBufferPointer { projected in
            recurrentWeights.withUnsafeElements { weights in
                bias.withUnsafeElements { bias in
                    peepholes.withUnsafeElements { peepholes in
                        for moment in 0..<length {
                            let times = lengths.map { isReversed ? $0 - 1 - moment : moment }
                            let before = (state, memory)
                            state.withUnsafeMutableBufferPointer { state in
                                memory.withUnsafeMutableBufferPointer { memory in
                                    sums.withUnsafeMutableBufferPointer { sums in
                                        scratch.withUnsafeMutableBufferPointer { scratch in
                                            cell(
                                                RecurrentStep(
                                                    batch: batch, hidden: hidden, gates: gates, clip: clip,
                                                    activations: activations[
                                                        direction * perDirection..<(direction + 1) * perDirection],
                                                    weights: weights.baseAddress! + direction * width * hidden,
                                                    recurrentBias: bias.baseAddress! + (2 * direction + 1) * width,
                                                    peepholes: peepholes.baseAddress! + direction * 3 * hidden,
                                                    inputs: times.enumerated().map { row, time in
                                                        let time = min(max(time, 0), length - 1)
                                                        return projected.baseAddress! + (time * batch + row) * width
                                                    },
                                                    sums: sums.baseAddress!, state: state.baseAddress!,
                                                    cells: memory.baseAddress!, scratch: scratch.baseAddress!))
                                        }
                                    }
                                }
                            }
                            for row in 0..<batch {
                                let place = row * hidden..<(row + 1) * hidden
                                guard moment < lengths[row] else {
                                    // This sequence has ended: its states stay.
                                    state.replaceSubrange(place, with: before.0[place])
                                    memory.replaceSubrange(place, with: before.1[place])
                                    continue
                                }
                                let start = ((times[row] * directions.count + direction) * batch + row) * hidden
                                for unit in 0..<hidden { outputs[start + unit] = state[row * hidden + unit] }
                            }
                        }
                    }
                }
            }
        }
        states.replaceSubrange(direction * size..<(direction + 1) * size, with: state)
        cells.replaceSubrange(direction * size..<(direction + 1) * size, with: memory)
    }

    /// The input's part of every gate at every moment: `[length · batch, gates · hidden]`, its bias added.
    private func projection(_ direction: Int) -> [Float] {
        let (width, features) = (gates * hidden, input.shape[2])
        let rows = length * batch
        return [Float](unsafeUninitializedCapacity: rows * width) { output, count in
            input.withUnsafeElements { input in
                weights.withUnsafeElements { weights in
                    MatrixProduct(transposesRight: true).run(
                        rows: rows, columns: width, depth: features, input,
                        UnsafeBufferPointer(
                            rebasing: weights[(direction * width * features)..<((direction + 1) * width * features)]),
                        into: UnsafeMutableBufferPointer(rebasing: output[0..<rows * width]))
                }
            }
            bias.withUnsafeElements { bias in
                let start = bias.baseAddress! + 2 * direction * width
                for row in 0..<rows {
                    for place in 0..<width { output[row * width + place] += start[place] }
                }
            }
            count = rows * width
        }
    }

    /// Y, Y_h and, where there are cells, Y_c, axes in the order of the layout.
    private func arranged(_ outputs: [Float], _ states: [Float], _ cells: [Float]) -> [Value] {
        let count = directions.count
        var values = [Value.float(Tensor(Shape([length, count, batch, hidden]), outputs))]
        for state in hasCells ? [states, cells] : [states] {
            values.append(.float(Tensor(Shape([count, batch, hidden]), state)))
        }
        guard isBatchFirst else { return values }
        return values.enumerated().map { index, value in
            // Transposing what is there cannot fail.
            (try? value.transposed(index == 0 ? [2, 0, 1, 3] : [1, 0, 2])) ?? value
        }
    }
}
