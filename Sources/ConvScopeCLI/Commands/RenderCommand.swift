import ArgumentParser
import Files

struct RenderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "render",
        abstract: "Draw everything that manifests describe.",
        discussion: """
            A manifest is YAML with lists. Under `figures:`, each has `figure: KIND`, its options, and may have `name:` \
            and `formats: [svg, png]`; the files go to OUTPUT/<manifest>/<name>.<format>. Under `filters:`, each has \
            `filter: NAME` (or a list), `images:` (files and folders), the options of `convscope filter`, and may have \
            `name:`; the files go to OUTPUT/<manifest>/<name>/<image>.png. Paths in a manifest begin at its folder.

              figures:
                - { figure: pixel, image: photos/cat.jpg, filter: sobel-x, name: worked }
              filters:
                - { filter: sobel-x, images: photos, gray: true, name: edges }

            What was drawn before from the same words and files by the same program is left alone; --force draws it \
            again. A batch that was interrupted goes on where it was.

            --check draws nothing: it says what no longer matches what would be drawn, and exits with 1.
            """)

    @OptionGroup
    var options: RenderOptions

    @Flag(help: "Only say what is stale or missing.")
    var check = false

    @Flag(help: "Draw what is unchanged, too.")
    var force = false

    @Option(
        help: ArgumentHelp("Write which files each result is made from, for Make or Ninja.", valueName: "file"))
    var depfile: String?

    func validate() throws {
        if check, force { throw ValidationError("--check and --force exclude each other.") }
    }

    func run() throws {
        do {
            Interruption.watch()
            let manifests = try RenderManifests(options.inputs, output: options.output, isQuiet: options.quiet)
            for failure in manifests.unread { Console.error(failure.message) }
            let run = RenderRun(
                items: manifests.items, jobs: options.jobs, isQuiet: options.quiet, isForced: force)
            let tally = check ? run.check() : run.draw()
            try write(manifests.index)
            if let depfile { try AtomicFile.write(run.depfile(), to: depfile) }
            if let status = Interruption.status {
                throw Failure(message: "stopped: \(tally.words). The same command goes on.", status: status)
            }
            try check ? told(tally, of: run) : tell(tally, of: run)
            if !manifests.unread.isEmpty {
                let count = manifests.unread.count
                throw Failure(
                    message: "\(count) \(count == 1 ? "manifest" : "manifests") could not be read.", status: 1)
            }
        } catch {
            throw Failure(error)
        }
    }

    /// The page over all lessons, or whether it is as it should be.
    private func write(_ index: String?) throws {
        guard let index else { return }
        let path = FileSystem.join(options.output, "index.html")
        if !check { return try AtomicFile.write(index, to: path) }
        guard FileSystem.exists(path), try FileSystem.text(of: path) == index else {
            throw Failure(message: "\(path) is missing or stale: render it again.", status: 1)
        }
    }

    private func tell(_ tally: BatchTally, of run: RenderRun) throws {
        if !tally.failed.isEmpty {
            throw Failure(
                message: "\(tally.failed.count) of \(run.itemCount) failed: \(tally.failedNames). "
                    + "The others: \(tally.done) drawn, \(tally.unchanged) unchanged.", status: 1)
        }
        if !options.quiet { Console.note("\(run.itemCount) in \(options.output): \(tally.words)") }
    }

    private func told(_ tally: BatchTally, of run: RenderRun) throws {
        let stale = tally.failed.count
        if stale > 0 {
            let words = "\(stale) of \(run.itemCount) \(stale == 1 ? "is" : "are") stale or missing"
            throw Failure(message: "\(words): \(tally.failedNames).", status: 1)
        }
        try Console.print("\(run.itemCount) \(run.items.count == 1 ? "is" : "are") up to date in \(options.output)")
    }
}
