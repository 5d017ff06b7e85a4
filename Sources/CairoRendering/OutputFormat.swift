/// The kinds of file that a scene can become.
public enum OutputFormat: String, Hashable, Sendable, CaseIterable {
    case png, svg, pdf
}
