import ArgumentParser
import Figures
import Files
import Tensors

struct FilterCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "filter",
        abstract: "Run images through a filter.",
        discussion: """
            One image gives one file; several, or folders, give files of the same names in a folder. One bad file does \
            not stop the others. `convscope list filters` shows the filters.

              convscope filter photo.jpg --filter sobel-x -o edges.png
              convscope filter photos --filter gaussian:sigma=2 -o blurred
              convscope filter photo.png --filter "1 0 -1; 2 0 -2; 1 0 -1" --range minmax -o - > out.png
            """)

    @Argument(
        help: ArgumentHelp("Images (PNG, JPEG) or folders of them; - is standard input.", valueName: "image|folder"))
    var inputs: [String]

    // A list only so that a second one is seen, and refused.
    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp("A filter's name, a file with its kernel, or its matrix.", valueName: "name|file|matrix"),
        completion: .list(FilterKind.allCases.map(\.rawValue)))
    var filter: [String]

    @OptionGroup
    var options: FilterOptions

    @Option(
        name: [.customShort("o"), .long], parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "A .png or .npy file, a folder, or - for standard output; may be repeated.", valueName: "file|folder"))
    var output: [String]

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("How many images at once; as many as there are processors unless given.", valueName: "N"))
    var jobs: Int?

    @Flag(name: .shortAndLong, help: "No progress.")
    var quiet = false

    func validate() throws {
        if let jobs, jobs < 1 { throw ValidationError("--jobs is \(jobs); it must be at least 1.") }
        if output.isEmpty { throw ValidationError("where to? Give -o FILE.png, FILE.npy or a folder.") }
        if filter.count > 1 {
            throw ValidationError(
                "--filter is given \(filter.count) times; images go through one filter. Run convscope once for each.")
        }
        if inputs.filter({ $0 == "-" }).count > 1 { throw ValidationError("standard input (-) can be read only once.") }
    }

    func run() throws {
        do {
            let work = try options.work(FilterReference(filter[0]), relativeTo: nil)
            try FilterBatch(inputs: inputs, outputs: output, format: options.format, jobs: jobs, isQuiet: quiet).run(
                work)
        } catch {
            throw error is ExitCode ? error : Failure(error)
        }
    }
}
