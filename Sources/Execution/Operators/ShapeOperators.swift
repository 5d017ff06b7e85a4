import Tensors

/// Shapes changed, elements left where they are, or moved as whole axes.
extension OperatorRun {
    private func reshaped(_ value: Value, to sizes: [Int]) throws(OperatorProblem) -> Value {
        let shape = try Shape(checked: sizes)
        guard shape.elementCount == value.shape.elementCount else { throw .countChanges(from: value.shape, to: sizes) }
        return value.reshaped(to: shape)
    }

    /// -1 is what is left over, 0 the input's own size there.
    func reshape() throws(OperatorProblem) -> Value {
        let input = try value(0)
        guard let wanted = try integers(attribute: "shape", input: 1, fromOpset: 5) else {
            throw opset >= 5 ? .missingInput(1) : .missingAttribute("shape")
        }
        let keepsZeros = try attributes.flag("allowzero")
        var sizes: [Int] = []
        for (axis, size) in wanted.enumerated() {
            if size == 0, !keepsZeros {
                guard axis < input.shape.rank else { throw .countChanges(from: input.shape, to: wanted) }
                sizes.append(input.shape[axis])
            } else {
                sizes.append(size)
            }
        }
        let open = sizes.indices.filter { sizes[$0] == -1 }
        guard open.count <= 1 else {
            throw .inputValue(1, given: "\(wanted)", needs: "sizes with -1 once at most")
        }
        if let place = open.first {
            sizes[place] = 1
            let rest = try Shape(checked: sizes).elementCount
            guard rest > 0, input.shape.elementCount % rest == 0 else {
                throw .countChanges(from: input.shape, to: wanted)
            }
            sizes[place] = input.shape.elementCount / rest
        }
        return try reshaped(input, to: sizes)
    }

    /// A matrix: the axes before one, and those from it on.
    func flatten() throws(OperatorProblem) -> Value {
        let input = try value(0)
        let given = try attributes.int("axis") ?? 1
        let axis = given == input.shape.rank ? given : try input.shape.axis(given)
        return try reshaped(
            input, to: [input.shape[..<axis].reduce(1, *), input.shape[axis...].reduce(1, *)])
    }

    func squeeze() throws(OperatorProblem) -> Value {
        let input = try value(0)
        guard let given = try integers(attribute: "axes", input: 1, fromOpset: 13) else {
            return try reshaped(input, to: input.shape.filter { $0 != 1 })
        }
        let axes = try Shape.axes(given, rank: input.shape.rank)
        for axis in axes where input.shape[axis] != 1 {
            throw .inputShape(0, shape: input.shape, needs: "of size 1 along axis \(axis), which is to go")
        }
        return try reshaped(
            input, to: input.shape.sizes.enumerated().filter { !axes.contains($0.offset) }.map(\.element))
    }

    func unsqueeze() throws(OperatorProblem) -> Value {
        let input = try value(0)
        guard let given = try integers(attribute: "axes", input: 1, fromOpset: 13) else {
            throw opset >= 13 ? .missingInput(1) : .missingAttribute("axes")
        }
        let rank = input.shape.rank + given.count
        let axes = try Shape.axes(given, rank: rank)
        var rest = input.shape.sizes.makeIterator()
        return try reshaped(input, to: (0..<rank).map { axes.contains($0) ? 1 : rest.next() ?? 1 })
    }

    func transpose() throws(OperatorProblem) -> Value {
        let input = try value(0)
        let order = try attributes.ints("perm") ?? Array(input.shape.indices.reversed())
        guard order.sorted() == Array(input.shape.indices) else {
            throw .attributeValue(
                "perm", given: "\(order)", needs: "each axis of a tensor of rank \(input.shape.rank) once")
        }
        return try input.transposed(order)
    }

