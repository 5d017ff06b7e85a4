import ArgumentParser
import Figures
import Files

struct RenderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "render",
        abstract: "Draw every figure of manifests.",
        discussion: """
            A manifest is YAML with a list under `figures:`; each has `figure: KIND`, its options, and may have `name:` and \
            `formats: [svg, png]`. The files go to OUTPUT/<manifest>/<name>.<format>. Paths in a manifest begin at its folder.

            --check draws nothing: it says which figures no longer match what was drawn, and exits with 1.
            """)

    @Argument(help: ArgumentHelp("Manifests (.yml), or folders of them.", valueName: "file.yml|folder"))
    var inputs: [String]

    @Option(name: [.customShort("o"), .long], help: ArgumentHelp("The folder to draw into.", valueName: "folder"))
    var output: String

    @Option(
        help: ArgumentHelp("How many figures at once; as many as there are processors unless given.", valueName: "N"))
    var jobs: Int?

    @Flag(help: "Only say what is stale or missing.")
    var check = false

    @Flag(name: .shortAndLong, help: "No progress.")
    var quiet = false

    func validate() throws {
        if let jobs, jobs < 1 { throw ValidationError("--jobs is \(jobs); it must be at least 1.") }
    }

    func run() throws {
        do {
            let paths = try manifests()
            var (items, unread) = ([GalleryItem](), [Failure]())
            for path in paths {
                do { items += try Manifest(path).items(in: output) } catch { unread.append(Failure(error)) }
            }
            if let only = unread.first, paths.count == 1 { throw only }
            for failure in unread { Console.error(failure.message) }
            try refuseSharedFiles(items)
            try check ? checkAll(items) : drawAll(items)
            if !unread.isEmpty {
                throw Failure(message: "\(unread.count) of \(paths.count) manifests could not be read.", status: 1)
            }
        } catch {
            throw Failure(error)
        }
    }

    private func refuseSharedFiles(_ items: [GalleryItem]) throws {
        var seen: Set<String> = []
        for item in items where !seen.insert(item.stem).inserted {
            throw Failure.usage("two figures would be written to \(item.stem): give manifests different names.")
        }
    }

    private func manifests() throws -> [String] {
        try inputs.flatMap { input in
            guard FileSystem.isFolder(input) else { return [input] }
            let files = try FileSystem.entries(of: input).filter { [".yml", ".yaml"].contains(where: $0.hasSuffix) }
            if files.isEmpty {
                throw Failure(message: "\(input): no .yml files in this folder.", status: Failure.noInput)
            }
            return files.map { FileSystem.join(input, $0) }
        }
    }

    private func drawAll(_ items: [GalleryItem]) throws {
        let failed = batch(items).run { try $0.draw() }
        if failed > 0 {
            let words =
                failed == items.count
                ? "\(failed == 1 ? "the figure" : "all \(failed) figures") failed."
                : "\(failed) of \(items.count) figures failed; the others are drawn."
            throw Failure(message: words, status: 1)
        }
        if !quiet { Console.note("\(counted(items.count, "figure")) drawn into \(output)") }
    }

    private func checkAll(_ items: [GalleryItem]) throws {
        let stale = batch(items).run { try $0.check() }
        if stale > 0 {
            let words = "\(stale) of \(counted(items.count, "figure")) \(stale == 1 ? "is" : "are") stale or missing."
            throw Failure(message: words, status: 1)
        }
        let words = "\(counted(items.count, "figure")) \(items.count == 1 ? "is" : "are") up to date in \(output)"
        try Console.print(words)
    }

    private func batch(_ items: [GalleryItem]) -> Batch<GalleryItem> {
        Batch(items: items, jobs: jobs, isQuiet: quiet, name: \.name)
    }
}
