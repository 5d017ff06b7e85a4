import ArgumentParser
import Files

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

struct WatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Draw what manifests describe again whenever a file is saved.",
        discussion: """
            Draws as `convscope render` does, and again after each change of a manifest or of any file that a figure is \
            made from: photos, kernels, networks, weights, themes. Mistakes are told, and it goes on. Ctrl-C ends it.

              convscope watch sheet.yml -o figures
            """)

    @OptionGroup
    var options: RenderOptions

    /// How often files are looked at, and how long a change may take to be complete, in microseconds.
    private static let pause = (looks: UInt32(300_000), change: UInt32(100_000))

    func run() throws {
        Interruption.watch()
        var change: String?
        while true {
            let log = FileLog()
            let words = round(log)
            if let status = Interruption.status { throw ExitCode(status) }
            if !options.quiet { Console.note("\(change.map { "\($0) changed: " } ?? "")\(words)") }
            change = try nextChange(of: log.reads)
        }
    }

    /// - Parameter log: Gets to know what the next round depends on.
    private func round(_ log: FileLog) -> String {
        do {
            let manifests = try FileLog.$current.withValue(log) {
                try RenderManifests(options.inputs, output: options.output, isQuiet: true)
            }
            for failure in manifests.unread { Console.error(failure.message) }
            var run = RenderRun(items: manifests.items, jobs: options.jobs, isQuiet: true)
            run.watched = log
            let words = run.draw().words
            return words.isEmpty ? "nothing to draw" : words
        } catch {
            Console.error(Failure(error).message)
            return "nothing drawn"
        }
    }

    /// Looks at the files again and again. That finds every kind of save, also those by editors that put a new file in the
    /// old one's place, on network drives, and on systems that notify each in their own way; a thousand looks take
    /// about a millisecond.
    ///
    /// - Returns: the file that changed.
    /// - Throws: `ExitCode` once somebody interrupts.
    private func nextChange(of files: [FileTrace]) throws -> String {
        while true {
            usleep(Self.pause.looks)
            if let status = Interruption.status { throw ExitCode(status) }
            guard let changed = files.first(where: { !$0.isCurrent }) else { continue }
            usleep(Self.pause.change)
            return changed.path
        }
    }
}
