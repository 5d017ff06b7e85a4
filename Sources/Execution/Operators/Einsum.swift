import Tensors

extension OperatorRun {
    /// Einstein's summation: each term's axes named by letters, letters that the result lacks summed over.
    ///
    /// As broadcast products and one reduction; a plain product of matrices is better written as `MatMul`.
    func einsum() throws(OperatorProblem) -> Value {
        guard let equation = try attributes.string("equation") else { throw .missingAttribute("equation") }
        let text = equation.filter { $0 != " " }
        let wrong = OperatorProblem.attributeValue(
            "equation", given: "'\(equation)'", needs: "like 'ij,jk->ik', with as many terms as inputs")
        let sides = text.split(separator: ">", omittingEmptySubsequences: false)
        guard sides.count <= 2, sides.count == 1 || sides[0].last == "-" else { throw wrong }
        let terms = (sides.count == 2 ? sides[0].dropLast() : sides[0])
            .split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard terms.count == inputs.count, !inputs.isEmpty else { throw wrong }

        // An ellipsis becomes as many letters that nobody writes: digits.
        var expanded: [[Character]] = []
        var hidden = 0
        let tensors = try inputs.indices.map { index throws(OperatorProblem) in try float(index) }
        for (term, tensor) in zip(terms, tensors) {
            let count = tensor.shape.rank - term.filter { $0 != "." }.count
            guard count >= 0, count <= 9, let letters = Self.letters(term, hidden: count),
                letters.count == tensor.shape.rank
            else {
                throw wrong
            }
            hidden = max(hidden, term.contains(".") ? count : 0)
            expanded.append(letters)
        }
        let result: [Character]
        if sides.count == 2 {
            guard let letters = Self.letters(String(sides[1]), hidden: hidden) else { throw wrong }
            result = letters
        } else {
            let all = expanded.joined()
            result =
                (0..<hidden).reversed().map { Character("\($0)") }
                + Set(all).filter { letter in letter.isLetter && all.count(where: { $0 == letter }) == 1 }.sorted()
        }
        let known = Set(expanded.joined())
        guard Set(result).count == result.count, result.allSatisfy(known.contains) else { throw wrong }
        return .float(try Self.sum(tensors, expanded, result))
    }

    private static func letters(_ term: String, hidden: Int) -> [Character]? {
        let parts = term.split(separator: "...", maxSplits: 1, omittingEmptySubsequences: false)
        let spelled = parts.joined()
        guard parts.count <= 2, spelled.allSatisfy({ $0.isASCII && $0.isLetter }) else { return nil }
        if parts.count == 1 { return Array(spelled) }
        return Array(parts[0]) + (0..<hidden).reversed().map { Character("\($0)") } + Array(parts[1])
    }

    private static func sum(
        _ tensors: [Tensor], _ terms: [[Character]], _ result: [Character]
    ) throws(OperatorProblem) -> Tensor {
        let summed = Set(terms.joined()).subtracting(result).sorted()
        let order = result + summed
        var product: Value?
        for (tensor, term) in zip(tensors, terms) {
            let strides = tensor.shape.strides
            // A letter that stands twice runs along the diagonal.
            let offsets = try order.map { letter throws(OperatorProblem) -> [Int] in
                let axes = term.indices.filter { term[$0] == letter }
                let sizes = Set(axes.map { tensor.shape[$0] })
                guard sizes.count <= 1 else { throw .cannotBroadcast(tensors.map(\.shape)) }
                let step = axes.reduce(0) { $0 + strides[$1] }
                return (0..<(sizes.first ?? 1)).map { $0 * step }
            }
            let spread = Value.float(tensor).rearranged(try Rearrangement(offsets: offsets))
            if let left = product {
                let broadcast = try Broadcast([left.shape, spread.shape])
                product = .float(
                    Tensor(
                        broadcast.shape,
                        broadcast.elements(Multiplying.self, left.floats.elements, spread.floats.elements)))
            } else {
                product = spread
            }
        }
        let last = Array(result.count..<order.count)
        return try (product ?? .float(0)).floats.reduced(Total.self, axes: last, keeping: false)
    }

    private enum Multiplying: BinaryFunction {
        static func value(_ a: Float, _ b: Float) -> Float { a * b }
    }
}
