/// What a layer kind is called and which options it takes: the one place that reading, the schema, `list layers` and
/// the documentation come from.
public struct LayerDeclaration: Sendable {
    public let kind: LayerName
    public let summary: String
    public let options: [OptionDeclaration]
    /// The option that may stand alone, as the size in `max-pool: 2`.
    public let main: String?
    /// Whether an activation may be fused to it.
    public let takesActivation: Bool
    /// Whether it reads more than one layer.
    public let merges: Bool
    /// A layer of the kind as YAML, on an input that it fits.
    public let example: Example
    /// The paper it is from, with its year.
    public let source: String?

    public struct Example: Sendable {
        public let input: String
        /// The items of `layers:`, without the leading dashes.
        public let layers: [String]

        init(_ layers: String..., input: String) {
            (self.layers, self.input) = (layers, input)
        }
    }

    init(
        _ kind: LayerName, _ summary: String, main: String? = nil, takesActivation: Bool = false, merges: Bool = false,
        example: Example, source: String? = nil, options: [OptionDeclaration] = []
    ) {
        self.kind = kind
        self.summary = summary
        self.options = options
        self.main = main
        self.takesActivation = takesActivation
        self.merges = merges
        self.example = example
        self.source = source
    }
}

/// One option: its name, what it takes, and what holds if it is not given.
public struct OptionDeclaration: Sendable {
    public let name: String
    public let type: OptionType
    /// Nothing if it must be given, or if leaving it out has a meaning of its own.
    public let defaultValue: OptionValue?
    public let isRequired: Bool
    public let summary: String

    static func required(_ name: String, _ type: OptionType, _ summary: String) -> OptionDeclaration {
        OptionDeclaration(name: name, type: type, defaultValue: nil, isRequired: true, summary: summary)
    }

    static func optional(
        _ name: String, _ type: OptionType, default value: OptionValue? = nil, _ summary: String
    ) -> OptionDeclaration {
        OptionDeclaration(name: name, type: type, defaultValue: value, isRequired: false, summary: summary)
    }
}

/// What an option takes.
public enum OptionType: Hashable, Sendable {
    case integer(atLeast: Int)
    case number(ClosedRange<Double>)
    case flag
    /// A number, or one for each axis.
    case perAxis(atLeast: Int)
    case padding
    case choice([String])
    /// Sizes as `7x7` or `[7, 7]`.
    case shape
    case integers(atLeast: Int)
    /// `[[x0, y0, x1, y1], …]`
    case regions

    /// What a person would write.
    public var expectation: String {
        switch self {
        case .integer(let least): "an integer of at least \(least)"
        case .number(let range):
            range.upperBound > 1e30
                ? "a number of at least \(OptionValue.number(range.lowerBound).yaml)"
                : "a number from \(OptionValue.number(range.lowerBound).yaml) to \(OptionValue.number(range.upperBound).yaml)"
        case .flag: "true or false"
        case .perAxis(let least): "an integer of at least \(least), or one for each axis, as [3, 5]"
        case .padding: "valid, same, full, a number, one for each axis, or before and after for each axis"
        case .choice(let names): names.joined(separator: ", ")
        case .shape: "sizes, as 7x7"
        case .integers: "a list of integers, as [4, 2, 1], in a chain 4,2,1"
        case .regions: "a list of regions, as [[x0, y0, x1, y1]], with x0 ≤ x1 and y0 ≤ y1"
        }
    }
}
