import Execution
import Networks

/// The classes with the greatest scores, for people.
struct ScoreTable {
    let labels: [String]?
    let count: Int

    /// A line a class: its rank, its probability, its name.
    ///
    /// - Parameter scores: One sample's.
    /// - Throws: `Failure` if there is another number of classes.
    func lines(_ scores: [Float], of node: Node) throws -> [String] {
        if let labels, labels.count != scores.count {
            throw Failure(
                message: "there are \(labels.count) labels, but \(node.name) gives \(scores.count) scores.",
                status: Failure.badData)
        }
        let ranking = Ranking(scores, of: node, count: count)
        let width = "\(ranking.entries.count)".count
        return ranking.entries.enumerated().map { rank, entry in
            let number = Self.aligned("\(rank + 1)", width)
            let percent = Self.aligned(Self.percent(entry.probability), 6)
            let score = ranking.isSoftmaxed ? "  (score \(Self.score(entry.score)))" : ""
            return "\(number)  \(percent) %  \(labels?[entry.index] ?? "class \(entry.index)")\(score)"
        }
    }

    private static func aligned(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    private static func percent(_ share: Float) -> String {
        guard share.isFinite else { return "\(share)" }
        let hundredths = Int((share * 10_000).rounded())
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
    }

    private static func score(_ value: Float) -> String {
        guard abs(value) < 1e6 else { return "\(value)" }
        return "\((value * 1000).rounded() / 1000)"
    }
}
