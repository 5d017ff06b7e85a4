/// Colours for numbers: stops mixed in OKLab, so that equal steps in value look like equal steps in colour; or as they are
/// stored, for photos, whose values are colours already.
///
/// Source of the colour space: Ottosson, *A perceptual color space for image processing*, 2020.
public struct ColorMap: Hashable, Sendable {
    public let name: String
    /// From the lowest value to the highest, evenly spaced.
    public let stops: [Color]
    public let mixing: Mixing

    public enum Mixing: String, Hashable, Sendable {
        case perceptual, stored
    }

    /// - Precondition: at least two stops.
    public init(_ name: String, _ stops: [Color], mixing: Mixing = .perceptual) {
        precondition(stops.count >= 2, "a colour map needs two ends")
        (self.name, self.stops, self.mixing) = (name, stops, mixing)
    }

    /// The colour at `position`, from 0 to 1; beyond, the nearest end.
    public func color(at position: Double) -> Color {
        let scaled = min(max(position.isNaN ? 0 : position, 0), 1) * Double(stops.count - 1)
        let index = min(Int(scaled), stops.count - 2)
        let (low, high, amount) = (stops[index], stops[index + 1], scaled - Double(index))
        return switch mixing {
        case .perceptual: OKLab(low).mixed(with: OKLab(high), amount).color
        case .stored: low.mixed(with: high, amount)
        }
    }

    /// 256 colours from one end to the other, as bytes.
    public var table: [(UInt8, UInt8, UInt8)] {
        (0..<256).map { index in
            let color = color(at: Double(index) / 255)
            func byte(_ component: Double) -> UInt8 { UInt8((min(max(component, 0), 1) * 255).rounded()) }
            return (byte(color.red), byte(color.green), byte(color.blue))
        }
    }
}

private struct OKLab {
    var l: Double
    var a: Double
    var b: Double

    init(l: Double, a: Double, b: Double) {
        (self.l, self.a, self.b) = (l, a, b)
    }

    init(_ color: Color) {
        func linear(_ c: Double) -> Double { c <= 0.04045 ? c / 12.92 : power((c + 0.055) / 1.055, 2.4) }
        let (r, g, b) = (linear(color.red), linear(color.green), linear(color.blue))
        let long = power(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b, 1.0 / 3)
        let medium = power(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b, 1.0 / 3)
        let short = power(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b, 1.0 / 3)
        self.init(
            l: 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
            a: 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
            b: 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short)
    }

    func mixed(with other: OKLab, _ amount: Double) -> OKLab {
        OKLab(l: l + (other.l - l) * amount, a: a + (other.a - a) * amount, b: b + (other.b - b) * amount)
    }

    var color: Color {
        func cube(_ x: Double) -> Double { x * x * x }
        func encoded(_ c: Double) -> Double {
            let c = min(max(c, 0), 1)
            return c <= 0.0031308 ? 12.92 * c : 1.055 * power(c, 1 / 2.4) - 0.055
        }
        let long = cube(l + 0.3963377774 * a + 0.2158037573 * b)
        let medium = cube(l - 0.1055613458 * a - 0.0638541728 * b)
        let short = cube(l - 0.0894841775 * a - 1.2914855480 * b)
        return Color(
            red: encoded(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
            green: encoded(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
            blue: encoded(-0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short))
    }
}
