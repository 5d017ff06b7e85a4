/// A figure's steps in words: the one that is looked at, or the first ones and how many follow.
func stepByStep(_ count: Int, _ noun: String = "step", at step: Int?, most: Int, _ words: (Int) -> String) -> [String] {
    if let step { return [words(step)] }
    let rest = count > most ? ["So it goes on for \(counted(count - most, "more " + noun))."] : []
    return (0..<min(count, most)).map(words) + rest
}
