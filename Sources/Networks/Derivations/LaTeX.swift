/// Formulas for LaTeX's and Markdown's mathematics.
struct LaTeX: Notation {
    var stacksFractions: Bool { true }

    func number(_ integer: Int) -> String { grouped(integer).replacing(",", with: "{,}") }

    func name(_ symbol: Expression.Symbol) -> String {
        if symbol.text.contains(" ") || symbol.text.contains("-") || symbol.text.hasSuffix("'s") {
            return word(symbol.text.replacing("_", with: "\\_"))
        }
        let text = symbol.text.count > 2 && !symbol.text.hasSuffix("'") ? "\\mathit{\(symbol.text)}" : symbol.text
        guard let low = symbol.subscripted else { return text }
        return "\(text)_{\(low)}"
    }

    func word(_ text: String) -> String { "\\text{\(text)}" }

    func infix(_ left: String, _ sign: Sign, _ right: String) -> String {
        switch sign {
        case .plus: "\(left) + \(right)"
        case .minus: "\(left) - \(right)"
        case .times: "\(left) \\cdot \(right)"
        case .equals: "\(left) = \(right)"
        case .juxtaposed: "\(left)\(right)"
        }
    }

    func fraction(_ top: String, _ bottom: String) -> String { "\\frac{\(top)}{\(bottom)}" }
    func floor(_ inner: String) -> String { "\\left\\lfloor \(inner) \\right\\rfloor" }
    func ceiling(_ inner: String) -> String { "\\left\\lceil \(inner) \\right\\rceil" }
    func maximum(_ left: String, _ right: String) -> String { "\\max\\left(\(left), \(right)\\right)" }
    func parenthesized(_ inner: String) -> String { "\\left(\(inner)\\right)" }
}
