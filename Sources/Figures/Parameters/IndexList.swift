/// Places counted from 0: `3,17` or `0-7`.
public struct IndexList: Hashable, Sendable, ParameterValue {
    public let indices: [Int]

    public init(_ indices: [Int]) { self.indices = indices }

    public static var syntax: String { "N,N|N-N" }

    public init(_ input: ParameterInput) throws(ParameterError) {
        var indices: [Int] = []
        for part in input.text.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = part.split(separator: "-", omittingEmptySubsequences: false).map {
                Int($0.filter { $0 != " " })
            }
            switch (ends.count, ends.first ?? nil, ends.last ?? nil) {
            case (1, let index?, _) where index >= 0: indices.append(index)
            // Nobody counts further, and a list this long would be memory.
            case (2, let first?, let last?) where first >= 0 && first <= last && last - first < 1 << 16:
                indices.append(contentsOf: first...last)
            default:
                throw ParameterError(value: input.text, expected: "numbers counted from 0, as 3,17 or 0-7")
            }
        }
        self.indices = indices
    }

    public var parameterText: String { indices.map(String.init).joined(separator: ",") }

    /// - Throws: ``FigureError/indexOutside(what:index:count:)``.
    func checked(_ what: String, of count: Int) throws(FigureError) -> [Int] {
        for index in indices where index >= count {
            throw .indexOutside(what: what, index: index, count: count)
        }
        return indices
    }
}
