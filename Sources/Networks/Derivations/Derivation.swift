/// How a number comes about: formula → with numbers → value. The value is the evaluated formula, so they cannot disagree.
public struct Derivation: Hashable, Sendable {
    public struct Binding: Hashable, Sendable {
        public let symbol: Expression.Symbol
        public let value: Quantity

        public init(_ symbol: Expression.Symbol, _ value: Quantity) {
            (self.symbol, self.value) = (symbol, value)
        }
    }

    /// What is derived.
    public let subject: Subject
    public let formula: Expression
    public let bindings: [Binding]
    public let value: Quantity
    /// What a formula cannot say: where a number was taken from, or why a rule holds.
    public let remark: String?

    public init(_ subject: Subject, _ formula: Expression, _ bindings: [Binding] = [], remark: String? = nil) {
        (self.subject, self.formula, self.bindings, self.remark) = (subject, formula, bindings, remark)
        self.value = formula.evaluated(bindings)
    }

    /// The formula with numbers for its symbols.
    public var substitution: Expression { formula.substituted(bindings) }

    public enum Subject: Hashable, Sendable {
        /// A size of the output, on the axes named.
        case output(axes: [String])
        case parameters
        case trainable
        case multiplyAccumulates
        case activationMemory
        case fieldSize(axes: [String])
        case fieldJump(axes: [String])
        case fieldStart(axes: [String])
        case fieldPadding(axes: [String])
        case floatingPointOperations
        /// Something that only a sentence defines.
        case named(String)
    }
}

extension Derivation {
    /// The same steps to another number.
    func about(_ subject: Subject) -> Derivation {
        Derivation(subject, formula, bindings, remark: remark)
    }
}
