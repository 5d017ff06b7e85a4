public import Networks

/// The claims of a file about networks, held against what is so.
public struct ClaimsFile: Sendable {
    public struct Result: Sendable {
        /// The network's title.
        public let network: String
        public let outcomes: [ClaimOutcome]
    }

    public let path: String
    public private(set) var results: [Result] = []
    /// What cannot be read, each with its place.
    public private(set) var problems: [String] = []

    public var outcomes: [ClaimOutcome] { results.flatMap(\.outcomes) }

    /// Whether the name's ending says that it is Markdown.
    public static func isNotes(_ path: String) -> Bool { notesEndings.contains(FileSystem.ending(of: path)) }
    public static let notesEndings = ["md", "markdown", "qmd", "rmd"]
    public static let networkEndings = ["yml", "yaml"]

    /// - Parameters:
    ///   - text: YAML, or Markdown with blocks of class `convscope`.
    ///   - path: For messages, and where paths in the text begin.
    ///   - isNotes: Whether it is Markdown.
    ///   - profile: For claims that name none.
    public init(_ text: String, path: String, isNotes: Bool, profile: Profile = .pytorch) {
        self.path = path
        guard isNotes else {
            check(yaml: text, attributes: [], isBlock: false, profile)
            return
        }
        for block in NotesFile.blocks(of: text) {
            let place = SourceLocation(line: block.line, column: block.column)
            if block.text.allSatisfy(\.isWhitespace), block.attributes.values.isEmpty {
                problems.append("\(path):\(place.line):\(place.column): the block is empty.")
                continue
            }
            let attributes = block.attributes.values.map {
                SourceNode.Entry($0.key, SourceNode(.scalar($0.value), at: place), at: place)
            }
            check(yaml: block.placedText, attributes: attributes, isBlock: true, profile)
        }
    }

    private mutating func check(
        yaml: String, attributes: [SourceNode.Entry], isBlock: Bool, _ profile: Profile
    ) {
        do throws(NetworkFileError) {
            var root = try NetworkFile.source(yaml: yaml, path: path)
            if case .mapping(let entries) = root.value, !attributes.isEmpty {
                // Of the block's attributes those that are keys too; the key wins.
                let kept = attributes.filter { attribute in
                    ["network", "input", "profile"].contains(attribute.key)
                        && !entries.contains { $0.key == attribute.key }
                }
                root = SourceNode(.mapping(entries + kept), at: root.location)
            }
            let networks: [ClaimedNetwork]
            do {
                networks = try ClaimedNetwork.all(in: root, isBlock: isBlock)
            } catch {
                throw NetworkFileError(description: error.description(in: path))
            }
            for claimed in networks {
                do throws(NetworkFileError) { try check(claimed, profile) } catch { problems.append(error.description) }
            }
        } catch {
            problems.append(error.description)
        }
    }

    private mutating func check(_ claimed: ClaimedNetwork, _ profile: Profile) throws(NetworkFileError) {
        let network: Network
        switch claimed.source {
        case .written(let root):
            do {
                network = try NetworkReader.network(root, input: claimed.input)
            } catch {
                throw NetworkFileError(description: error.description(in: path))
            }
        case .named(let name, let place):
            do throws(NetworkFileError) {
                network = try NetworkFile.network(
                    named: name, from: FileSystem.folder(of: path), input: claimed.input)
            } catch {
                throw NetworkFileError(description: "\(path):\(place.line):\(place.column): \(error.description)")
            }
        }
        let expectation: Expectation
        do {
            expectation = try claimed.expectation(of: network)
        } catch {
            throw NetworkFileError(description: error.description(in: path))
        }
        let checker = ClaimChecker(network, profile: claimed.profile ?? profile)
        var outcomes = checker.outcomes(expectation)
        // What another file claims is checked there.
        if case .written = claimed.source { outcomes = checker.outcomes() + outcomes }
        if !outcomes.isEmpty { results.append(Result(network: network.title, outcomes: outcomes)) }
    }
}

extension NetworkFile {
    /// The network that a file names: an id of the zoo, a chain, or a file whose path begins at `folder`; `input` is a shape
    /// instead of its own.
    ///
    /// - Throws: ``NetworkFileError``
    public static func network(
        named name: String, from folder: String, input: String? = nil
    ) throws(NetworkFileError) -> Network {
        if Network.isChain(name) {
            do {
                return try Network(chain: name, input: input)
            } catch {
                throw NetworkFileError(description: error.description(in: "chain"))
            }
        }
        if let network = try Zoo.network(name, input: input) { return network }
        let path = name.hasPrefix("/") ? name : FileSystem.join(folder, name)
        guard ["yml", "yaml"].contains(FileSystem.ending(of: name)) else {
            throw NetworkFileError(
                description: """
                    no network is called '\(name.prefix(80))'. `convscope list networks` shows all; a file ends in .yml, \
                    and a chain has arrows, as "1x28x28 -> conv 8@3x3".
                    """)
        }
        let text: String
        do { text = try FileSystem.text(of: path) } catch { throw NetworkFileError(description: error.description) }
        return try network(yaml: text, path: path, input: input)
    }
}
