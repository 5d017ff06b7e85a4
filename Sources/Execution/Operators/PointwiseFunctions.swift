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

struct Softsign: PointwiseFunction {
    func value(_ x: Float) -> Float { x / (1 + Swift.abs(x)) }
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

struct Logarithm: PointwiseFunction {
    func value(_ x: Float) -> Float { logf(x) }
    static var cost: Double { 8 }
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
