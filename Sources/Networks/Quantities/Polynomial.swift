/// A sum of products of unknown sizes: `1280·⌈T/4⌉ + 2`.
///
/// Canonical, so equal ones compare equal: terms are sorted, none is zero, and what is an integer stands outside of `floor`.
public struct Polynomial: Hashable, Sendable {
    struct Term: Hashable, Sendable {
        var factors: [Factor]
        var coefficient: Rational

        /// Whether the term is an integer whatever the unknowns are.
        var isIntegral: Bool {
            var multiple = coefficient
            for factor in factors {
                guard let product = multiple.multiplied(by: Rational(factor.multiple)) else { return false }
                multiple = product
            }
            return multiple.denominator == 1
        }
    }

    public indirect enum Factor: Hashable, Sendable {
        case unknown(Unknown)
        /// Of a sum that is no integer.
        case floor(Polynomial)

        var multiple: Int {
            switch self {
            case .unknown(let unknown): unknown.multiple
            case .floor: 1
            }
        }

        var sortKey: String {
            switch self {
            case .unknown(let unknown): unknown.name
            case .floor(let inner): "~" + inner.terms.map { "\($0.coefficient)*\($0.sortKey)" }.joined(separator: "+")
            }
        }
    }

    private(set) var terms: [Term]

    init(terms: [Term]) { self.terms = terms }

    init(_ number: Rational) {
        terms = number.numerator == 0 ? [] : [Term(factors: [], coefficient: number)]
    }

    init(_ factor: Factor) {
        terms = [Term(factors: [factor], coefficient: Rational(1))]
    }

    /// The number it is, if no unknown is left.
    var number: Rational? {
        if terms.isEmpty { return Rational(0) }
        return terms.count == 1 && terms[0].factors.isEmpty ? terms[0].coefficient : nil
    }

    /// Nothing where a coefficient outgrows 64 bits.
    static func sum(_ terms: [Term]) -> Polynomial? {
        var total: [[Factor]: Rational] = [:]
        for term in terms {
            guard let sum = (total[term.factors] ?? Rational(0)).adding(term.coefficient) else { return nil }
            total[term.factors] = sum
        }
        let kept = total.filter { $0.value.numerator != 0 }.map { Term(factors: $0.key, coefficient: $0.value) }
        return Polynomial(terms: kept.sorted { $0.sortKey < $1.sortKey })
    }

    func adding(_ other: Polynomial) -> Polynomial? { .sum(terms + other.terms) }

    func multiplied(by other: Polynomial) -> Polynomial? {
        var products: [Term] = []
        for left in terms {
            for right in other.terms {
                guard let coefficient = left.coefficient.multiplied(by: right.coefficient) else { return nil }
                let factors = (left.factors + right.factors).sorted { $0.sortKey < $1.sortKey }
                products.append(Term(factors: factors, coefficient: coefficient))
            }
        }
        return .sum(products)
    }

    /// ⌊self⌋: integers come out, and a floor within a floor dissolves: ⌊(⌊x⌋ + c)/n⌋ = ⌊(x + c)/n⌋.
    var floored: Polynomial? {
        var outside: [Term] = []
        var inside: [Term] = []
        for term in terms {
            guard !term.isIntegral else {
                outside.append(term)
                continue
            }
            let whole = Rational(term.coefficient.floor)
            guard let fraction = term.coefficient.subtracting(whole) else { return nil }
            if whole.numerator != 0 { outside.append(Term(factors: term.factors, coefficient: whole)) }
            inside.append(Term(factors: term.factors, coefficient: fraction))
        }
        guard !inside.isEmpty else { return self }
        guard let rest = Polynomial.sum(inside) else { return nil }
        if let number = rest.number { return .sum(outside + Polynomial(Rational(number.floor)).terms) }
        if let (simpler, multiple) = rest.dissolvingFloor {
            guard multiple > 0, let whole = simpler?.floored else { return nil }
            return .sum(outside + whole.terms)
        }
        return .sum(outside + Polynomial(.floor(rest)).terms)
    }

    /// One inner floor less, where the rule above allows it.
    private var dissolvingFloor: (Polynomial?, Int)? {
        for (index, term) in terms.enumerated() {
            guard term.factors.count == 1, case .floor(let inner) = term.factors[0], term.coefficient.numerator == 1
            else { continue }
            let scale = Rational(term.coefficient.denominator)
            var others = terms
            others.remove(at: index)
            let fits = others.allSatisfy { other in
                other.coefficient.multiplied(by: scale).map { Term(factors: other.factors, coefficient: $0).isIntegral }
                    ?? false
            }
            guard fits else { continue }
            let scaled = inner.multiplied(by: Polynomial(term.coefficient))
            return (scaled.flatMap { $0.adding(Polynomial(terms: others)) }, scale.numerator)
        }
        return nil
    }

    /// The value where each unknown is what `value` says.
    func evaluated(_ value: (Unknown) -> Int) -> Rational? {
        var total = Rational(0)
        for term in terms {
            var product = term.coefficient
            for factor in term.factors {
                let number: Rational?
                switch factor {
                case .unknown(let unknown): number = Rational(value(unknown))
                case .floor(let inner): number = inner.evaluated(value).map { Rational($0.floor) }
                }
                guard let number, let next = product.multiplied(by: number) else { return nil }
                product = next
            }
            guard let next = total.adding(product) else { return nil }
            total = next
        }
        return total
    }

    /// The common denominator of the coefficients; nothing past 64 bits.
    var denominator: Int? {
        terms.reduce(1) { all, term in all.flatMap { leastCommonMultiple($0, term.coefficient.denominator) } }
    }

    /// Whether people could still read it; every layer may put a floor around the last one's.
    var isReadable: Bool { length <= 100 }

    /// How many terms and factors there are, floors and all.
    private var length: Int {
        terms.reduce(0) { sum, term in
            term.factors.reduce(sum + 1) { sum, factor in
                switch factor {
                case .unknown: sum + 1
                case .floor(let inner): sum + 1 + inner.length
                }
            }
        }
    }

    /// Its unknowns, each once.
    var unknowns: Set<Unknown> {
        var found: Set<Unknown> = []
        for factor in terms.flatMap(\.factors) {
            switch factor {
            case .unknown(let unknown): found.insert(unknown)
            case .floor(let inner): found.formUnion(inner.unknowns)
            }
        }
        return found
    }
}

extension Polynomial.Term {
    /// Products before the constant, which comes last.
    var sortKey: String { factors.isEmpty ? "\u{7F}" : factors.map(\.sortKey).joined(separator: "*") }
}

/// A size that only the data will tell, such as the length T of a recording.
public struct Unknown: Hashable, Sendable {
    public let name: String
    /// What it is known to be a multiple of; 1 if nothing is known.
    public let multiple: Int

    public init(_ name: String, multipleOf multiple: Int = 1) {
        precondition(multiple >= 1)
        (self.name, self.multiple) = (name, multiple)
    }
}
