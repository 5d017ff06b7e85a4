/// A figure's steps in words: the one that is looked at, or the first ones and how many follow.
func stepByStep(
    _ count: Int, _ noun: String = "step", at step: Int?, most: Int = 36, _ words: (Int) -> String
) -> [String] {
    if let step { return [words(step)] }
    let rest = count > most ? ["So it goes on for \(counted(count - most, "more " + noun))."] : []
    return (0..<min(count, most)).map(words) + rest
}

/// How a summary ends: `; step 2 of 9.`, or for all of them `, step by step.`
func stepWords(_ step: Int?, of count: Int) -> String {
    step.map { "; step \($0 + 1) of \(count)." } ?? ", step by step."
}

/// Which part a step is in, of parts with so many steps each, and which of its steps it is; the last one for any later.
func stepPlace(_ step: Int, inParts counts: [Int]) -> (part: Int, step: Int) {
    var rest = min(step, counts.reduce(0, +) - 1)
    for (part, count) in counts.enumerated() {
        if rest < count { return (part, rest) }
        rest -= count
    }
    return (0, 0)
}
