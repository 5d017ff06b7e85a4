internal import Scenes

/// Decimal numbers, rounded and as short as can be.
enum SVGNumber {
    /// Of places on the page: a hundredth of a point cannot be seen.
    static let placeDecimals = 2
    /// In groups that enlarge what is in them.
    static let mostPlaceDecimals = 7
    /// More than places have: factors multiply what may be thousands of points.
    static let moreFactorDecimals = 5

    private static let powers: [Double] = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12]
    /// Far beyond every page, and so that sums and differences stay whole numbers.
    private static let largest = 1e15

    static func text(_ value: Double, decimals: Int = placeDecimals) -> String {
        var fragment = SVGFragment()
        write(value, decimals: decimals, to: &fragment)
        return String(decoding: fragment.bytes, as: UTF8.self)
    }

    static func write(_ value: Double, decimals: Int = placeDecimals, to output: inout SVGFragment) {
        write(steps: steps(value, decimals), decimals: decimals, to: &output)
    }

    /// In units of the last decimal.
    static func steps(_ value: Double, _ decimals: Int) -> Int {
        Int(min(max((value * powers[decimals]).rounded(), -largest), largest))
    }

    static func write(steps: Int, decimals: Int, to output: inout SVGFragment) {
        if steps < 0 { output.append(UInt8(ascii: "-")) }
        var (whole, rest) = steps.magnitude.quotientAndRemainder(dividingBy: UInt(powers[decimals]))
        if whole > 0 || rest == 0 { writeDigits(whole, to: &output) }
        guard rest > 0 else { return }
        output.append(UInt8(ascii: "."))
        var place = UInt(powers[decimals])
        while rest > 0 {
            place /= 10
            output.append(UInt8(ascii: "0") + UInt8(rest / place))
            rest %= place
        }
    }

    private static func writeDigits(_ value: UInt, to output: inout SVGFragment) {
        if value >= 10 { writeDigits(value / 10, to: &output) }
        output.append(UInt8(ascii: "0") + UInt8(value % 10))
    }
}

/// Path data: steps from point to point, of which each is rounded by itself.
struct SVGPathData {
    private let decimals: Int
    private var current = (x: 0, y: 0)
    private var start = (x: 0, y: 0)
    /// A move is written once something follows it.
    private var move: (x: Int, y: Int)?
    private var isEmpty = true
    private var command: UInt8 = 0

    static func write(_ path: Path, decimals: Int, to output: inout SVGFragment) {
        var data = SVGPathData(decimals: decimals)
        for element in path.elements { data.write(element, to: &output) }
    }

    private init(decimals: Int) {
        self.decimals = decimals
    }

    private mutating func write(_ element: Path.Element, to output: inout SVGFragment) {
        switch element {
        case .move(let point): move = place(point)
        case .line(let point):
            guard begin(at: point, &output) else { return }
            let end = place(point)
            let (dx, dy) = (end.x - current.x, end.y - current.y)
            if dy == 0 {
                write("h", [dx], &output)
            } else if dx == 0 {
                write("v", [dy], &output)
            } else {
                write("l", [dx, dy], &output)
            }
            current = end
        case .curve(let first, let second, let last):
            _ = begin(at: first, &output)
            let (a, b, end) = (place(first), place(second), place(last))
            write(
                "c",
                [
                    a.x - current.x, a.y - current.y, b.x - current.x, b.y - current.y, end.x - current.x,
                    end.y - current.y,
                ], &output)
            current = end
        case .close:
            guard !isEmpty, move == nil else { return }
            write("z", [], &output)
            current = start
        }
    }

    /// Writes the move that stands out; what begins without one begins at its own first point.
    /// - Returns: whether there was a point before.
    private mutating func begin(at point: Point, _ output: inout SVGFragment) -> Bool {
        let hadPoint = !isEmpty || move != nil
        guard let target = move ?? (isEmpty ? place(point) : nil) else { return true }
        if isEmpty {
            write("M", [target.x, target.y], &output)
        } else {
            write("m", [target.x - current.x, target.y - current.y], &output)
        }
        (current, start, move, isEmpty) = (target, target, nil, false)
        return hadPoint
    }

    private func place(_ point: Point) -> (x: Int, y: Int) {
        (SVGNumber.steps(point.x, decimals), SVGNumber.steps(point.y, decimals))
    }

    private mutating func write(_ letter: Unicode.Scalar, _ numbers: [Int], _ output: inout SVGFragment) {
        let new = UInt8(ascii: letter)
        var needsSpace = new == command
        if !needsSpace { output.append(new) }
        for number in numbers {
            if needsSpace, number >= 0 { output.append(UInt8(ascii: " ")) }
            SVGNumber.write(steps: number, decimals: decimals, to: &output)
            needsSpace = true
        }
        command = new
    }
}
