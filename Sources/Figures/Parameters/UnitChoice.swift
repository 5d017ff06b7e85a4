/// Which unit of a layer is looked at.
public enum UnitChoice: Hashable, Sendable, ParameterValue {
    case centre
    /// The one that answers most strongly.
    case strongest
    /// Its place along each axis, from 0.
    case at([Int])

    public static var syntax: String { "ROW,COLUMN|centre|strongest" }
    public static var choices: [String] { ["centre", "strongest"] }

    public init(_ input: ParameterInput) throws(ParameterError) {
        switch input.text {
        case "centre", "center": self = .centre
        case "strongest": self = .strongest
        default:
            let parts = input.text.split(separator: ",", omittingEmptySubsequences: false)
            let places = parts.compactMap { Int($0) }
            guard places.count == parts.count, (1...3).contains(places.count) else {
                throw ParameterError(value: input.text, expected: "row,column as 6,6, or centre, or strongest")
            }
            self = .at(places)
        }
    }

    public var parameterText: String {
        switch self {
        case .centre: "centre"
        case .strongest: "strongest"
        case .at(let places): places.map(String.init).joined(separator: ",")
        }
    }
}
