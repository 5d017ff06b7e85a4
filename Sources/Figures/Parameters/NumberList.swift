/// Numbers one after another: `0.5,-0.25`.
public struct NumberList: Hashable, Sendable, ParameterValue {
    public let values: [Float]

    public init(_ values: [Float]) { self.values = values }

    public static var syntax: String { "V,V,…" }

    public init(_ input: ParameterInput) throws(ParameterError) {
        var values: [Float] = []
        for part in input.text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let value = Float(part.filter { $0 != " " }), value.isFinite else {
                throw ParameterError(value: input.text, expected: "numbers with commas between them, as 0.5,-0.25")
            }
            values.append(value)
        }
        self.values = values
    }

    public var parameterText: String { values.map(Self.text).joined(separator: ",") }

    /// Whole numbers as people write them.
    private static func text(_ value: Float) -> String {
        value == value.rounded() && abs(value) < 1e7 ? "\(Int(value))" : "\(value)"
    }
}
