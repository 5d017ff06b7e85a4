import Tensors

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A function of one element; a type of its own, so that the compiler puts it into the loop.
protocol PointwiseFunction {
    func value(_ x: Float) -> Float
    /// Multiplications that one call costs, about.
    static var cost: Double { get }
}

extension PointwiseFunction {
    static var cost: Double { 1 }
}

extension Tensor {
    func applying<Function: PointwiseFunction>(_ function: Function) -> Tensor {
        Tensor(shape) { output in
            withUnsafeElements { input in
                guard let source = input.baseAddress, let target = output.baseAddress else { return }
                Parallelism.split(input.count, work: Double(input.count) * Function.cost) { range in
                    for index in range { target[index] = function.value(source[index]) }
                }
            }
        }
    }
}

struct ReLU: PointwiseFunction {
    // A NaN stays.
    func value(_ x: Float) -> Float { x < 0 ? 0 : x }
}

struct LeakyReLU: PointwiseFunction {
    let slope: Float
    func value(_ x: Float) -> Float { x < 0 ? slope * x : x }
}

struct ThresholdedReLU: PointwiseFunction {
    let threshold: Float
    func value(_ x: Float) -> Float { x <= threshold ? 0 : x }
}

struct ELU: PointwiseFunction {
    let alpha: Float
    func value(_ x: Float) -> Float { x < 0 ? alpha * x.quickExponentialMinusOne : x }
    static var cost: Double { 10 }
}

struct SELU: PointwiseFunction {
    let alpha: Float
    let gamma: Float
    func value(_ x: Float) -> Float { gamma * (x <= 0 ? alpha * x.quickExponentialMinusOne : x) }
    static var cost: Double { 10 }
}

struct CELU: PointwiseFunction {
    let alpha: Float
    func value(_ x: Float) -> Float { x < 0 ? alpha * (x / alpha).quickExponentialMinusOne : x }
    static var cost: Double { 10 }
}

struct Sigmoid: PointwiseFunction {
    func value(_ x: Float) -> Float { 1 / (1 + x.quickNegativeExponential) }
    static var cost: Double { 4 }
}

struct HardSigmoid: PointwiseFunction {
    let alpha: Float
    let beta: Float
    func value(_ x: Float) -> Float {
        let y = alpha * x + beta
        return y < 0 ? 0 : y > 1 ? 1 : y
    }
}

struct HardSwish: PointwiseFunction {
    func value(_ x: Float) -> Float { x * HardSigmoid(alpha: 1.0 / 6, beta: 0.5).value(x) }
}

struct Swish: PointwiseFunction {
    let alpha: Float
    func value(_ x: Float) -> Float { x / (1 + (alpha * x).quickNegativeExponential) }
    static var cost: Double { 4 }
}

struct HyperbolicTangent: PointwiseFunction {
    func value(_ x: Float) -> Float { x.quickTangent }
    static var cost: Double { 5 }
}

struct Softplus: PointwiseFunction {
    // ln(1 + e^x) without overflow.
    func value(_ x: Float) -> Float { (x > 0 ? x : x.isNaN ? x : 0) + log1pf(expf(-Swift.abs(x))) }
    static var cost: Double { 16 }
}

struct Softsign: PointwiseFunction {
    func value(_ x: Float) -> Float { x / (1 + Swift.abs(x)) }
}

/// Source: Hendrycks and Gimpel, 2016; the error function to 1.5e-7 by Abramowitz and Stegun, 1964, 7.1.26.
struct GELU: PointwiseFunction {
    func value(_ x: Float) -> Float {
        let z = Swift.abs(x) * 0.707_106_78
        let t = 1 / (1 + 0.327_591_1 * z)
        var sum: Float = 1.061_405_429
        sum = sum * t - 1.453_152_027
        sum = sum * t + 1.421_413_741
        sum = sum * t - 0.284_496_736
        sum = sum * t + 0.254_829_592
        // 1 - erf(z): what the smaller tail holds.
        let tail = sum * t * (-z * z).quickExponential
        return 0.5 * x * (x < 0 ? tail : 2 - tail)
    }
    static var cost: Double { 6 }
}

/// Source: Hendrycks and Gimpel, 2016, their approximation.
struct TanhGELU: PointwiseFunction {
    func value(_ x: Float) -> Float { 0.5 * x * (1 + (0.797_884_56 * (x + 0.044715 * x * x * x)).quickTangent) }
    static var cost: Double { 14 }
}

/// x · tanh(ln(1 + e^x)), which is x · n/(n + 2) with n = e^x · (e^x + 2).
///
/// Source: Misra, 2019.
struct Mish: PointwiseFunction {
    func value(_ x: Float) -> Float {
        // Past 30 the fraction is 1; its numerator would overflow.
        let power = (x > 30 ? 30 : x).quickExponential
        let numerator = power * (power + 2)
        return x * (numerator / (numerator + 2))
    }
    static var cost: Double { 5 }
}

/// A NaN stays.
struct Clipping: PointwiseFunction {
    let least: Float
    let greatest: Float
    func value(_ x: Float) -> Float {
        let y = x < least ? least : x
        return y > greatest ? greatest : y
    }
}

struct Negation: PointwiseFunction { func value(_ x: Float) -> Float { -x } }
struct Magnitude: PointwiseFunction { func value(_ x: Float) -> Float { Swift.abs(x) } }
struct Reciprocal: PointwiseFunction { func value(_ x: Float) -> Float { 1 / x } }
struct Sign: PointwiseFunction { func value(_ x: Float) -> Float { x > 0 ? 1 : x < 0 ? -1 : x } }
struct SquareRoot: PointwiseFunction { func value(_ x: Float) -> Float { x.squareRoot() } }

struct Rounding: PointwiseFunction {
    let rule: FloatingPointRoundingRule
    init(_ rule: FloatingPointRoundingRule) { self.rule = rule }
    func value(_ x: Float) -> Float { x.rounded(rule) }
    static var cost: Double { 4 }
}

struct Exponential: PointwiseFunction {
    func value(_ x: Float) -> Float { x.quickExponential }
    static var cost: Double { 4 }
}

struct Logarithm: PointwiseFunction {
    func value(_ x: Float) -> Float { logf(x) }
    static var cost: Double { 8 }
}

struct ErrorFunction: PointwiseFunction {
    func value(_ x: Float) -> Float { erff(x) }
    static var cost: Double { 10 }
}

struct Sine: PointwiseFunction {
    func value(_ x: Float) -> Float { sinf(x) }
    static var cost: Double { 10 }
}

struct Cosine: PointwiseFunction {
    func value(_ x: Float) -> Float { cosf(x) }
    static var cost: Double { 10 }
}

struct Tangent: PointwiseFunction {
    func value(_ x: Float) -> Float { tanf(x) }
    static var cost: Double { 12 }
}

struct Powering: PointwiseFunction {
    let exponent: Float
    func value(_ x: Float) -> Float { powf(x, exponent) }
    static var cost: Double { 20 }
}

struct Squaring: PointwiseFunction { func value(_ x: Float) -> Float { x * x } }
