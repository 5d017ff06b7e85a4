/// Folders that runs were written to: `digits`, `he,xavier`.
public struct RunList: Hashable, Sendable, ParameterValue {
    public let paths: [String]

    public init(_ paths: [String] = []) { self.paths = paths }

    public static var syntax: String { "FOLDER[,FOLDER…]" }
    public static var isList: Bool { true }

    public init(_ input: ParameterInput) throws(ParameterError) {
        paths = input.items.flatMap { $0.text.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
        guard !paths.isEmpty, paths.allSatisfy({ !$0.isEmpty }) else {
            throw ParameterError(value: input.text, expected: "a folder, or several with commas between them")
        }
    }

    public var parameterText: String { paths.joined(separator: ",") }
}
