import Tensors

/// Elements looked up, or put, where indices say.
extension OperatorRun {
    /// Indices into an axis of `size`, counted from the start.
    private func positions(_ index: Int, size: Int) throws(OperatorProblem) -> [Int] {
        var positions: [Int] = []
        for element in try integer(index).elements { positions.append(try Self.position(Int(element), size)) }
        return positions
    }

    private static func position(_ index: Int, _ size: Int) throws(OperatorProblem) -> Int {
        guard (-size..<size).contains(index) else { throw .indexOutside(index, size: size) }
        return index < 0 ? index + size : index
    }

    func gather() throws(OperatorProblem) -> Value {
        let input = try value(0)
        let axis = try input.shape.axis(try attributes.int("axis") ?? 0)
        let indices = try integer(1).shape
        var tables = input.shape.map { Array(0..<$0) }
        tables[axis] = try positions(1, size: input.shape[axis])
        let shape = try Shape(checked: input.shape[..<axis] + indices.sizes + input.shape[(axis + 1)...])
        return input.rearranged(try Rearrangement(input.shape, positions: tables)).reshaped(to: shape)
    }

    /// The source's element number for each element of the result.
    private func taken(_ input: Value, _ shape: Shape, _ numbers: [Int]) throws(OperatorProblem) -> Value {
        input.rearranged(try Rearrangement(offsets: [numbers])).reshaped(to: shape)
    }

    /// For each index its place in the data, the other axes as in the index tensor.
    private func elementNumbers(_ data: Shape, axis: Int) throws(OperatorProblem) -> [Int] {
        let indices = try integer(1)
        let fits =
            indices.shape.rank == data.rank
            && data.indices.allSatisfy { $0 == axis || indices.shape[$0] <= data[$0] }
        guard fits else {
            throw .inputShape(1, shape: indices.shape, needs: "no larger than \(data) but along axis \(axis)")
        }
        let strides = data.strides
        var numbers: [Int] = []
        numbers.reserveCapacity(indices.elements.count)
        for (place, element) in indices.elements.enumerated() {
            var (rest, number) = (place, 0)
            for other in data.indices.reversed() {
                if other != axis { number += rest % indices.shape[other] * strides[other] }
                rest /= indices.shape[other]
            }
            numbers.append(number + (try Self.position(Int(element), data[axis])) * strides[axis])
        }
        return numbers
    }

    func gatherElements() throws(OperatorProblem) -> Value {
        let input = try value(0)
        let axis = try input.shape.axis(try attributes.int("axis") ?? 0)
        return try taken(input, try integer(1).shape, try elementNumbers(input.shape, axis: axis))
    }

    /// Index tuples along the last axis of the second input, as the starts of blocks in `data`.
    private func blocks(_ data: Shape, batch: Int) throws(OperatorProblem) -> (starts: [Int], size: Int, shape: Shape) {
        let indices = try integer(1)
        guard indices.shape.rank >= 1, let width = indices.shape.last, (0...data.rank - batch).contains(width) else {
            throw .inputShape(
                1, shape: indices.shape, needs: "tuples of at most \(data.rank - batch) along its last axis")
        }
        guard batch < indices.shape.rank, Array(indices.shape[..<batch]) == Array(data[..<batch]) else {
            throw .inputShape(1, shape: indices.shape, needs: "like the data along the first \(batch) axes")
        }
        let strides = data.strides
        let count = indices.shape.dropLast().reduce(1, *)
        let perBatch = max(1, indices.shape[batch..<indices.shape.rank - 1].reduce(1, *))
        let batchStride = data[batch...].reduce(1, *)
        var starts: [Int] = []
        for tuple in 0..<count {
            var start = tuple / perBatch * batchStride
            for place in 0..<width {
                let index = Int(indices.elements[tuple * width + place])
                start += try Self.position(index, data[batch + place]) * strides[batch + place]
            }
            starts.append(start)
        }
        let rest = Array(data[(batch + width)...])
        return (starts, rest.reduce(1, *), try Shape(checked: Array(indices.shape.dropLast()) + rest))
    }

