public import Networks
internal import Yams

/// What a fenced block of class `convscope` asks for, in notes and in lessons.
public enum NotesBlock: Sendable {
    case figure(FigureFile.Entry)
    case summary(network: String, Options)
    case derivations(layer: String, of: Set<DerivedNumber>, network: String)
    case solve(from: String, to: String, first: Int)
    /// Read by ``ClaimsFile``.
    case claims
    case hints(network: String)
    case code(Framework, network: String)

    /// What a table may have beside its network.
    public struct Options: Sendable {
        public var caption: String?
        public var profile = Profile.pytorch
        public var input: String?
    }

    public enum DerivedNumber: String, CaseIterable, Sendable {
        case output, parameters, macs
        case receptiveField = "receptive-field"

        public func includes(_ subject: Derivation.Subject) -> Bool {
            switch subject {
            case .output: self == .output
            case .parameters, .trainable: self == .parameters
            case .multiplyAccumulates, .floatingPointOperations: self == .macs
            case .fieldSize, .fieldJump, .fieldStart, .fieldPadding: self == .receptiveField
            case .activationMemory, .named: false
            }
        }
    }
}

extension NotesBlock {
    /// Whether a block is a table, a derivation or the like, which claims nothing.
    static func asksOnly(_ block: NotesFile.Block) -> Bool {
        guard let root = try? SafeYAML.compose(block.text), let mapping = root.mapping, mapping["expect"] == nil else {
            return false
        }
        return Kind.allCases.contains { $0 != .expect && $0 != .figure && mapping[$0.rawValue] != nil }
    }

    /// Whether a block claims something, whatever else it asks for.
    public static func claims(_ block: NotesFile.Block) -> Bool {
        (try? SafeYAML.compose(block.text))?.mapping?["expect"] != nil
    }

    /// The keys that say what a block is; the first that it has counts.
    private enum Kind: String, CaseIterable {
        case figure, summary, derive, solve, hints, code, expect
    }

    /// - Parameters:
    ///   - block: As it stands in the notes.
    ///   - path: For messages, and where paths in it begin.
    ///   - network: What is meant where none is named.
    /// - Throws: ``FigureFileError``
    public init(_ block: NotesFile.Block, path: String, network: String?) throws(FigureFileError) {
        let root: Yams.Node?
        do { root = try SafeYAML.compose(block.placedText) } catch { throw .notYAML(error.description, path) }
        guard let root, let mapping = root.mapping else {
            throw .expected(
                "'figure:', 'summary:', 'derive:', 'solve:', 'hints:', 'code:' or 'expect:'", path, block.line)
        }
        let reader = BlockReader(mapping: mapping, path: path, line: block.line, network: network)
        guard let kind = Kind.allCases.first(where: { mapping[$0.rawValue] != nil }) else {
            throw .unknownLessonKey(
                mapping.first?.key.scalar?.string ?? "", Kind.allCases.map(\.rawValue), path, root.line)
        }
        switch kind {
        case .figure:
            var root = root
            // Of the block's attributes those that are options; the key wins.
            for (key, value) in block.attributes.values where mapping[key] == nil && ["caption", "name"].contains(key) {
                root.mapping?[Yams.Node(key)] = Yams.Node(value)
            }
            self = .figure(try FigureFile.entry(root, path: path, network: network))
        case .summary:
            try reader.check(["summary", "caption", "profile", "input"])
            var options = Options()
            options.caption = try reader.text("caption") ?? block.attributes["caption"]
            options.input = try reader.text("input")
            if let name = try reader.text("profile") {
                guard let profile = Profile(rawValue: name) else {
                    throw .expected("pytorch or keras under 'profile'", path, reader.line(of: "profile"))
                }
                options.profile = profile
            }
            self = .summary(network: try reader.network("summary"), options)
        case .derive:
            try reader.check(["derive", "network", "of"])
            var numbers: Set<DerivedNumber> = []
            for name in try reader.texts("of") {
                guard let number = DerivedNumber(rawValue: name) else {
                    let known = DerivedNumber.allCases.map(\.rawValue).joined(separator: ", ")
                    throw .expected("\(known) under 'of'", path, reader.line(of: "of"))
                }
                numbers.insert(number)
            }
            guard let layer = try reader.text("derive") else { throw .expected("a layer", path, block.line) }
            self = .derivations(
                layer: layer, of: numbers.isEmpty ? Set(DerivedNumber.allCases) : numbers,
                network: try reader.network("network"))
        case .solve:
            try reader.check(["solve", "first"])
            guard let inner = mapping["solve"]?.mapping, let from = inner["input"]?.scalar?.string,
                let to = inner["output"]?.scalar?.string
            else {
                throw .expected(
                    "'solve: { input: 3x100x50, output: 4x19x9 }'", path, reader.line(of: "solve"))
            }
            if let other = inner.first(where: { !["input", "output", "first"].contains($0.key.scalar?.string ?? "") }) {
                throw .unknownLessonKey(
                    other.key.scalar?.string ?? "", ["input", "output", "first"], path, other.key.line)
            }
            self = .solve(from: from, to: to, first: inner["first"]?.int ?? mapping["first"]?.int ?? 4)
        case .hints:
            try reader.check(["hints"])
            self = .hints(network: try reader.network("hints"))
        case .code:
            try reader.check(["code", "network"])
            guard let framework = try reader.text("code").flatMap(Framework.init) else {
                throw .expected("pytorch or keras under 'code'", path, reader.line(of: "code"))
            }
            self = .code(framework, network: try reader.network("network"))
        case .expect: self = .claims
        }
    }
}

/// The values of a block's keys.
private struct BlockReader {
    let mapping: Yams.Node.Mapping
    let path: String
    let line: Int
    let network: String?

    func line(of key: String) -> Int { mapping.first { $0.key.scalar?.string == key }?.key.line ?? line }

    func check(_ known: [String]) throws(FigureFileError) {
        for (key, _) in mapping where !known.contains(key.scalar?.string ?? "") {
            throw .unknownLessonKey(key.scalar?.string ?? "", known, path, key.line)
        }
    }

    func text(_ key: String) throws(FigureFileError) -> String? {
        guard let node = mapping[key] else { return nil }
        guard let text = node.scalar?.string else { throw .expected("a text under '\(key)'", path, node.line) }
        return text
    }

    func texts(_ key: String) throws(FigureFileError) -> [String] {
        guard let node = mapping[key] else { return [] }
        if let text = node.scalar?.string { return [text] }
        return (node.sequence ?? []).compactMap { $0.scalar?.string }
    }

    /// The network that a key names, else the one that is meant.
    func network(_ key: String) throws(FigureFileError) -> String {
        if let node = mapping[key] {
            if node.mapping != nil { return NetworkFile.inline(node) }
            if let name = node.scalar?.string, !name.isEmpty, !["~", "null"].contains(name) { return name }
        }
        guard let network else {
            throw .expected("a network under '\(key)', as \(key): lenet5", path, line(of: key))
        }
        return network
    }
}

extension NotesFile.Attributes {
    public subscript(key: String) -> String? { values.last { $0.key == key }?.value }
}
