import Foundation

/// The built `convscope`, run as users run it, in a folder of its own that goes when it is done.
struct Command {
    struct Result {
        let status: Int32
        let output: Data
        let error: String

        var text: String { String(decoding: output, as: UTF8.self) }
    }

    let folder: URL
    /// Another one than the built one, where that is the question.
    var executable = Command.built

    /// `Samples` of the checkout.
    static let samples = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Samples")

    static var photo: String { samples.appending(path: "photos/camera.png").path }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "convscope-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    func cleanUp() {
        try? FileManager.default.removeItem(at: folder)
    }

    /// The executable lies beside the test bundle.
    static var built: URL {
        let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL ?? Bundle.main.bundleURL
        let beside = [bundle, bundle.deletingLastPathComponent()].map { $0.appending(path: "convscope") }
        let arguments = CommandLine.arguments.map { URL(filePath: $0).deletingLastPathComponent() }
            .map { $0.appending(path: "convscope") }
        return (beside + arguments).first { FileManager.default.isExecutableFile(atPath: $0.path) } ?? beside[0]
    }

    func callAsFunction(_ arguments: String..., input: Data? = nil) throws -> Result {
        try run(arguments, input: input)
    }

    func run(_ arguments: [String], input: Data? = nil) throws -> Result {
        let (out, err) = (folder.appending(path: ".out"), folder.appending(path: ".err"))
        let process = try started(arguments, input: input)
        process.waitUntilExit()
        let result = Result(
            status: process.terminationReason == .exit ? process.terminationStatus : -1,
            output: try Data(contentsOf: out), error: String(decoding: try Data(contentsOf: err), as: UTF8.self))
        for file in [".out", ".err", ".in"] { try? FileManager.default.removeItem(at: folder.appending(path: file)) }
        return result
    }

    /// The command on its way; what it says goes to `.out` and `.err`.
    func started(_ arguments: [String], input: Data? = nil) throws -> Process {
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.currentDirectoryURL = folder
        // Files rather than pipes: nothing fills up while nobody reads.
        let (out, err) = (folder.appending(path: ".out"), folder.appending(path: ".err"))
        try Data().write(to: out)
        try Data().write(to: err)
        process.standardOutput = try FileHandle(forWritingTo: out)
        process.standardError = try FileHandle(forWritingTo: err)
        if let input {
            let file = folder.appending(path: ".in")
            try input.write(to: file)
            process.standardInput = try FileHandle(forReadingFrom: file)
        } else {
            process.standardInput = FileHandle.nullDevice
        }
        try process.run()
        return process
    }

    func data(_ name: String) throws -> Data {
        try Data(contentsOf: folder.appending(path: name))
    }

    func exists(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: name).path)
    }

    func write(_ text: String, to name: String) throws {
        let url = folder.appending(path: name)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    /// Everything in the folder, hidden files too, sorted.
    var contents: [String] {
        ((try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []).sorted()
    }
}
