import ArgumentParser
import Figures
import Files
import Networks
import Reports

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Say whether the numbers claimed in files hold.",
        discussion: """
            Claims stand under `expect:`, in a network's YAML or in the fenced blocks of Markdown notes:

              ```convscope
              network: "1x28x28 -> conv 32@5x5 -> max-pool 2 -> flatten -> dense 10"
              expect: { output: 10, parameters: 46922, layers: { conv1: { output: 32x24x24 } } }
              ```

            A claim is about output, parameters, trainable, macs, flops, memory (bytes), receptive-field, jump, start, \
            padding or layers. For each that does not hold, the right number is derived. Ends with 1 if some do not hold.

              convscope check notes.md networks/
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json
    }

    @Argument(
        help: ArgumentHelp(
            "YAML, Markdown, folders of them, or - for standard input.", valueName: "file|folder"))
    var inputs: [String]

    @Option(help: ArgumentHelp("How the answer is written.", valueName: "text|json"))
    var format = Format.text

    @Option(
        help: ArgumentHelp("Whose way of counting parameters, where a claim does not say.", valueName: "pytorch|keras"),
        completion: .list(Profile.allCases.map(\.rawValue)), transform: profileOption)
    var profile: Profile = .pytorch

    @Flag(name: .shortAndLong, help: "Only what does not hold.")
    var quiet = false

    func run() throws {
        do {
            let report = try self.report()
            switch format {
            case .text: try write(report)
            case .json: try Console.result(Array(report.json.text.utf8))
            }
            for failure in report.failures { Console.error(failure.message) }
            if let status = report.status { throw ExitCode(status) }
        } catch let status as ExitCode {
            throw status
        } catch {
            throw Failure(error)
        }
    }

    private func report() throws -> ClaimsReport {
        var report = ClaimsReport()
        for input in inputs {
            do {
                let paths = try paths(in: input)
                if paths.isEmpty { report.emptyFolders.append(input) }
                for path in paths { report.add(path, profile) }
            } catch {
                report.failures.append(Failure(error))
                report.inputCount += 1
            }
        }
        return report
    }

    private func write(_ report: ClaimsReport) throws {
        for file in report.files {
            for result in file.results {
                for outcome in result.outcomes where !outcome.holds {
                    let place = outcome.claim.location.map { ":\($0.line):\($0.column)" } ?? ""
                    try Console.print("\(file.path)\(place): \(outcome.sentence(network: result.network))")
                }
            }
            if !quiet, file.outcomes.isEmpty, file.problems.isEmpty { Console.note("\(file.path): no claims.") }
        }
        guard !quiet else { return }
        for folder in report.emptyFolders { Console.note("\(folder): no .yml, .yaml or .md files.") }
        try Console.print(report.totals)
    }

    /// A folder's files, those of its folders included, by name.
    private func paths(in input: String) throws -> [String] {
        guard FileSystem.isFolder(input) else { return [input] }
        var paths: [String] = []
        for name in try FileSystem.entries(of: input) {
            let path = FileSystem.join(input, name)
            if FileSystem.isFolder(path) {
                // A link back would lead round and round.
                if path.count < 2000 { paths += try self.paths(in: path) }
            } else if (ClaimsFile.networkEndings + ClaimsFile.notesEndings).contains(FileSystem.ending(of: path)) {
                paths.append(path)
            }
        }
        return paths
    }
}

/// What became of all claims.
struct ClaimsReport {
    var files: [ClaimsFile] = []
    var failures: [Failure] = []
    var emptyFolders: [String] = []
    var inputCount = 0

    mutating func add(_ path: String, _ profile: Profile) {
        inputCount += 1
        do {
            let text = try FileSystem.text(of: path)
            let isNotes =
                ClaimsFile.isNotes(path)
                || !ClaimsFile.networkEndings.contains(FileSystem.ending(of: path))
                    && !NotesFile.blocks(of: text).isEmpty
            let name = path == "-" ? "standard input" : path
            let file = ClaimsFile(text, path: name, isNotes: isNotes, profile: profile)
            files.append(file)
            failures += file.problems.map { Failure(message: $0, status: Failure.badData) }
            if !isNotes, file.problems.isEmpty, LessonFile.isLesson(text) {
                // A formula in the text is a claim as well.
                let lesson = try Document(LessonFile(yaml: text, path: name), yaml: text)
                failures += lesson.mistakes.map { Failure(message: "\(name): \($0)", status: Failure.badData) }
            }
        } catch {
            failures.append(Failure(error))
        }
    }

    private var outcomes: [ClaimOutcome] { files.flatMap(\.outcomes) }
    private var failing: Int { outcomes.count { !$0.holds } }

    /// Nothing if all hold.
    var status: Int32? {
        if inputCount == 1, outcomes.isEmpty, let failure = failures.first { return failure.status }
        return failing > 0 || !failures.isEmpty ? 1 : nil
    }

    /// `41 claims hold, 2 do not.`
    var totals: String {
        let holding = outcomes.count - failing
        let unread = failures.isEmpty ? "" : " \(counted(failures.count, "problem")) kept others from being checked."
        if outcomes.isEmpty, !failures.isEmpty {
            return "Nothing could be checked: \(counted(failures.count, "problem"))."
        }
        if outcomes.isEmpty { return "There are no claims." }
        return "\(Self.words(holding: holding, failing: failing))." + unread
    }

    /// `41 claims hold, 2 do not`
    static func words(holding: Int, failing: Int) -> String {
        let held = "\(counted(holding, "claim")) \(holding == 1 ? "holds" : "hold")"
        return failing == 0 ? held : "\(held), \(failing) \(failing == 1 ? "does" : "do") not"
    }

    var json: JSON {
        .object([
            ("files", .list(files.map(Self.json))), ("holds", .integer(outcomes.count - failing)),
            ("fails", .integer(failing)), ("problems", .list(failures.map { .text($0.message) })),
        ])
    }

    private static func json(_ file: ClaimsFile) -> JSON {
        let claims = file.results.flatMap { result in result.outcomes.map { json($0, result.network) } }
        return .object([
            ("path", .text(file.path)), ("claims", .list(claims)),
            ("problems", .list(file.problems.map(JSON.text))),
        ])
    }

    private static func json(_ outcome: ClaimOutcome, _ network: String) -> JSON {
        var entries: [(String, JSON)] = [("network", .text(network))]
        if let layer = outcome.layer { entries.append(("layer", .text(layer))) }
        if let place = outcome.claim.location {
            entries += [("line", .integer(place.line)), ("column", .integer(place.column))]
        }
        entries += [
            ("property", .text(outcome.claim.property.rawValue)), ("claimed", outcome.claim.value.json),
            ("profile", .text(outcome.profile.rawValue)), ("holds", .flag(outcome.holds)),
        ]
        switch outcome.finding {
        case .holds: break
        case .differs(let value, let derivations, let hint):
            entries.append(("actual", value.json))
            entries.append(("derivations", .list(derivations.map { .text($0.written(.text)) })))
            if let hint { entries.append(("hint", .text(hint.description))) }
        case .unclear(let problem): entries.append(("problem", .text(problem.description)))
        }
        return .object(entries)
    }
}
