/// Formulas as a line of text: `floor((28 + 2·0 - 5)/1) + 1`.
package struct PlainText: Notation {
    /// `·`, or `*` for programs.
    package var times = "·"
    package var groupsDigits = false

    package var stacksFractions: Bool { false }

    package init(times: String = "·", groupsDigits: Bool = false) {
        (self.times, self.groupsDigits) = (times, groupsDigits)
    }

    package func number(_ integer: Int) -> String { groupsDigits ? grouped(integer) : "\(integer)" }

    package func name(_ symbol: Expression.Symbol) -> String {
        guard let low = symbol.subscripted else { return symbol.text }
        return low.allSatisfy(\.isNumber) ? symbol.text + low : "\(symbol.text)_\(low)"
    }

    package func word(_ text: String) -> String { text }

    package func infix(_ left: String, _ sign: Sign, _ right: String) -> String {
        switch sign {
        case .plus: "\(left) + \(right)"
        case .minus: "\(left) - \(right)"
        case .times: "\(left)\(times)\(right)"
        case .equals: "\(left) = \(right)"
        case .juxtaposed: times == "*" ? "\(left)*\(right)" : "\(left)\(right)"
        }
    }

    package func fraction(_ top: String, _ bottom: String) -> String { "\(top)/\(bottom)" }
    package func floor(_ inner: String) -> String { "floor(\(inner))" }
    package func ceiling(_ inner: String) -> String { "ceil(\(inner))" }
    package func maximum(_ left: String, _ right: String) -> String { "max(\(left), \(right))" }
    package func parenthesized(_ inner: String) -> String { "(\(inner))" }
}

extension Expression.Symbol {
    /// As a line of text shows it: `k_h`.
    public var plainText: String { PlainText().name(self) }
}

/// 460,800
package func grouped(_ integer: Int) -> String {
    var digits = String(integer.magnitude)
    var end = digits.count - 3
    while end > 0 {
        digits.insert(",", at: digits.index(digits.startIndex, offsetBy: end))
        end -= 3
    }
    return integer < 0 ? "-" + digits : digits
}

extension Quantity {
    /// As scripts read it: `24`, `0.5`, `ceil(T/4)`, `1280*ceil(T/4)`.
    public var text: String {
        if case .number(let number) = self, number.integer == nil { return OptionValue.number(number.double).yaml }
        return PlainText(times: "*").write(.value(self))
    }

    /// As people read it: `460,800`, `1,280·ceil(T/4)`.
    public var readable: String {
        if case .number(let number) = self, number.integer == nil { return OptionValue.number(number.double).yaml }
        return PlainText(groupsDigits: true).write(.value(self))
    }

    /// The same between the `x` of a shape: in parentheses where it is a sum.
    var factorText: String {
        guard case .symbolic(let polynomial) = self, polynomial.terms.count > 1 else { return text }
        return "(\(text))"
    }
}
