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
            if LessonFile.isLesson(text), let lesson = try? LessonFile(yaml: text, path: path) {
                check(NotesFile.blocks(of: lesson.text), of: lesson, profile)
            }
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
            check(block, attributes, network: nil, profile)
        }
    }

    /// A block that asks for a table or a derivation claims nothing, but must be one that can be read.
    private mutating func check(
        _ block: NotesFile.Block, _ attributes: [SourceNode.Entry], network: String?, _ profile: Profile
    ) {
        if NotesBlock.asksOnly(block) {
            do throws(FigureFileError) {
                _ = try NotesBlock(block, path: path, network: network)
            } catch {
                problems.append(error.description)
            }
        } else {
            check(yaml: block.placedText, attributes: attributes, isBlock: true, profile)
        }
    }

    /// What a lesson claims of its own network and with its figures, not what blocks in its text do.
    public init(rootOf lesson: String, path: String, profile: Profile = .pytorch) {
        self.path = path
        check(yaml: lesson, attributes: [], isBlock: false, profile)
    }

    /// What one block claims; `network` is meant where it names none.
    public init(block: NotesFile.Block, path: String, network: String?, profile: Profile = .pytorch) {
        self.path = path
        let place = SourceLocation(line: block.line, column: block.column)
        let named = network.map { [SourceNode.Entry("network", SourceNode(.scalar($0), at: place), at: place)] } ?? []
        check(block, named, network: network, profile)
    }

    /// Blocks in a lesson's text, which are about its network unless they name another.
    private mutating func check(_ blocks: [NotesFile.Block], of lesson: LessonFile, _ profile: Profile) {
        for block in blocks {
            let claims = ClaimsFile(
                block: block.moved(by: lesson.textLine), path: path, network: lesson.network, profile: profile)
            results += claims.results
            problems += claims.problems
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
        if name.contains("layers:") { return try network(yaml: name, path: "the network written there", input: input) }
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
