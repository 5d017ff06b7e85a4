import Tensors

/// Inputs as what an operator needs them to be.
extension OperatorRun {
    func has(_ index: Int) -> Bool { index < inputs.count && inputs[index] != nil }

    func value(_ index: Int) throws(OperatorProblem) -> Value {
        guard index < inputs.count, let value = inputs[index] else { throw .missingInput(index) }
        return value
    }

    func float(_ index: Int) throws(OperatorProblem) -> Tensor {
        let value = try value(index)
        guard case .float(let tensor) = value else { throw .inputType(index, needs: "floats", found: value.type) }
        return tensor
    }

    func optionalFloat(_ index: Int) throws(OperatorProblem) -> Tensor? {
        has(index) ? try float(index) : nil
    }

    /// A float tensor of the shape that the others ask for.
    func float(_ index: Int, shape: Shape, _ meaning: String) throws(OperatorProblem) -> Tensor {
        let tensor = try float(index)
        guard tensor.shape == shape else {
            throw .inputShape(index, shape: tensor.shape, needs: "\(shape), \(meaning)")
        }
        return tensor
    }

    func boolean(_ index: Int) throws(OperatorProblem) -> BooleanTensor {
        let value = try value(index)
        guard case .boolean(let tensor) = value else {
            throw .inputType(index, needs: "truth values", found: value.type)
        }
        return tensor
    }

    func integer(_ index: Int) throws(OperatorProblem) -> IntegerTensor {
        let value = try value(index)
        guard case .integer(let tensor) = value else { throw .inputType(index, needs: "integers", found: value.type) }
        return tensor
    }

    /// A list of integers, or one alone.
    func integers(_ index: Int) throws(OperatorProblem) -> [Int] {
        let tensor = try integer(index)
        guard tensor.shape.rank <= 1 else { throw .inputRank(index, shape: tensor.shape, needs: "rank 1") }
        return tensor.elements.map(Int.init)
    }

    func optionalIntegers(_ index: Int) throws(OperatorProblem) -> [Int]? {
        has(index) ? try integers(index) : nil
    }

    /// What one opset has as an attribute and the next as an input.
    func integers(attribute: String, input: Int, fromOpset: Int) throws(OperatorProblem) -> [Int]? {
        opset >= fromOpset ? try optionalIntegers(input) : try attributes.ints(attribute)
    }

    /// One number, in a tensor of any rank.
    func scalar(_ index: Int) throws(OperatorProblem) -> Value {
        let value = try value(index)
        guard value.shape.elementCount == 1 else { throw .inputShape(index, shape: value.shape, needs: "one number") }
        return value
    }

    func scalarFloat(_ index: Int) throws(OperatorProblem) -> Float {
        _ = try scalar(index)
        return try float(index).elements[0]
    }

    func scalarInteger(_ index: Int) throws(OperatorProblem) -> Int {
        _ = try scalar(index)
        return Int(try integer(index).elements[0])
    }

    /// One input that must hold what another does.
    func sameType(_ values: [Value]) throws(OperatorProblem) {
        guard Set(values.map(\.type)).count <= 1 else { throw .inputTypesDiffer(values.map(\.type)) }
    }
}

extension Shape {
    /// An axis counted from the start; negative ones count from the end.
    func axis(_ axis: Int) throws(OperatorProblem) -> Int { try Self.axis(axis, rank: rank) }

    static func axis(_ axis: Int, rank: Int) throws(OperatorProblem) -> Int {
        guard (-rank..<rank).contains(axis) else { throw .axisOutside(axis, rank: rank) }
        return axis < 0 ? axis + rank : axis
    }

    /// Axes counted from the start, none of them twice.
    static func axes(_ axes: [Int], rank: Int) throws(OperatorProblem) -> [Int] {
        var result: [Int] = []
        for axis in axes {
            let counted = try Self.axis(axis, rank: rank)
            guard !result.contains(counted) else { throw .axisTwice(counted) }
            result.append(counted)
        }
        return result
    }

    /// The sizes before, at and after an axis: what most loops need to know.
    func split(at axis: Int) -> (outer: Int, size: Int, inner: Int) {
        (
            sizes[..<axis].reduce(1, *), sizes[axis], sizes[(axis + 1)...].reduce(1, *)
        )
    }
}

/// An attribute or input as a size: nothing that a sum or a product of two could overflow.
func checkedSizes(_ name: String, _ values: [Int], atLeast least: Int = 0) throws(OperatorProblem) -> [Int] {
    for value in values where value < least || value > Int(Int32.max) {
        throw .attributeValue(name, given: "\(values)", needs: "\(least) to \(Int32.max) in each place")
    }
    return values
}
