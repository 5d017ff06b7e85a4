/// The natural logarithm of a number above 0, by its series: no figure needs more than six digits of it.
func logarithm(_ value: Double) -> Double {
    let fraction = value.significand
    let t = (fraction - 1) / (fraction + 1)
    let square = t * t
    var (term, sum) = (t, 0.0)
    for power in stride(from: 1, through: 15, by: 2) {
        sum += term / Double(power)
        term *= square
    }
    return 2 * sum + Double(value.exponent) * 0.693147180559945
}

/// The decimal logarithm of a number above 0; exact enough that powers of ten are whole numbers.
func decades(_ value: Double) -> Double {
    let result = logarithm(value) / 2.302585092994046
    let whole = result.rounded()
    return abs(result - whole) < 1e-8 ? whole : result
}
