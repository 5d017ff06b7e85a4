import Scenes

extension LearningCurve {
    /// `falls from 2.3 at step 1 to 0.021 at step 900, halfway at step 85; least 0.02 at step 880`
    ///
    /// - Parameter word: how a value is written.
    func words(_ word: (Double) -> String = { compact(Float($0)) }) -> String {
        guard let first, let last, finite.count > 1 else {
            return first.map { "is \(word($0.y)) at step \(Int($0.x))" } ?? "is never a number"
        }
        let verb = first.y == last.y ? "goes" : first.y > last.y ? "falls" : "rises"
        var parts = ["\(verb) from \(word(first.y)) at step \(Int(first.x)) to \(word(last.y)) at step \(Int(last.x))"]
        if let halfway { parts.append("half of that way is done at step \(Int(halfway.x))") }
        let extremes = [
            finite.min { $0.y < $1.y }.map { ("least", $0) }, finite.max { $0.y < $1.y }.map { ("greatest", $0) },
        ]
        for case (let name, let point)? in extremes where point.y != first.y && point.y != last.y {
            parts.append("\(name) \(word(point.y)) at step \(Int(point.x))")
        }
        if let firstBroken { parts.append("from step \(firstBroken) on some values are no numbers") }
        return parts.joined(separator: "; ")
    }
}

/// `97.8 %`
func percentWords(_ value: Double) -> String { decimal(Float(value), places: 1) + "\u{A0}%" }
