import Execution
import Networks

extension PreparedNetwork {
    /// Where its weights come from, in a short line; a network may have none.
    var weightWords: String { drawsNothing ? "a network without weights" : origin.words }

    /// The same in full, files without their folders.
    var weightDetails: String { drawsNothing ? "the network has no weights" : origin.namedDetails }

    private var drawsNothing: Bool {
        origin.isDrawn && network.nodes.allSatisfy { $0.inference.parameters.total(.pytorch) == 0 }
    }
}

extension WeightOrigin {
    /// What was done, in full; of a file its name, so that words do not depend on where it lies.
    var namedDetails: String {
        switch self {
        case .file(let path, _), .network(let path): details.replacing(path, with: fileName(path))
        case .drawn: details
        }
    }
}

/// A file's name without its folder; whatever names no file is left as it is.
func fileName(_ text: String) -> String {
    guard let name = text.split(separator: "/").last, text.contains("/") else { return text }
    // Fractions have dots and slashes, too, but no letter after the dot.
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count > 1 && parts[parts.count - 1].first?.isLetter == true ? String(name) : text
}
