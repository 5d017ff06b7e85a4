import Execution
public import Networks
public import Scenes

/// What each layer of a network costs, as bars; two networks on one scale.
public struct Cost: NetworkFigure {
    public var options = NetworkOptions()
    public var against: NetworkName?
    public var names: [String] = []
    public var measure = CostMeasures(CostMeasure.allCases)
    public var profile = Profile.pytorch

    public init() {}

    public static let summary =
        "Parameters, multiply-accumulates and memory of each layer as bars; two networks on one scale."

    public static var parameters: [FigureParameter<Cost>] {
        structureParameters + [
            .init("against", \.against, "a second network, drawn beside the first on the same scale"),
            .init(
                "names", \.names,
                "what the networks are called, the first one first; as they call themselves, or their chains, unless given"
            ),
            .init("measure", \.measure, "what is counted, as parameters,macs"),
            .init("profile", \.profile, "whose way of counting parameters"),
        ]
    }

    /// A list that is longer is told by named blocks, or by its largest layers.
    private static let mostRows = 32

    public func scene(in context: FigureContext) throws -> Scene {
        var sheets: [CostSheet] = []
        let networks = [options.network] + (against.map { [$0] } ?? [])
        guard names.count <= networks.count else {
            throw ParameterError(
                option: "names", value: names.joined(separator: ", "),
                expected: "no more names than networks, \(networks.count)")
        }
        for (index, name) in networks.enumerated() {
            var own = options
            own.network = name
            let network = try own.prepared(in: context).network
            sheets.append(
                try CostSheet(
                    network, title: index < names.count ? names[index] : name.heading(network), measure.measures,
                    profile, most: Self.mostRows))
        }
        var builder = SceneBuilder(context)
        if sheets.count == 1 {
            builder.costs(sheets[0])
        } else {
            builder.costs(sheets[0], beside: sheets[1])
        }
        builder.costLegend(sheets)
        builder.footnote(measure.measures.map { $0.note(profile) } + CostSheet.notes(sheets))
        return builder.scene(CostSheet.words(sheets))
    }
}

/// What is counted of a layer.
public enum CostMeasure: String, CaseIterable, Sendable {
    case parameters, macs, memory

    var title: String {
        switch self {
        case .parameters: "parameters"
        case .macs: "MACs"
        case .memory: "memory"
        }
    }

    func note(_ profile: Profile) -> String {
        switch self {
        case .parameters:
            switch profile {
            case .pytorch: "parameters as PyTorch counts them"
            case .keras: "parameters as Keras counts them"
            }
        case .macs: "MACs: multiplications by a weight with their additions, forward, one sample"
        case .memory: "memory: the values that come out of the layers, 4 bytes each, one sample"
        }
    }

    /// A number with its unit.
    func text(_ count: Int) -> String {
        switch self {
        case .parameters, .macs: Quantity(count).readable
        case .memory: SummaryTable.bytes(Quantity(count))
        }
    }

    func value(_ node: Node, _ profile: Profile) -> Quantity {
        switch self {
        case .parameters: node.inference.parameters.total(profile)
        case .macs: node.inference.multiplyAccumulates?.value ?? 0
        case .memory: 4 * node.output.elementCount
        }
    }
}

/// Several of them: `parameters,macs`.
public struct CostMeasures: Hashable, Sendable, ParameterValue {
    public let measures: [CostMeasure]

    public init(_ measures: [CostMeasure]) { self.measures = measures }

    public init(_ input: ParameterInput) throws(ParameterError) {
        var measures: [CostMeasure] = []
        for word in input.text.split(separator: ",", omittingEmptySubsequences: false).map(String.init) {
            guard let measure = CostMeasure(rawValue: word), !measures.contains(measure) else {
                throw ParameterError(value: word, expected: "some of " + Self.choices.joined(separator: ", "))
            }
            measures.append(measure)
        }
        self.measures = measures
    }

    public static var syntax: String { "parameters,macs,…" }
    public static var choices: [String] { CostMeasure.allCases.map(\.rawValue) }
    public var parameterText: String { measures.map(\.rawValue).joined(separator: ",") }
}

extension Profile: ParameterChoice {}
