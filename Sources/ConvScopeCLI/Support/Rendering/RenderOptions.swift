import ArgumentParser

/// What `render` and `watch` draw, and where.
struct RenderOptions: ParsableArguments {
    @Argument(help: ArgumentHelp("Manifests (.yml), or folders of them.", valueName: "file.yml|folder"))
    var inputs: [String]

    @Option(name: [.customShort("o"), .long], help: ArgumentHelp("The folder to draw into.", valueName: "folder"))
    var output: String

    @Option(
        help: ArgumentHelp("How many items at once; as many as there are processors unless given.", valueName: "N"))
    var jobs: Int?

    @Flag(name: .shortAndLong, help: "No progress.")
    var quiet = false

    func validate() throws {
        if let jobs, jobs < 1 { throw ValidationError("--jobs is \(jobs); it must be at least 1.") }
    }
}
