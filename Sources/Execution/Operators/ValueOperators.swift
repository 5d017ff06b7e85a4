import Tensors

/// Values made, asked for their shape, converted, or passed on.
extension OperatorRun {
    func constant() throws(OperatorProblem) -> Value {
        if let tensor = try attributes.tensor("value") { return tensor }
        if let number = try attributes.float("value_float") { return .float(number) }
        if let number = try attributes.int("value_int") { return .integer(number) }
        if let numbers = try attributes.floats("value_floats") { return .float(Tensor([numbers.count], numbers)) }
        if let numbers = try attributes.ints("value_ints") { return .integers(numbers) }
        for name in ["sparse_value", "value_string", "value_strings"] where attributes.values[name] != nil {
            throw .unsupported("a constant given as '\(name)'")
        }
        throw .missingAttribute("value")
    }

    func constantOfShape() throws(OperatorProblem) -> Value {
        let shape = try Shape(checked: try integers(0))
        let value = try attributes.tensor("value") ?? .float(0)
        guard value.shape.elementCount == 1 else {
            throw .attributeValue("value", given: "a tensor of \(value.shape)", needs: "one number")
        }
        return value.rearranged(
            try Rearrangement(offsets: shape.map { [Int](repeating: 0, count: $0) }))
    }

    func range() throws(OperatorProblem) -> Value {
        let (start, limit, delta) = (try scalar(0), try scalar(1), try scalar(2))
        try sameType([start, limit, delta])
        if start.type == .integer {
            let (from, to, step) = (try scalarInteger(0), try scalarInteger(1), try scalarInteger(2))
            guard step != 0 else { throw .inputValue(2, given: "0", needs: "another step than 0") }
            let (way, overflows) = to.subtractingReportingOverflow(from)
            guard !overflows, step != .min else { throw .inputValue(1, given: "\(to)", needs: "nearer to \(from)") }
            let steps = way == 0 || (way < 0) != (step < 0) ? 0 : (way.magnitude - 1) / step.magnitude + 1
            let shape = try Shape(checked: [Int(clamping: steps)])
            let count = shape[0]
            return .integer(IntegerTensor(shape, (0..<count).map { Int64(from + $0 * step) }))
        }
        let (from, to, step) = (try scalarFloat(0), try scalarFloat(1), try scalarFloat(2))
        let count = ((Double(to) - Double(from)) / Double(step)).rounded(.up)
        guard count.isFinite, count <= Double(OperatorCall.elementLimit) else {
            throw .inputValue(2, given: "\(step)", needs: "a step that leads from \(from) to \(to)")
        }
        let size = Int(max(0, count))
        return .float(Tensor([size], (0..<size).map { Float(Double(from) + Double($0) * Double(step)) }))
    }

    /// The input's sizes, or those from `start` to `end`.
    func shape() throws(OperatorProblem) -> Value {
        let sizes = try value(0).shape.sizes
        func place(_ given: Int) -> Int { min(max(given < 0 ? given + sizes.count : given, 0), sizes.count) }
        let start = place(try attributes.int("start") ?? 0)
        let end = place(try attributes.int("end") ?? sizes.count)
        return .integers(start < end ? Array(sizes[start..<end]) : [])
    }

    /// At inference the input itself; while training, elements put out at random, what remains scaled up.
    ///
    /// Source: Srivastava et al., *Dropout*, 2014.
    func dropout() throws(OperatorProblem) -> [Value] {
        let input = try value(0)
        let ratio = opset >= 12 ? (has(1) ? try scalar(1).floats.elements[0] : 0.5) : 0
        var isTraining = false
        if opset >= 12, has(2), case .boolean(let flag) = try scalar(2) { isTraining = flag.elements[0] }
        guard isTraining, ratio > 0 else {
            guard call.outputCount > 1 else { return [input] }
            let mask = [Bool](repeating: true, count: input.shape.elementCount)
            return [input, .boolean(BooleanTensor(input.shape, mask))]
        }
        guard ratio < 1 else { throw .inputValue(1, given: "\(ratio)", needs: "at least 0 and less than 1") }
        var generator = MersenneTwister(seed: UInt32(truncatingIfNeeded: try attributes.int("seed") ?? 0))
        let tensor = try float(0)
        let mask = (0..<input.shape.elementCount).map { _ in generator.next() >= Double(ratio) }
        let scale = 1 / (1 - ratio)
        return [
            .float(Tensor(input.shape, zip(tensor.elements, mask).map { $1 ? $0 * scale : 0 })),
            .boolean(BooleanTensor(input.shape, mask)),
        ]
    }
}

/// Random numbers in [0, 1) of 53 bits, as NumPy's `RandomState` draws them, so that its masks come out again.
///
/// Source: Matsumoto and Nishimura, *Mersenne Twister*, 1998.
struct MersenneTwister {
    private var state: [UInt32]
    private var place = 624

    init(seed: UInt32) {
        state = [seed]
        for index in 1..<624 {
            let last = state[index - 1]
            state.append(1_812_433_253 &* (last ^ last >> 30) &+ UInt32(index))
        }
    }

    private mutating func bits() -> UInt32 {
        if place == 624 {
            for index in 0..<624 {
                let mixed = state[index] & 0x8000_0000 | state[(index + 1) % 624] & 0x7FFF_FFFF
                state[index] = state[(index + 397) % 624] ^ mixed >> 1 ^ (mixed & 1 == 1 ? 0x9908_B0DF : 0)
            }
            place = 0
        }
        var value = state[place]
        place += 1
        value ^= value >> 11
        value ^= value << 7 & 0x9D2C_5680
        value ^= value << 15 & 0xEFC6_0000
        return value ^ value >> 18
    }

    mutating func next() -> Double {
        let (high, low) = (bits() >> 5, bits() >> 6)
        return (Double(high) * 67_108_864 + Double(low)) / 9_007_199_254_740_992
    }
}
