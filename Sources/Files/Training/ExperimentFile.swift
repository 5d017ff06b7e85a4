import Networks
public import Training

/// An experiment as YAML: a network, what it learns from, how, and what is promised about the end.
public struct ExperimentFile: Sendable {
    public let experiment: Experiment
    public let source: DataSource
    public let claims: [TrainingClaim]
    /// As it stands in the file.
    public let text: String
    /// For messages.
    public let path: String

    /// - Parameters:
    ///   - yaml: The text.
    ///   - path: For messages, and where paths in the text begin.
    /// - Throws: ``NetworkFileError`` with all independent problems, each with its place.
    public init(yaml: String, path: String) throws(NetworkFileError) {
        let root = try NetworkFile.source(yaml: yaml, path: path)
        do {
            (experiment, source, claims) = try ExperimentReader(path: path).read(root)
        } catch {
            throw NetworkFileError(description: error.description(in: path))
        }
        (text, self.path) = (yaml, path)
    }

    /// - Throws: ``FileError``, ``NetworkFileError``.
    public static func read(_ path: String) throws -> ExperimentFile {
        try ExperimentFile(yaml: FileSystem.text(of: path), path: path == "-" ? "standard input" : path)
    }
}
