import Networks
import Testing

@testable import Reports

@Suite struct FormulaTests {
    @Test(arguments: [
        ("floor((13 - 3)/2) + 1", 6.0), ("2·3 + 4", 10), ("2 - 3 - 4", -5), ("12/4/3", 1), ("2^3^2", 512),
        ("3² + 4²", 25),
        ("(1 + 2)(3 + 4)", 21), ("max(1, 7, 3) - min(2, 5)", 5), ("⌊7/2⌋ + ⌈7/2⌉", 7), ("sqrt(2·8)", 4), ("-3 + 5", 2),
        ("4 × 19 × 9", 684), ("round(2.5) + tanh(0)", 3),
    ])
    func numbersAreWorkedOut(text: String, value: Double) throws {
        #expect(try #require(Formula(parsing: text).value) == value)
    }

    @Test(arguments: [
        ("(3·3·3 + 1)·10 = 280", true), ("(3·3·3 + 1)·30 = 2100", false), ("n = floor((n - 3)/2) + 1 = 6", true),
        ("a = 5 = 6", false), ("5 = a = 6", false), ("5 < a = 6", true), ("1/3 ≈ 0.33", true), ("1/3 ≈ 0.35", false),
        ("150/57.9 ≈ 2.6", true), ("1/0 = 5", false), ("2^9999 = 1", false), ("3 ≈ 3.01", false),
        ("1000000 ≈ 1004000", false), ("1234 ≈ 1200", true), ("2 ≠ 3", true), ("3 ≠ 3", false), ("3 ≤ 3 < 4", true),
        ("tanh(2.098905) ≈ 0.970388", true),
    ])
    func wrongNumbersAreFound(text: String, holds: Bool) throws {
        #expect(try (Formula(parsing: text).mistake == nil) == holds)
    }

    @Test(arguments: [
        "", "1 +", "(1", "1 2", "floor 3)", "max(1)", "sqrt(1, 2)", "p_", "3 = ", "#",
        String(repeating: "(", count: 90) + "1",
        "1..2", String(repeating: "-", count: 8000) + "1", String(repeating: "1+", count: 8000) + "1",
        String(repeating: "2^", count: 8000) + "1",
    ])
    func whatIsNoFormulaIsTold(text: String) {
        #expect(throws: FormulaError.self) { try Formula(parsing: text) }
    }

    @Test(arguments: [
        ("floor((n + 2p - f)/s) + 1", "\\left\\lfloor \\frac{n + 2p - f}{s} \\right\\rfloor + 1"),
        ("37752832", "37{,}752{,}832"), ("C' = p_0·C^2", "C' = p_{0} \\cdot {C}^{2}"), ("a ≤ 0.5", "a \\leq 0.5"),
        ("unread rows = 2", "\\text{unread}\\ \\text{rows} = 2"), ("(a + b)·c", "\\left(a + b\\right) \\cdot c"),
        ("a - (b - c)", "a - \\left(b - c\\right)"), ("28 × 28", "28 \\times 28"),
        ("a + (-0.5)", "a + \\left(-0.5\\right)"),
    ])
    func latex(text: String, written: String) throws {
        #expect(try LaTeX().write(Formula(parsing: text)) == written)
    }

    @Test func mathML() throws {
        let formula = try Formula(parsing: "1 < n/2 ≈ 1000")
        #expect(
            MathML().write(formula)
                == "<mn>1</mn><mo>&lt;</mo><mfrac><mrow><mi>n</mi></mrow><mrow><mn>2</mn></mrow></mfrac><mo>≈</mo><mn>1,000</mn>"
        )
    }

    /// What is written as text reads as the same formula.
    @Test func textReadsBack() throws {
        for text in [
            "floor((13 - 3)/2) + 1 = 6", "a - (b - c)", "(a + b)·c/2", "2p + k^2", "-(a + b)", "max(1, 2·x) ≠ y",
        ] {
            let formula = try Formula(parsing: text)
            #expect(try Formula(parsing: PlainText().write(formula)) == formula, "\(text)")
        }
    }
}
