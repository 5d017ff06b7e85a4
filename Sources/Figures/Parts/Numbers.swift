import Scenes
import Tensors

/// A number for people: a real minus sign, no more than `places` decimals, no trailing zeros unless they are fixed.
package func decimal(_ value: Float, places: Int = 2, isFixed: Bool = false) -> String {
    guard value.isFinite else { return value.isNaN ? "not a number" : value < 0 ? "−∞" : "∞" }
    let (digits, isExact) = scaled(value, places: places)
    guard isExact else { return scientific(value) }
    let unit = power(of: 10, places)
    var fraction = places == 0 ? "" : String(digits % unit)
    fraction = String(repeating: "0", count: places - min(places, fraction.count)) + fraction
    while !isFixed && fraction.hasSuffix("0") { fraction.removeLast() }
    let whole = String(digits / unit)
    let sign = value < 0 && digits != 0 ? "−" : ""
    return sign + whole + (fraction.isEmpty ? "" : "." + fraction)
}

/// The value's magnitude in units of the last decimal place, and whether it fits.
private func scaled(_ value: Float, places: Int) -> (Int, Bool) {
    let scaled = (Double(value.magnitude) * Double(power(of: 10, places))).rounded()
    return scaled < 1e12 ? (Int(scaled), true) : (0, false)
}

/// `−3·10⁻⁷`: one digit, or more after the point, and a power of ten.
func scientific(_ value: Float, places: Int = 0) -> String {
    guard value.isFinite, value != 0 else { return decimal(value) }
    var (digit, exponent) = (Double(value.magnitude), 0)
    // What would be rounded to ten is one of the next power.
    let half = 0.5 / Double(power(of: 10, places))
    while digit >= 10 - half { (digit, exponent) = (digit / 10, exponent + 1) }
    while digit < 1 - half / 10 { (digit, exponent) = (digit * 10, exponent - 1) }
    let raised: [Character: Character] = [
        "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸", "9": "⁹", "-": "⁻",
    ]
    return (value < 0 ? "−" : "") + decimal(Float(digit), places: places) + "·10"
        + String(String(exponent).compactMap { raised[$0] })
}

private func power(of base: Int, _ exponent: Int) -> Int {
    (0..<exponent).reduce(1) { product, _ in product * base }
}

/// As many decimals as tell values of this size apart: 2 for values around 1, none for hundreds, 4 for hundredths.
package func decimals(for largest: Float) -> Int {
    guard largest > 0, largest.isFinite else { return 2 }
    if largest >= 100 { return 0 }
    if largest >= 0.1 { return 2 }
    if largest >= 0.01 { return 3 }
    return largest >= 0.001 ? 4 : 6
}

/// How a table of numbers is written: whole ones as they are, others with as many decimals as show the least of them,
/// at most four; a zero is a plain 0.
struct NumberStyle: Hashable {
    let places: Int

    init(places: Int) {
        self.places = places
    }

    init(for values: Tensor) {
        let magnitudes = values.elements.map(\.magnitude).filter { $0 > 0 && $0.isFinite }
        guard let least = magnitudes.min(), magnitudes.contains(where: { $0 != $0.rounded() }) else {
            places = 0
            return
        }
        // Two digits of the least.
        places = (2...4).first { least >= 10 / Float(power(of: 10, $0)) } ?? 4
    }

    func text(_ value: Float) -> String {
        guard value.isFinite else { return decimal(value) }
        if value == 0 { return "0" }
        let text = decimal(value, places: places, isFixed: true)
        let isLost = !text.contains { ("1"..."9").contains($0) }
        return isLost || value.magnitude >= 1e6 ? scientific(value) : text
    }
}

/// `3 × 3`, with spaces at which no line breaks.
func sizes(_ values: [Int]) -> String {
    values.map(String.init).joined(separator: "\u{A0}×\u{A0}")
}

/// `1 pixel`, `2 pixels`
package func counted(_ count: Int, _ noun: String, plural: String? = nil) -> String {
    "\(count) \(count == 1 ? noun : plural ?? noun + "s")"
}

/// `a, b and c`
func listed(_ items: [String]) -> String {
    guard let last = items.last, items.count > 1 else { return items.first ?? "" }
    return items.dropLast().joined(separator: ", ") + " and " + last
}

extension [String] {
    /// The terms of a long sum, cut short with a count: `3, 1, … 34 more`.
    func cutShort(most: Int, keeping first: Int = 9) -> [String] {
        count <= most ? self : prefix(first) + ["… \(count - first) more"]
    }
}
