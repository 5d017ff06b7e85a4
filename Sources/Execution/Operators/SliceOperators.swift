import Tensors

/// Parts cut out, put together, and bordered.
extension OperatorRun {
    func slice() throws(OperatorProblem) -> Value {
        let input = try value(0)
        let isInput = opset >= 10
        guard let starts = isInput ? try optionalIntegers(1) : try attributes.ints("starts") else {
            throw isInput ? .missingInput(1) : .missingAttribute("starts")
        }
        guard let ends = isInput ? try optionalIntegers(2) : try attributes.ints("ends") else {
            throw isInput ? .missingInput(2) : .missingAttribute("ends")
        }
        let given = isInput ? try optionalIntegers(3) : try attributes.ints("axes")
        let axes = try Shape.axes(given ?? Array(starts.indices), rank: input.shape.rank)
        let steps = (isInput ? try optionalIntegers(4) : nil) ?? [Int](repeating: 1, count: axes.count)
        for (index, list) in [(1, starts), (2, ends), (4, steps)] where list.count != axes.count {
            throw .inputValue(index, given: "\(list)", needs: "one number for each of the axes \(axes)")
        }
        var positions = input.shape.map { Array(0..<$0) }
        for (place, axis) in axes.enumerated() {
            guard steps[place] != 0 else { throw .inputValue(4, given: "\(steps)", needs: "steps other than 0") }
            positions[axis] = Self.positions(
                from: starts[place], to: ends[place], step: steps[place], size: input.shape[axis])
        }
        return input.rearranged(try Rearrangement(input.shape, positions: positions))
    }

    /// Python's `start:end:step`.
    private static func positions(from start: Int, to end: Int, step: Int, size: Int) -> [Int] {
        func clamped(_ value: Int, _ range: ClosedRange<Int>) -> Int {
            min(max(value < 0 ? value + size : value, range.lowerBound), range.upperBound)
        }
        // A step past the whole axis takes one element; as large as it may be, it would overflow.
        let step = min(max(step, -size - 1), size + 1)
        return step > 0
            ? Array(stride(from: clamped(start, 0...size), to: clamped(end, 0...size), by: step))
            : Array(stride(from: clamped(start, -1...size - 1), to: clamped(end, -1...size - 1), by: step))
    }

    func split() throws(OperatorProblem) -> [Value] {
        let input = try value(0)
        let axis = try input.shape.axis(try attributes.int("axis") ?? 0)
        let size = input.shape[axis]
        // The first opset has the sizes as an input already.
        let asked = opset >= 13 || opset < 2 && has(1) ? try optionalIntegers(1) : try attributes.ints("split")
        let sizes: [Int]
        if let asked {
            sizes = asked
        } else {
            let count = try attributes.int("num_outputs") ?? call.outputCount
            guard (1...max(1, min(size, 1 << 20))).contains(count) else {
                throw .attributeValue("num_outputs", given: "\(count)", needs: "1 to \(size), the size of axis \(axis)")
            }
            let each = (size + count - 1) / count
            sizes = (0..<count).map { min(each, max(0, size - $0 * each)) }
        }
        _ = try checkedSizes("split", sizes)
        guard !sizes.isEmpty, sizes.reduce(0, +) == size else {
            throw .inputValue(1, given: "\(sizes)", needs: "sizes that sum up to \(size), the size of axis \(axis)")
        }
        var start = 0
        var parts: [Value] = []
        for size in sizes {
            var positions = input.shape.map { Array(0..<$0) }
            positions[axis] = Array(start..<start + size)
            parts.append(input.rearranged(try Rearrangement(input.shape, positions: positions)))
            start += size
        }
        return parts
    }

    func concatenate() throws(OperatorProblem) -> Value {
        let values = try inputs.indices.map { index throws(OperatorProblem) in try value(index) }
        guard let first = values.first else { throw .missingInput(0) }
        try sameType(values)
        let axis = try first.shape.axis(try attributes.int("axis") ?? 1)
        for (index, value) in values.enumerated() {
            let fits =
                value.shape.rank == first.shape.rank
                && first.shape.indices.allSatisfy { $0 == axis || value.shape[$0] == first.shape[$0] }
            guard fits else {
                throw .inputShape(
                    index, shape: value.shape, needs: "like input 0, \(first.shape), but along axis \(axis)")
            }
        }
        var sizes = first.shape.sizes
        sizes[axis] = values.reduce(0) { $0 + $1.shape[axis] }
        let shape = try Shape(checked: sizes)
        let outer = shape[..<axis].reduce(1, *)
        switch first {
        case .float:
            return .float(Tensor(shape) { Self.join(values.map(\.floats.elements), outer, into: $0) })
        case .integer:
            let parts = values.map { if case .integer(let tensor) = $0 { tensor.elements } else { [Int64]() } }
            return .integer(IntegerTensor(shape, Self.joined(parts, outer, shape.elementCount)))
        case .boolean:
            let parts = values.map { if case .boolean(let tensor) = $0 { tensor.elements } else { [Bool]() } }
            return .boolean(BooleanTensor(shape, Self.joined(parts, outer, shape.elementCount)))
        }
    }

