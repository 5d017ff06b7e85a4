/// What was computed, number by number, in the order in which it was: enough to go back through it.
///
/// Going back once gives the derivatives of one number by all others (reverse-mode automatic differentiation).
/// Sources: Linnainmaa, 1970; Griewank and Walther, *Evaluating derivatives*, 2008.
package final class Tape {
    /// One number, and how it moves with the one or two that it was computed from.
    fileprivate struct Entry {
        var first: Operand?
        var second: Operand?
    }

    fileprivate struct Operand {
        let place: Int
        /// ∂(number)/∂(operand)
        let derivative: Double
    }

    private var entries: [Entry] = []

    package init() {}

    /// A number that derivatives are wanted by.
    package func variable(_ value: Double) -> Traced { record(value, Entry()) }

    fileprivate func record(_ value: Double, _ entry: Entry) -> Traced {
        entries.append(entry)
        return Traced(value: value, tape: self, place: entries.count - 1)
    }

    /// The derivatives of `result` by every number on the tape.
    package func derivatives(of result: Traced) -> Derivatives {
        var adjoints = [Double](repeating: 0, count: entries.count)
        guard result.tape != nil else { return Derivatives(adjoints: adjoints) }
        adjoints[result.place] = 1
        for (place, entry) in entries.enumerated().reversed() {
            if let first = entry.first { adjoints[first.place] += adjoints[place] * first.derivative }
            if let second = entry.second { adjoints[second.place] += adjoints[place] * second.derivative }
        }
        return Derivatives(adjoints: adjoints)
    }

    /// ∂(result)/∂x of numbers x on a tape.
    package struct Derivatives {
        fileprivate let adjoints: [Double]

        package func by(_ x: Traced) -> Double { x.tape == nil ? 0 : adjoints[x.place] }
    }
}

/// A number on a tape, or a constant, which is on none.
package struct Traced: Scalar {
    package let value: Double
    fileprivate let tape: Tape?
    fileprivate let place: Int

    fileprivate init(value: Double, tape: Tape?, place: Int) {
        (self.value, self.tape, self.place) = (value, tape, place)
    }

    package init(_ constant: Double) { self.init(value: constant, tape: nil, place: 0) }
    package init(integerLiteral value: Int) { self.init(Double(value)) }

    /// What this number contributes to a result that has this derivative by it.
    private func operand(_ derivative: Double) -> Tape.Operand? {
        tape == nil ? nil : Tape.Operand(place: place, derivative: derivative)
    }

    /// A number computed from one or two, with its derivatives by them.
    private static func result(
        _ value: Double, _ x: Traced, _ byX: Double, _ y: Traced = 0, _ byY: Double = 0
    ) -> Traced {
        guard let tape = x.tape ?? y.tape else { return Traced(value) }
        return tape.record(value, Tape.Entry(first: x.operand(byX), second: y.operand(byY)))
    }

    package static var zero: Traced { 0 }
    package static prefix func - (x: Traced) -> Traced { result(-x.value, x, -1) }
    package static func + (x: Traced, y: Traced) -> Traced { result(x.value + y.value, x, 1, y, 1) }
    package static func - (x: Traced, y: Traced) -> Traced { result(x.value - y.value, x, 1, y, -1) }
    package static func * (x: Traced, y: Traced) -> Traced { result(x.value * y.value, x, y.value, y, x.value) }
    package static func / (x: Traced, y: Traced) -> Traced {
        result(x.value / y.value, x, 1 / y.value, y, -x.value / (y.value * y.value))
    }
    package static func applying(_ function: ElementaryFunction, to x: Traced) -> Traced {
        result(function.value(at: x.value), x, function.derivative(at: x.value))
    }

    package static func == (x: Traced, y: Traced) -> Bool { x.value == y.value }
    package static func < (x: Traced, y: Traced) -> Bool { x.value < y.value }
}