    func gatherND() throws(OperatorProblem) -> Value {
        let input = try value(0)
        let batch = try attributes.int("batch_dims") ?? 0
        guard (0...input.shape.rank).contains(batch) else { throw .axisOutside(batch, rank: input.shape.rank) }
        let (starts, size, shape) = try blocks(input.shape, batch: batch)
        return try taken(input, shape, starts.flatMap { start in (0..<size).map { start + $0 } })
    }

    private enum Combination: String, CaseIterable { case none, add, mul, min, max }

    func scatterElements() throws(OperatorProblem) -> Value {
        let input = try value(0)
        let axis = try input.shape.axis(try attributes.int("axis") ?? 0)
        let numbers = try elementNumbers(input.shape, axis: axis)
        return try scattered(input, numbers, expected: try integer(1).shape)
    }

    func scatterND() throws(OperatorProblem) -> Value {
        let input = try value(0)
        let (starts, size, shape) = try blocks(input.shape, batch: 0)
        return try scattered(input, starts.flatMap { start in (0..<size).map { start + $0 } }, expected: shape)
    }

    private func scattered(_ input: Value, _ numbers: [Int], expected: Shape) throws(OperatorProblem) -> Value {
        let updates = try value(2)
        guard updates.shape == expected else {
            throw .inputShape(2, shape: updates.shape, needs: "\(expected), as the indices say")
        }
        let combination = try attributes.choice("reduction", default: Combination.none)
        func put<Element>(
            _ new: [Element], into elements: inout [Element], _ combine: (Element, Element) -> Element
        ) {
            for (place, number) in numbers.enumerated() { elements[number] = combine(elements[number], new[place]) }
        }
        switch (input, updates) {
        case (.float(let tensor), .float(let updates)):
            var elements = tensor.elements
            put(updates.elements, into: &elements) { Self.combined(combination, $0, $1) }
            return .float(Tensor(input.shape, elements))
        case (.integer(let tensor), .integer(let updates)):
            var elements = tensor.elements
            put(updates.elements, into: &elements) { Self.combined(combination, $0, $1) }
            return .integer(IntegerTensor(input.shape, elements))
        case (.boolean(let tensor), .boolean(let updates)):
            guard combination == .none else { throw .inputType(0, needs: "numbers", found: .boolean) }
            var elements = tensor.elements
            put(updates.elements, into: &elements) { $1 }
            return .boolean(BooleanTensor(input.shape, elements))
        case (.float, _), (.integer, _), (.boolean, _):
            throw .inputTypesDiffer([input.type, updates.type])
        }
    }

    private static func combined(_ combination: Combination, _ old: Float, _ new: Float) -> Float {
        switch combination {
        case .none: new
        case .add: Sum.value(old, new)
        case .mul: Product.value(old, new)
        case .min: Minimum.value(old, new)
        case .max: Maximum.value(old, new)
        }
    }

    private static func combined(_ combination: Combination, _ old: Int64, _ new: Int64) -> Int64 {
        switch combination {
        case .none: new
        case .add: Sum.value(old, new)
        case .mul: Product.value(old, new)
        case .min: Minimum.value(old, new)
        case .max: Maximum.value(old, new)
        }
    }

    /// Inputs: indices, depth, [off, on]; the new axis is the last unless `axis` says otherwise.
    func oneHot() throws(OperatorProblem) -> Value {
        let indices = try value(0)
        let places = indices.floats.elements
        let depthValue = try scalar(1).floats.elements[0]
        guard depthValue >= 1, depthValue <= 0x1p24 else {
            throw .inputValue(1, given: "\(depthValue)", needs: "a depth from 1 to \(1 << 24)")
        }
        let depth = Int(depthValue)
        let values = try value(2)
        guard values.shape == [2] else { throw .inputShape(2, shape: values.shape, needs: "2 values, off and on") }
        let axis = try Shape.axis(try attributes.int("axis") ?? -1, rank: indices.shape.rank + 1)
        var sizes = indices.shape.sizes
        sizes.insert(depth, at: axis)
        let shape = try Shape(checked: sizes)
        let inner = indices.shape[axis...].reduce(1, *)
        let choices = (0..<shape.elementCount).map { position -> Int in
            let (outer, level, rest) = (position / inner / depth, position / inner % depth, position % inner)
            let index = places[outer * inner + rest]
            return (index < 0 ? index + Float(depth) : index) == Float(level) ? 1 : 0
        }
        return try taken(values, shape, choices)
    }

