/// A network and what is claimed of it, in a file of its own, a block of notes, a lesson or a manifest.
public struct ClaimedNetwork: Sendable {
    public enum Source: Sendable {
        /// `layers:` are written there.
        case written(SourceNode)
        /// An id, a chain or a file.
        case named(String, SourceLocation)
    }

    public let source: Source
    /// A shape instead of the network's own.
    public let input: String?
    public let profile: Profile?
    private let expectation: SourceNode?

    /// What is claimed beside the network, not in it.
    ///
    /// - Throws: ``NetworkError``
    public func expectation(of network: Network) throws(NetworkError) -> Expectation {
        guard let expectation else { return Expectation() }
        var unknowns: [String: Unknown] = [:]
        for unknown in network.inputs.flatMap(\.shape.sizes).flatMap(\.unknowns) { unknowns[unknown.name] = unknown }
        var problems = ProblemList()
        let claims = ExpectationReader.expectation(expectation, unknowns, &problems)
        guard problems.all.isEmpty else { throw NetworkError(problems: problems.all) }
        return claims
    }
}

extension ClaimedNetwork {
    private static let keys = ["network", "input", "profile", "expect", "name", "caption", "title", "formats"]
    /// Keys of what may hold claims among many other things.
    private static let collections = ["lesson", "figures", "figure"]

    /// The networks of a file or block; none where nothing is claimed.
    ///
    /// - Parameters:
    ///   - root: What is written.
    ///   - isBlock: Whether it is meant for ConvScope, as a block of notes is; other YAML may be anything.
    /// - Throws: ``NetworkError`` with all independent problems.
    public static func all(in root: SourceNode, isBlock: Bool) throws(NetworkError) -> [ClaimedNetwork] {
        guard let entries = root.entries, !entries.isEmpty else {
            guard isBlock else { return [] }
            var problems = ProblemList()
            problems.add(.expected("'network:' or 'layers:', and 'expect:'", found: root.excerpt), root.location)
            throw NetworkError(problems: problems.all)
        }
        // What experiments promise shows when they are run.
        if !isBlock, entries.contains(where: { $0.key == "network" }), entries.contains(where: { $0.key == "data" }) {
            return []
        }
        let isCollection = entries.contains { collections.contains($0.key) }
        var found = try own(root, entries, isCollection: isCollection, isBlock: isBlock)
        for entry in entries where entry.key == "figures" {
            for figure in entry.value.items {
                guard let own = figure.entries, own.contains(where: { $0.key == "expect" }) else { continue }
                // A figure shows the lesson's network unless it names another.
                let inherited = entries.filter { outer in
                    ["network", "input", "layers", "blocks", "where", "layout"].contains(outer.key)
                        && !own.contains { ["network", "layers", outer.key].contains($0.key) }
                }
                found += try Self.own(figure, own + inherited, isCollection: true, isBlock: isBlock)
            }
        }
        return found
    }

    private static func own(
        _ root: SourceNode, _ entries: [SourceNode.Entry], isCollection: Bool, isBlock: Bool
    ) throws(NetworkError) -> [ClaimedNetwork] {
        var problems = ProblemList()
        func value(_ key: String) -> SourceNode? { entries.first { $0.key == key }?.value }
        let profile = value("profile").flatMap {
            HeaderReader.choice($0, "profile", Profile.allCases.map(\.rawValue), &problems).flatMap(Profile.init)
        }
        var found: ClaimedNetwork?
        if value("layers") != nil {
            let kept = entries.filter {
                isCollection ? NetworkReader.keys.contains($0.key) : !["profile", "caption", "name"].contains($0.key)
            }
            found = ClaimedNetwork(
                source: .written(SourceNode(.mapping(kept), at: root.location)), input: nil, profile: profile,
                expectation: nil)
        } else if isBlock || value("network") != nil || value("expect") != nil {
            if !isCollection {
                _ = problems.values(of: SourceNode(.mapping(entries), at: root.location), keys: keys, "")
            }
            let input = value("input").map { $0.scalar ?? $0.items.map { $0.scalar ?? "" }.joined(separator: "x") }
            if let network = value("network") {
                let source: Source? =
                    switch network.value {
                    case .scalar(let name): name.isEmpty ? nil : .named(name, network.location)
                    case .mapping: .written(network)
                    case .list: nil
                    }
                if let source {
                    found = ClaimedNetwork(
                        source: source, input: input, profile: profile, expectation: value("expect"))
                } else {
                    problems.add(
                        .expected("an id, a chain, a file or a network", found: network.excerpt), network.location)
                }
            } else if value("expect") != nil || !isCollection {
                problems.add(.missingKey("network"), root.location)
            }
        }
        guard problems.all.isEmpty else { throw NetworkError(problems: problems.all) }
        guard let found else { return [] }
        // What claims nothing need not be looked up.
        if case .named = found.source, found.expectation == nil { return [] }
        return [found]
    }
}
