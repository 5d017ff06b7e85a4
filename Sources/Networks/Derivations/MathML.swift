/// Formulas as presentation MathML, for HTML.
package struct MathML: Notation {
    package var stacksFractions: Bool { true }

    package init() {}

    package func number(_ integer: Int) -> String {
        integer < 0 ? "<mrow><mo>−</mo><mn>\(grouped(-integer))</mn></mrow>" : "<mn>\(grouped(integer))</mn>"
    }

    package func name(_ symbol: Expression.Symbol) -> String {
        let prime = symbol.text.hasSuffix("'")
        let letter = "<mi>\(escaped(prime ? String(symbol.text.dropLast()) : symbol.text))</mi>"
        let base = prime ? "<msup>\(letter)<mo>′</mo></msup>" : letter
        guard let low = symbol.subscripted else { return base }
        return "<msub>\(base)\(low.allSatisfy(\.isNumber) ? "<mn>\(low)</mn>" : "<mi>\(escaped(low))</mi>")</msub>"
    }

    package func word(_ text: String) -> String { "<mtext>\(escaped(text))</mtext>" }

    package func infix(_ left: String, _ sign: Sign, _ right: String) -> String {
        switch sign {
        case .plus: "\(left)<mo>+</mo>\(right)"
        case .minus: "\(left)<mo>−</mo>\(right)"
        case .times: "\(left)<mo>·</mo>\(right)"
        case .equals: "\(left)<mo>=</mo>\(right)"
        case .juxtaposed: "\(left)<mo>&#x2062;</mo>\(right)"
        }
    }

    package func fraction(_ top: String, _ bottom: String) -> String {
        "<mfrac><mrow>\(top)</mrow><mrow>\(bottom)</mrow></mfrac>"
    }

    package func floor(_ inner: String) -> String { fenced("⌊", inner, "⌋") }
    package func ceiling(_ inner: String) -> String { fenced("⌈", inner, "⌉") }

    package func maximum(_ left: String, _ right: String) -> String {
        "<mi>max</mi><mrow><mo>(</mo>\(left)<mo>,</mo>\(right)<mo>)</mo></mrow>"
    }

    package func parenthesized(_ inner: String) -> String { fenced("(", inner, ")") }

    /// Around what is no higher than a line, fences would otherwise be set as wide as tall ones.
    private func fenced(_ open: String, _ inner: String, _ close: String) -> String {
        let stretch = inner.contains("<mfrac>") ? "" : " stretchy=\"false\""
        return "<mrow><mo\(stretch)>\(open)</mo>\(inner)<mo\(stretch)>\(close)</mo></mrow>"
    }

    private func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
