import Execution
import Testing

@Suite struct TapeTests {
    @Test(arguments: ElementaryFunction.allCases)
    func derivativesAreSlopes(of function: ElementaryFunction) {
        for x in [0.1, 0.7, 1.3, 2.9] {
            let step = 1e-6
            let slope = (function.value(at: x + step) - function.value(at: x - step)) / (2 * step)
            #expect(abs(function.derivative(at: x) - slope) < 1e-8 * max(1, abs(slope)), "\(function) at \(x)")
        }
    }

    /// Griewank and Walther's example of a number that is used twice.
    @Test func everyWayToTheResultCounts() {
        let tape = Tape()
        let (x, y) = (tape.variable(3), tape.variable(-2))
        let product = x * y
        let derivatives = tape.derivatives(of: product * product / x - y)
        // x·y² − y
        #expect(abs(derivatives.by(x) - 4) < 1e-12)
        #expect(abs(derivatives.by(y) - (-13)) < 1e-12)
        #expect(derivatives.by(product) == 2 * product.value / 3)
    }

    @Test func whatDoesNotMatterHasNoDerivative() {
        let tape = Tape()
        let (x, y) = (tape.variable(1), tape.variable(2))
        let later = x * y
        #expect(tape.derivatives(of: max(x, y)).by(x) == 0)
        #expect(tape.derivatives(of: max(x, y)).by(y) == 1)
        #expect(tape.derivatives(of: y).by(later) == 0)
        #expect(tape.derivatives(of: Traced(7)).by(x) == 0)
        #expect(tape.derivatives(of: x).by(Traced(7)) == 0)
    }
}