    private static func joined<Element>(_ parts: [[Element]], _ outer: Int, _ count: Int) -> [Element] {
        [Element](unsafeUninitializedCapacity: count) { output, initialized in
            join(parts, outer, into: output)
            initialized = count
        }
    }

    private static func join<Element>(
        _ parts: [[Element]], _ outer: Int, into output: UnsafeMutableBufferPointer<Element>
    ) {
        guard outer > 0, let target = output.baseAddress else { return }
        let row = parts.reduce(0) { $0 + $1.count / outer }
        var start = 0
        for part in parts {
            let width = part.count / outer
            part.withUnsafeBufferPointer { part in
                guard let source = part.baseAddress, width > 0 else { return }
                for line in 0..<outer {
                    (target + line * row + start).initialize(from: source + line * width, count: width)
                }
            }
            start += width
        }
    }

    private enum PadMode: String, CaseIterable { case constant, reflect, edge, wrap }

    func pad() throws(OperatorProblem) -> Value {
        let input = try value(0)
        let rank = input.shape.rank
        let given = opset >= 11 ? try optionalIntegers(1) : try attributes.ints(opset < 2 ? "paddings" : "pads")
        guard let given else { throw opset >= 11 ? .missingInput(1) : .missingAttribute("pads") }
        let axes = try Shape.axes(try optionalIntegers(3) ?? Array(0..<rank), rank: rank)
        guard given.count == 2 * axes.count else {
            throw .inputValue(1, given: "\(given)", needs: "before and after for each of \(axes.count) axes")
        }
        let pads = try checkedSizes("pads", given, atLeast: -Int(Int32.max))
        let mode = try attributes.choice("mode", default: PadMode.constant)
        let border: Border =
            switch mode {
            case .constant: .zeros
            case .reflect: .reflect
            case .edge: .replicate
            case .wrap: .circular
            }
        var sizes = input.shape.sizes
        for (place, axis) in axes.enumerated() { sizes[axis] += pads[place] + pads[axes.count + place] }
        _ = try Shape(checked: sizes)
        var positions = input.shape.map { Array(0..<$0) }
        for (place, axis) in axes.enumerated() {
            let size = input.shape[axis]
            guard size > 0 || mode == .constant || sizes[axis] == 0 else {
                throw .inputShape(0, shape: input.shape, needs: "one with elements along axis \(axis)")
            }
            positions[axis] = (0..<sizes[axis]).map { index in
                let place = index - pads[place]
                if size == 0 { return Rearrangement.outside }
                return border.source(of: place, size: size) ?? Rearrangement.outside
            }
        }
        return input.rearranged(try Rearrangement(input.shape, positions: positions), fill: try padValue(input))
    }

    private func padValue(_ input: Value) throws(OperatorProblem) -> Value? {
        guard opset >= 11 else { return .float(try attributes.float("value") ?? 0) }
        guard has(2), try value(2).shape.elementCount > 0 else { return nil }
        let fill = try scalar(2)
        try sameType([input, fill])
        return fill
    }

    /// The upper or lower triangle of each matrix, the rest 0.
    func trilu() throws(OperatorProblem) -> Value {
        let input = try value(0)
        guard input.shape.rank >= 2 else { throw .inputRank(0, shape: input.shape, needs: "rank 2 at least") }
        let (height, width) = (input.shape[input.shape.rank - 2], input.shape[input.shape.rank - 1])
        let shift = has(1) ? min(max(try scalarInteger(1), -height - 1), width + 1) : 0
        let isUpper = try attributes.flag("upper", default: true)
        func keeps(_ position: Int) -> Bool {
            let (row, column) = (position / width % height, position % width)
            return isUpper ? column - row >= shift : column - row <= shift
        }
        switch input {
        case .float(let tensor):
            return .float(Tensor(input.shape, tensor.elements.enumerated().map { keeps($0) ? $1 : 0 }))
        case .integer(let tensor):
            return .integer(IntegerTensor(input.shape, tensor.elements.enumerated().map { keeps($0) ? $1 : 0 }))
        case .boolean(let tensor):
            return .boolean(BooleanTensor(input.shape, tensor.elements.enumerated().map { keeps($0) && $1 }))
        }
    }
}
