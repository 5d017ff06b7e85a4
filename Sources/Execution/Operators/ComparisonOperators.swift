import Tensors

protocol Comparison {
    static func value<Number: Comparable>(_ a: Number, _ b: Number) -> Bool
}

enum Greater: Comparison { static func value<Number: Comparable>(_ a: Number, _ b: Number) -> Bool { a > b } }
enum GreaterOrEqual: Comparison { static func value<Number: Comparable>(_ a: Number, _ b: Number) -> Bool { a >= b } }
enum Less: Comparison { static func value<Number: Comparable>(_ a: Number, _ b: Number) -> Bool { a < b } }
enum LessOrEqual: Comparison { static func value<Number: Comparable>(_ a: Number, _ b: Number) -> Bool { a <= b } }
enum Equality: Comparison { static func value<Number: Comparable>(_ a: Number, _ b: Number) -> Bool { a == b } }

private enum Comparing<Function: Comparison, Number: Comparable & Hashable & Sendable>: BinaryFunction {
    @inline(__always) static func value(_ a: Number, _ b: Number) -> Bool { Function.value(a, b) }
}

enum And: BinaryFunction { static func value(_ a: Bool, _ b: Bool) -> Bool { a && b } }
enum Or: BinaryFunction { static func value(_ a: Bool, _ b: Bool) -> Bool { a || b } }
enum ExclusiveOr: BinaryFunction { static func value(_ a: Bool, _ b: Bool) -> Bool { a != b } }
private enum Equivalence: BinaryFunction { static func value(_ a: Bool, _ b: Bool) -> Bool { a == b } }

extension OperatorRun {
    func compare<Function: Comparison>(_ function: Function.Type) throws(OperatorProblem) -> Value {
        let (a, b) = try operands()
        let broadcast = try Broadcast([a.shape, b.shape])
        switch (a, b) {
        case (.float(let a), .float(let b)):
            return .boolean(
                BooleanTensor(
                    broadcast.shape, broadcast.elements(Comparing<Function, Float>.self, a.elements, b.elements)))
        case (.integer(let a), .integer(let b)):
            return .boolean(
                BooleanTensor(
                    broadcast.shape, broadcast.elements(Comparing<Function, Int64>.self, a.elements, b.elements)))
        case (.boolean, _), (_, .boolean), (.float, .integer), (.integer, .float):
            throw .inputTypesDiffer([a.type, b.type])
        }
    }

    func equal() throws(OperatorProblem) -> Value {
        let (a, b) = try operands()
        guard case (.boolean(let a), .boolean(let b)) = (a, b) else { return try compare(Equality.self) }
        return try logical(Equivalence.self, a, b)
    }

    func logical<Function: BinaryFunction>(_ function: Function.Type) throws(OperatorProblem) -> Value
    where Function.Input == Bool, Function.Output == Bool {
        let (a, b) = try operands()
        guard case .boolean(let first) = a else { throw .inputType(0, needs: "truth values", found: a.type) }
        guard case .boolean(let second) = b else { throw .inputType(1, needs: "truth values", found: b.type) }
        return try logical(function, first, second)
    }

    private func logical<Function: BinaryFunction>(
        _ function: Function.Type, _ a: BooleanTensor, _ b: BooleanTensor
    ) throws(OperatorProblem) -> Value where Function.Input == Bool, Function.Output == Bool {
        let broadcast = try Broadcast([a.shape, b.shape])
        return .boolean(BooleanTensor(broadcast.shape, broadcast.elements(function, a.elements, b.elements)))
    }

    func not() throws(OperatorProblem) -> Value {
        let input = try boolean(0)
        return .boolean(BooleanTensor(input.shape, input.elements.map { !$0 }))
    }

    func isNaN() throws(OperatorProblem) -> Value {
        let input = try float(0)
        return .boolean(BooleanTensor(input.shape, input.elements.map(\.isNaN)))
    }

    func isInfinite() throws(OperatorProblem) -> Value {
        let input = try float(0)
        let positive = try attributes.flag("detect_positive", default: true)
        let negative = try attributes.flag("detect_negative", default: true)
        return .boolean(
            BooleanTensor(
                input.shape, input.elements.map { positive && $0 == .infinity || negative && $0 == -.infinity }))
    }

    /// `Where`: the second input where the first is true, elsewhere the third.
    func choose() throws(OperatorProblem) -> Value {
        let condition = try boolean(0)
        let (a, b) = (try value(1), try value(2))
        let broadcast = try Broadcast([condition.shape, a.shape, b.shape])
        switch (a, b) {
        case (.float(let a), .float(let b)):
            return .float(Tensor(broadcast.shape, broadcast.choose(condition.elements, a.elements, b.elements)))
        case (.integer(let a), .integer(let b)):
            return .integer(
                IntegerTensor(broadcast.shape, broadcast.choose(condition.elements, a.elements, b.elements)))
        case (.boolean(let a), .boolean(let b)):
            return .boolean(
                BooleanTensor(broadcast.shape, broadcast.choose(condition.elements, a.elements, b.elements)))
        case (.float, _), (.integer, _), (.boolean, _):
            throw .inputTypesDiffer([a.type, b.type])
        }
    }
}

extension Broadcast {
    fileprivate func choose<Element>(_ condition: [Bool], _ a: [Element], _ b: [Element]) -> [Element] {
        let steps = (innerStride(0), innerStride(1), innerStride(2))
        return [Element](unsafeUninitializedCapacity: shape.elementCount) { output, count in
            condition.withUnsafeBufferPointer { condition in
                a.withUnsafeBufferPointer { a in
                    b.withUnsafeBufferPointer { b in
                        guard shape.elementCount > 0 else { return }
                        let (c, x, y) = (condition.baseAddress!, a.baseAddress!, b.baseAddress!)
                        let target = output.baseAddress!
                        forEachRun { count, start, starts in
                            for index in 0..<count {
                                (target + start + index).initialize(
                                    to: c[starts[0] + index * steps.0]
                                        ? x[starts[1] + index * steps.1] : y[starts[2] + index * steps.2])
                            }
                        }
                    }
                }
            }
            count = shape.elementCount
        }
    }
}
