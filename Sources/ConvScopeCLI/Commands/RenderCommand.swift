import ArgumentParser
import CairoRendering
import Dispatch
import Files
import Scenes
import Tensors

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
            let items = try manifests().flatMap { try Manifest($0).items(in: output) }
            try check ? checkAll(items) : drawAll(items)
        } catch {
            throw Failure(error)
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
        let failed = forEach(items) { try $0.draw() }
        if failed > 0 {
            throw Failure(message: "\(failed) of \(items.count) figures failed; the others are drawn.", status: 1)
        }
        if !quiet { Console.note("\(items.count) figures drawn into \(output)") }
    }

    private func checkAll(_ items: [GalleryItem]) throws {
        let stale = forEach(items) { try $0.check() }
        if stale > 0 {
            throw Failure(message: "\(stale) of \(items.count) figures are stale or missing.", status: 1)
        }
        Console.print("\(items.count) figures are up to date in \(output)")
    }

    /// - Returns: how many items failed; each failure has been named.
    private func forEach(_ items: [GalleryItem], _ body: @Sendable (GalleryItem) throws -> Void) -> Int {
        let progress = Progress(total: items.count, isQuiet: quiet)
        let failures = Counter()
        let workers = min(jobs ?? Parallelism.processorCount, items.count)
        let next = Counter()
        DispatchQueue.concurrentPerform(iterations: workers) { _ in
            while true {
                let index = next.increment()
                guard index < items.count else { return }
                do {
                    try body(items[index])
                    progress.finished(items[index].name)
                } catch {
                    failures.increment()
                    progress.failed(Failure(error, in: items[index].name).message)
                }
            }
        }
        progress.end()
        return failures.value
    }
}
