/// Formulas for LaTeX's and Markdown's mathematics.
package struct LaTeX: Notation {
    package var stacksFractions: Bool { true }

    package init() {}

    package func number(_ integer: Int) -> String { grouped(integer).replacing(",", with: "{,}") }

    package func name(_ symbol: Expression.Symbol) -> String {
        if symbol.text.contains(" ") || symbol.text.contains("-") || symbol.text.hasSuffix("'s") {
            return word(symbol.text.replacing("_", with: "\\_"))
        }
        let text = symbol.text.count > 2 && !symbol.text.hasSuffix("'") ? "\\mathit{\(symbol.text)}" : symbol.text
        guard let low = symbol.subscripted else { return text }
        return "\(text)_{\(low)}"
    }

    package func word(_ text: String) -> String { "\\text{\(text)}" }

    package func infix(_ left: String, _ sign: Sign, _ right: String) -> String {
        switch sign {
        case .plus: "\(left) + \(right)"
        case .minus: "\(left) - \(right)"
        case .times: "\(left) \\cdot \(right)"
        case .equals: "\(left) = \(right)"
        case .juxtaposed: "\(left)\(right)"
        }
    }

    package func fraction(_ top: String, _ bottom: String) -> String { "\\frac{\(top)}{\(bottom)}" }
    package func floor(_ inner: String) -> String { "\\left\\lfloor \(inner) \\right\\rfloor" }
    package func ceiling(_ inner: String) -> String { "\\left\\lceil \(inner) \\right\\rceil" }
    package func maximum(_ left: String, _ right: String) -> String { "\\max\\left(\(left), \(right)\\right)" }
    package func parenthesized(_ inner: String) -> String { "\\left(\(inner)\\right)" }
}
