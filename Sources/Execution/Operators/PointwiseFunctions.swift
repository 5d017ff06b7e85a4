#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
import Tensors

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
    func value(_ x: Float) -> Float { x < 0 ? alpha * expm1(x) : x }
    static var cost: Double { 10 }
}

struct SELU: PointwiseFunction {
    let alpha: Float
    let gamma: Float
    func value(_ x: Float) -> Float { gamma * (x <= 0 ? alpha * expm1(x) : x) }
    static var cost: Double { 10 }
}

struct CELU: PointwiseFunction {
    let alpha: Float
    func value(_ x: Float) -> Float { x < 0 ? alpha * expm1(x / alpha) : x }
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
    func value(_ x: Float) -> Float { tanhf(x) }
    static var cost: Double { 12 }
}

struct Softplus: PointwiseFunction {
    // ln(1 + e^x) without overflow.
    func value(_ x: Float) -> Float { (x > 0 ? x : x.isNaN ? x : 0) + log1pf(expf(-Swift.abs(x))) }
    static var cost: Double { 16 }
}

struct Softsign: PointwiseFunction {
    func value(_ x: Float) -> Float { x / (1 + Swift.abs(x)) }
}

struct GELU: PointwiseFunction {
    func value(_ x: Float) -> Float { 0.5 * x * (1 + erff(x * 0.707_106_78)) }
    static var cost: Double { 10 }
}

/// Source: Hendrycks and Gimpel, 2016, the approximation.
struct TanhGELU: PointwiseFunction {
    func value(_ x: Float) -> Float { 0.5 * x * (1 + tanhf(0.797_884_56 * (x + 0.044715 * x * x * x))) }
    static var cost: Double { 14 }
}

struct Mish: PointwiseFunction {
    func value(_ x: Float) -> Float { x * tanhf(Softplus().value(x)) }
    static var cost: Double { 30 }
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

extension Float {
    /// e^x without branches or calls, so that loops over it are vectorised; within 2 units in the last place of the exact
    /// value, infinite above 88.73, 0 below -104.
    ///
    /// Range reduction by multiples of ln 2 in two parts (Cody and Waite, 1980), then the Taylor polynomial of degree 7.
    @inline(__always)
    var quickExponential: Float {
        // A NaN fails both comparisons and goes through.
        var x = self < -110 ? -110 : self
        x = x > 90 ? 90 : x
        // Adding 1.5·2²³ rounds to an integer, which then stands in the low bits.
        let shifted = x * 1.442_695_04 + 12_582_912
        let count = shifted - 12_582_912
        let rest = (x - count * 0.693_359_375) - count * -2.121_944_4e-4
        var sum: Float = 1.0 / 5040
        sum = sum * rest + 1.0 / 720
        sum = sum * rest + 1.0 / 120
        sum = sum * rest + 1.0 / 24
        sum = sum * rest + 1.0 / 6
        sum = sum * rest + 0.5
        sum = sum * rest + 1
        sum = sum * rest + 1
        // 2^n in two factors: n may lie beyond what one exponent holds.
        let whole = Int32(truncatingIfNeeded: Int32(bitPattern: shifted.bitPattern) &- 0x4B40_0000)
        let half = whole &>> 1
        let first = Float(bitPattern: UInt32(bitPattern: (half &+ 127) &<< 23))
        let second = Float(bitPattern: UInt32(bitPattern: (whole &- half &+ 127) &<< 23))
        return sum * first * second
    }

    @inline(__always)
    var quickNegativeExponential: Float { (-self).quickExponential }
}
