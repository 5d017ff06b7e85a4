/// Holds claims against what a network is.
public struct ClaimChecker: Sendable {
    private let summaries: [Profile: NetworkSummary]
    private let network: Network
    private let places: [String: Int]
    /// For claims that name none.
    private let profile: Profile

    public init(_ network: Network, profile: Profile = .pytorch) {
        (self.network, self.profile) = (network, profile)
        summaries = Dictionary(
            uniqueKeysWithValues: Profile.allCases.map { ($0, NetworkSummary(network, profile: $0)) })
        places = Dictionary(network.nodes.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// All that is claimed where the network is written: of itself, and of its layers.
    public func outcomes() -> [ClaimOutcome] {
        let own = network.header.expectation.map(outcomes) ?? []
        return own
            + network.nodes.indices.flatMap { place in
                network.nodes[place].expectation.map { outcomes($0, of: place) } ?? []
            }
    }

    /// Whether what is claimed of the network, and of its layers by name, holds.
    public func outcomes(_ expectation: Expectation) -> [ClaimOutcome] {
        expectation.claims.map { outcome($0, of: nil) }
            + expectation.layers.flatMap { layer -> [ClaimOutcome] in
                if let place = places[layer.name] { return layer.claims.map { outcome($0, of: place) } }
                let problem = ClaimOutcome.Problem.unknownLayer(
                    layer.name, nearest: nearest(to: layer.name, among: network.nodes.map(\.name)))
                return layer.claims.map {
                    ClaimOutcome(
                        claim: $0, layer: layer.name, profile: $0.profile ?? profile, finding: .unclear(problem))
                }
            }
    }

    private func outcomes(_ expectation: Expectation, of place: Int) -> [ClaimOutcome] {
        expectation.claims.map { outcome($0, of: place) } + outcomes(Expectation(layers: expectation.layers))
    }

    private func outcome(_ claim: Expectation.Claim, of place: Int?) -> ClaimOutcome {
        let profile = claim.profile ?? profile
        return ClaimOutcome(
            claim: claim, layer: place.map { network.nodes[$0].name }, profile: profile,
            finding: finding(claim, of: place, profile))
    }

    private func finding(_ claim: Expectation.Claim, of place: Int?, _ profile: Profile) -> ClaimOutcome.Finding {
        let subject: Int?
        switch claim.property {
        case .output, .receptiveField, .jump, .start, .padding:
            // Of the network, they are its output's.
            switch output(claim, of: place) {
            case .success(let output): subject = output
            case .failure(let problem): return .unclear(problem)
            }
        case .layers:
            guard place == nil else { return .unclear(.onlyForNetworks(.layers)) }
            subject = nil
        case .parameters, .trainable, .macs, .flops, .memory:
            subject = place
        }
        let actual = value(claim.property, of: subject, profile)
        if claim.value.matches(actual) { return .holds }
        return .differs(
            actual, derivations: derivations(claim, of: subject, profile), hint: hint(claim, of: subject, profile))
    }

    private func output(_ claim: Expectation.Claim, of place: Int?) -> Result<Int, ClaimOutcome.Problem> {
        let names = network.outputs.map { network.nodes[$0].name }
        if let name = claim.output {
            guard let output = places[name], place == nil, network.outputs.contains(output) else {
                return .failure(.unknownOutput(name, outputs: place.map { [network.nodes[$0].name] } ?? names))
            }
            return .success(output)
        }
        if let place { return .success(place) }
        return network.outputs.count == 1 ? .success(network.outputs[0]) : .failure(.severalOutputs(names))
    }

    // MARK: Values

    private func value(
        _ property: Expectation.Property, of place: Int?, _ profile: Profile
    ) -> Expectation.Value {
        guard let summary = summaries[profile] else { return .none }
        let row = place.map { summary.rows[$0] }
        switch property {
        case .output: return row.map { .shape($0.node.output.sizes(in: network.layout)) } ?? .none
        case .parameters: return .number(row?.parameters ?? summary.parameters)
        case .trainable: return .number(row?.trainable ?? summary.trainable)
        case .macs: return .number(row?.macs ?? summary.macs)
        case .flops: return .number(row.map { 2 * $0.macs } ?? summary.flops)
        case .memory: return .number(row.map { 4 * $0.node.output.elementCount } ?? summary.activationBytes)
        case .layers: return .number(Quantity(network.nodes.count))
        case .receptiveField: return field(row?.node) { Quantity($0.size) }
        case .jump: return field(row?.node) { .number($0.jump) }
        case .start: return field(row?.node) { $0.start.map(Quantity.number) ?? .undetermined }
        case .padding: return field(row?.node) { $0.padding.map { Quantity($0) } ?? .undetermined }
        }
    }

    private func field(_ node: Node?, _ value: (FieldAxis) -> Quantity) -> Expectation.Value {
        switch node?.field ?? ReceptiveField.none {
        case .axes(let axes): .axes(axes.map(value))
        case .all: .all
        case .none: .none
        }
    }

    private func hint(_ claim: Expectation.Claim, of place: Int?, _ profile: Profile) -> ClaimOutcome.Hint? {
        switch claim.property {
        case .parameters, .trainable:
            return Profile.allCases.first { $0 != profile && claim.value == value(claim.property, of: place, $0) }
                .map(ClaimOutcome.Hint.holdsFor)
        case .output:
            let other = network.layout == .channelsFirst ? Layout.channelsLast : .channelsFirst
            guard let place, case .shape(let sizes) = claim.value,
                sizes == network.nodes[place].output.sizes(in: other)
            else { return nil }
            return .holdsIn(other)
        case .macs, .flops, .memory, .receptiveField, .jump, .start, .padding, .layers:
            return nil
        }
    }

    // MARK: Derivations

    private func derivations(_ claim: Expectation.Claim, of place: Int?, _ profile: Profile) -> [Derivation] {
        guard let summary = summaries[profile] else { return [] }
        guard let place else { return [total(claim.property, summary)].compactMap(\.self) }
        let node = network.nodes[place]
        switch claim.property {
        case .output: return sizes(of: place, claimed: claim.value)
        case .parameters: return [node.inference.parameters.count(profile)].compactMap(\.self)
        case .trainable:
            let row = summary.rows[place]
            guard !node.isFrozen, row.trainable != row.parameters else {
                return node.isFrozen
                    ? [] : [node.inference.parameters.count(profile)?.about(.trainable)].compactMap(\.self)
            }
            return [Derivation(.trainable, .value(row.parameters) - .value(row.parameters - row.trainable))]
        case .macs: return [node.inference.multiplyAccumulates].compactMap(\.self)
        case .flops:
            return [Derivation(.floatingPointOperations, 2 * .value(summary.rows[place].macs))]
        case .memory: return summary.derivations(of: node).filter { $0.subject == .activationMemory }
        case .receptiveField, .jump, .start, .padding:
            return network.fieldDerivations(of: network.nodes[origin(of: place) { $0.changesField }])
                .filter { $0.subject.property == claim.property }
        case .layers: return []
        }
    }

    /// The layer whose formula gives a number that later ones only hand on.
    private func origin(of place: Int, _ decides: (Node) -> Bool) -> Int {
        var place = place
        while !decides(network.nodes[place]), case .node(let source)? = network.nodes[place].sources.first {
            place = source
        }
        return place
    }

    /// Of the axes that were claimed wrongly, if they have formulas.
    private func sizes(of place: Int, claimed: Expectation.Value) -> [Derivation] {
        let node = network.nodes[origin(of: place) { !$0.inference.sizes.isEmpty }]
        let all = node.inference.sizes.merged
        guard node.output.sizes == network.nodes[place].output.sizes else { return [] }
        guard case .shape(let sizes) = claimed, sizes.count == node.output.rank else { return all }
        let actual = node.output.sizes(in: network.layout)
        let wrong = zip(sizes, actual).filter { $0 != $1 }.map(\.1)
        let told = all.filter { wrong.contains($0.value) }
        return told
    }

    /// The sum over the layers; by kind if they are many.
    private func total(_ property: Expectation.Property, _ summary: NetworkSummary) -> Derivation? {
        switch property {
        case .parameters: return sum(.parameters, summary.rows) { $0.parameters }
        case .trainable: return sum(.trainable, summary.rows) { $0.trainable }
        case .macs: return sum(.multiplyAccumulates, summary.rows) { $0.macs }
        case .flops: return Derivation(.floatingPointOperations, 2 * .value(summary.macs))
        case .memory: return Derivation(.activationMemory, 4 * .value(summary.activationBytes / 4))
        case .output, .receptiveField, .jump, .start, .padding, .layers: return nil
        }
    }

    private func sum(
        _ subject: Derivation.Subject, _ rows: [NetworkSummary.Row], _ count: (NetworkSummary.Row) -> Quantity
    ) -> Derivation {
        var terms: [(name: String, count: Quantity)] = rows.map { ($0.node.name, count($0)) }.filter { $0.1 != 0 }
        if terms.count > 6 {
            var kinds: [(name: String, count: Quantity)] = []
            for row in rows where count(row) != 0 {
                let kind = row.node.layer.kindName
                if let place = kinds.firstIndex(where: { $0.name == kind }) {
                    kinds[place].count = kinds[place].count + count(row)
                } else {
                    kinds.append((kind, count(row)))
                }
            }
            terms = kinds
        }
        let symbols = terms.map { Expression.Symbol($0.name, "of \($0.name)") }
        return Derivation(
            subject, .sum(of: symbols.map(Expression.symbol)), zip(symbols, terms).map { .init($0, $1.count) })
    }
}

extension Expectation {
    fileprivate init(layers: [LayerClaims]) {
        self.init()
        self.layers = layers
    }
}

extension Derivation.Subject {
    fileprivate var property: Expectation.Property? {
        switch self {
        case .output: .output
        case .parameters: .parameters
        case .trainable: .trainable
        case .multiplyAccumulates: .macs
        case .floatingPointOperations: .flops
        case .activationMemory: .memory
        case .fieldSize: .receptiveField
        case .fieldJump: .jump
        case .fieldStart: .start
        case .fieldPadding: .padding
        case .named: nil
        }
    }
}