    func topK() throws(OperatorProblem) -> [Value] {
        let input = try value(0)
        let axis = try input.shape.axis(try attributes.int("axis") ?? -1)
        let isLargest = try attributes.flag("largest", default: true)
        let count = opset >= 10 ? try scalarInteger(1) : try attributes.int("k") ?? 1
        let (outer, size, inner) = input.shape.split(at: axis)
        guard (0...size).contains(count) else {
            throw .inputValue(1, given: "\(count)", needs: "0 to \(size), the size of axis \(axis)")
        }
        func places<Number: Comparable>(_ elements: [Number]) -> [Int] {
            var places = [Int](repeating: 0, count: outer * count * inner)
            for line in 0..<outer * inner {
                let start = line / inner * size * inner + line % inner
                let order = (0..<size).sorted { a, b in
                    let (x, y) = (elements[start + a * inner], elements[start + b * inner])
                    return x == y ? a < b : isLargest ? x > y : x < y
                }
                for place in 0..<count { places[(line / inner * count + place) * inner + line % inner] = order[place] }
            }
            return places
        }
        let chosen: [Int]
        switch input {
        case .float(let tensor): chosen = places(tensor.elements)
        case .integer(let tensor): chosen = places(tensor.elements)
        case .boolean: throw .inputType(0, needs: "numbers", found: .boolean)
        }
        var sizes = input.shape.sizes
        sizes[axis] = count
        let shape = Shape(sizes)
        let numbers = chosen.enumerated().map { position, place in
            (position / inner / max(count, 1) * size + place) * inner + position % inner
        }
        return [try taken(input, shape, numbers), .integer(IntegerTensor(shape, chosen.map(Int64.init)))]
    }

    /// The indices of elements other than 0, by axis.
    func nonZero() throws(OperatorProblem) -> Value {
        let input = try value(0)
        let elements = input.floats.elements
        let found = elements.indices.filter { elements[$0] != 0 }
        let strides = input.shape.strides
        let indices = input.shape.indices.flatMap { axis in
            found.map { Int64($0 / strides[axis] % input.shape[axis]) }
        }
        return .integer(IntegerTensor([input.shape.rank, found.count], indices))
    }

    func cumulativeSum() throws(OperatorProblem) -> Value {
        let input = try value(0)
        let axis = try input.shape.axis(try scalarInteger(1))
        let (isExclusive, isReversed) = (try attributes.flag("exclusive"), try attributes.flag("reverse"))
        let (outer, size, inner) = input.shape.split(at: axis)
        func sums<Number>(_ elements: [Number], _ zero: Number, _ add: (Number, Number) -> Number) -> [Number] {
            var sums = elements
            for line in 0..<outer * inner {
                var sum = zero
                for step in 0..<size {
                    let place = isReversed ? size - 1 - step : step
                    let position = (line / inner * size + place) * inner + line % inner
                    let next = add(sum, elements[position])
                    sums[position] = isExclusive ? sum : next
                    sum = next
                }
            }
            return sums
        }
        switch input {
        case .float(let tensor): return .float(Tensor(input.shape, sums(tensor.elements, 0, +)))
        case .integer(let tensor): return .integer(IntegerTensor(input.shape, sums(tensor.elements, 0, &+)))
        case .boolean: throw .inputType(0, needs: "numbers", found: .boolean)
        }
    }
}