    func expand() throws(OperatorProblem) -> Value {
        let input = try value(0)
        let wanted = try Shape(checked: try integers(1))
        let shape = try Broadcast([input.shape, wanted]).shape
        if shape == input.shape { return input }
        let missing = shape.rank - input.shape.rank
        let strides = input.shape.strides
        return input.rearranged(
            try Rearrangement(
                offsets: shape.indices.map { axis in
                    let isRepeated = axis < missing || input.shape[axis - missing] == 1
                    return (0..<shape[axis]).map { isRepeated ? 0 : $0 * strides[axis - missing] }
                }))
    }

    func tile() throws(OperatorProblem) -> Value {
        let input = try value(0)
        var repeats = try checkedSizes("repeats", try integers(1))
        if opset < 6 {
            // The first opset repeats along one axis, which is its third input.
            let axis = try input.shape.axis(try scalarInteger(2))
            let count = try scalarInteger(1)
            repeats = input.shape.indices.map { $0 == axis ? count : 1 }
        }
        guard repeats.count == input.shape.rank else {
            throw .inputValue(1, given: "\(repeats)", needs: "one number for each of \(input.shape.rank) axes")
        }
        _ = try Shape(checked: zip(repeats, input.shape).map { $0 * $1 })
        return input.rearranged(
            try Rearrangement(
                input.shape,
                positions: input.shape.indices.map { axis in
                    (0..<repeats[axis] * input.shape[axis]).map { $0 % input.shape[axis] }
                }))
    }

    private enum DepthOrder: String, CaseIterable {
        case depthFirst = "DCR"
        case columnsFirst = "CRD"
    }

    private func blockSize() throws(OperatorProblem) -> Int {
        guard let size = try attributes.int("blocksize") else { throw .missingAttribute("blocksize") }
        return try checkedSizes("blocksize", [size], atLeast: 1)[0]
    }

    func depthToSpace() throws(OperatorProblem) -> Value {
        let (input, block) = (try value(0), try blockSize())
        guard input.shape.rank == 4 else { throw .inputRank(0, shape: input.shape, needs: "rank 4") }
        let (batch, channels, height, width) = (input.shape[0], input.shape[1], input.shape[2], input.shape[3])
        guard channels % block == 0, channels / block % block == 0 else {
            throw .attributeValue(
                "blocksize", given: "\(block)", needs: "such that its square divides \(channels) channels")
        }
        let fewer = channels / block / block
        let split: Value
        switch try attributes.choice("mode", default: DepthOrder.depthFirst) {
        case .depthFirst:
            split = try input.reshaped(to: Shape([batch, block, block, fewer, height, width]))
                .transposed([0, 3, 4, 1, 5, 2])
        case .columnsFirst:
            split = try input.reshaped(to: Shape([batch, fewer, block, block, height, width]))
                .transposed([0, 1, 4, 2, 5, 3])
        }
        return split.reshaped(to: Shape([batch, fewer, height * block, width * block]))
    }

    func spaceToDepth() throws(OperatorProblem) -> Value {
        let (input, block) = (try value(0), try blockSize())
        guard input.shape.rank == 4 else { throw .inputRank(0, shape: input.shape, needs: "rank 4") }
        let (batch, channels, height, width) = (input.shape[0], input.shape[1], input.shape[2], input.shape[3])
        guard height % block == 0, width % block == 0 else {
            throw .attributeValue(
                "blocksize", given: "\(block)", needs: "a divisor of the input's \(height) × \(width)")
        }
        let split = input.reshaped(to: Shape([batch, channels, height / block, block, width / block, block]))
        let moved: Value
        switch try attributes.choice("mode", default: DepthOrder.depthFirst) {
        case .depthFirst: moved = try split.transposed([0, 3, 5, 1, 2, 4])
        case .columnsFirst: moved = try split.transposed([0, 1, 3, 5, 2, 4])
        }
        return moved.reshaped(to: Shape([batch, channels * block * block, height / block, width / block]))
    }
}
