/// One value for all spatial axes, or one for each: `2`, `[2, 1]`.
public enum PerAxis: Hashable, Sendable, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral {
    case all(Int)
    case each([Int])

    public init(integerLiteral value: Int) {
        self = .all(value)
    }

    public init(arrayLiteral values: Int...) {
        self = .each(values)
    }

    /// - Throws: ``ShapeError/countPerAxis(option:given:axes:)`` if there is one value per axis, but for other axes.
    public func values(axes: Int, option: String) throws(ShapeError) -> [Int] {
        switch self {
        case .all(let value):
            return [Int](repeating: value, count: axes)
        case .each(let values):
            guard values.count == axes else {
                throw .countPerAxis(option: option, given: values.count, axes: axes)
            }
            return values
        }
    }
}
