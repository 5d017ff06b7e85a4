#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A number that definitions are written in: `Double` for values, ``Traced`` for gradients.
///
/// Numbers are compared by their values.
package protocol Scalar: AdditiveArithmetic, Comparable, ExpressibleByIntegerLiteral {
    init(_ constant: Double)
    static prefix func - (x: Self) -> Self
    static func * (x: Self, y: Self) -> Self
    static func / (x: Self, y: Self) -> Self
    static func applying(_ function: ElementaryFunction, to x: Self) -> Self
}

/// A function of one number, with its derivative.
package enum ElementaryFunction: CaseIterable, Sendable {
    case exponential, logarithm, hyperbolicTangent, errorFunction, squareRoot

    package func value(at x: Double) -> Double {
        switch self {
        case .exponential: exp(x)
        case .logarithm: log(x)
        case .hyperbolicTangent: tanh(x)
        case .errorFunction: erf(x)
        case .squareRoot: x.squareRoot()
        }
    }

    package func derivative(at x: Double) -> Double {
        switch self {
        case .exponential: exp(x)
        case .logarithm: 1 / x
        case .hyperbolicTangent: 1 - tanh(x) * tanh(x)
        case .errorFunction: 2 * exp(-x * x) / Double.pi.squareRoot()
        case .squareRoot: 0.5 / x.squareRoot()
        }
    }
}

extension Scalar {
    package static func exp(_ x: Self) -> Self { applying(.exponential, to: x) }
    package static func log(_ x: Self) -> Self { applying(.logarithm, to: x) }
    package static func tanh(_ x: Self) -> Self { applying(.hyperbolicTangent, to: x) }
    package static func erf(_ x: Self) -> Self { applying(.errorFunction, to: x) }
    package static func sqrt(_ x: Self) -> Self { applying(.squareRoot, to: x) }
    /// x^exponent, of a positive x.
    package static func pow(_ x: Self, _ exponent: Double) -> Self { exp(Self(exponent) * log(x)) }
    package static func sigmoid(_ x: Self) -> Self { 1 / (1 + exp(-x)) }
}

extension Double: Scalar {
    package static func applying(_ function: ElementaryFunction, to x: Double) -> Double { function.value(at: x) }
}
