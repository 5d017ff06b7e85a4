public import Networks

/// Published networks under their ids, each a YAML file that people can open and change.
public enum Zoo {
    /// In the order of their papers, roughly.
    public static let ids = texts.map(\.id)

    /// The file of a network; nothing if there is none of that id.
    public static func yaml(_ id: String) -> String? { texts.first { $0.id == id }?.yaml }

    /// - Returns: Nothing if there is none of that id.
    /// - Throws: ``NetworkFileError`` if it cannot read `input`.
    public static func network(_ id: String, input: String? = nil) throws(NetworkFileError) -> Network? {
        guard let yaml = yaml(id) else { return nil }
        return try NetworkFile.network(yaml: yaml, path: id, input: input)
    }
}
