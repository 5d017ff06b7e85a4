extension Initializer {
    /// What ``init(parsing:)`` takes.
    public static let expectation = "he, xavier, zeros, constant=V, or uniform=LIMIT"

    /// As people write it: `he`, `constant=0.1`. Nothing if it is none.
    public init?(parsing text: String) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let value = parts.count == 2 ? Float(parts[1]).flatMap { $0.isFinite ? $0 : nil } : nil
        switch (parts[0], parts.count, value) {
        case ("he", 1, _): self = .he
        case ("xavier", 1, _): self = .xavier
        case ("zeros", 1, _): self = .zeros
        case ("constant", _, let value?): self = .constant(value)
        case ("uniform", _, let limit?) where limit >= 0: self = .uniform(limit: limit)
        case _: return nil
        }
    }
}
