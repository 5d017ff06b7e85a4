public import Figures
import Yams

/// Words of figures in another language, as YAML: `input: Eingabe`.
public enum PhrasesFile {
    /// The phrases that a text holds; `path` is for messages.
    ///
    /// - Throws: ``PhrasesFileError``
    public static func phrases(yaml: String, path: String) throws(PhrasesFileError) -> Phrases {
        let mapping: Node.Mapping
        do {
            mapping = try SafeYAML.mapping(yaml, orElse: "no words in it")
        } catch {
            throw .notYAML(error.description, path)
        }
        var phrases: [String: String] = [:]
        for (key, value) in mapping {
            guard let phrase = key.scalar?.string, !phrase.isEmpty, let replacement = value.scalar?.string else {
                throw .notWords(path, key.mark?.line ?? 1)
            }
            phrases[phrase] = replacement
        }
        return Phrases(phrases)
    }
}

/// Why a file holds no phrases.
public enum PhrasesFileError: Error, CustomStringConvertible {
    case notYAML(String, String)
    case notWords(String, Int)

    public var description: String {
        switch self {
        case .notYAML(let reason, let path): "\(path): not a file of words: \(reason)"
        case .notWords(let path, let line):
            "\(path):\(line): expected a word of a figure and what stands in its place, as 'input: Eingabe'."
        }
    }
}
