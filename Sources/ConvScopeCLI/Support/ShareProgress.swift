/// How far one long piece of work is: a bar on a terminal, a line now and then elsewhere, nothing where it is soon done.
final class ShareProgress {
    private let isQuiet: Bool
    private var bar = ProgressBar()

    init(isQuiet: Bool) { self.isQuiet = isQuiet }

    /// - Parameters:
    ///   - item: What comes next.
    ///   - share: What is done, from 0 to 1.
    func reached(_ item: String, _ share: Double) {
        guard !isQuiet, bar.seconds > 0.5 else { return }
        let words = "\(Int(share * 100)) % \(item)"
        if Console.isTerminal {
            if bar.isDue(every: 0.05) { bar.show(share, words) }
        } else if bar.isDue(every: 2) {
            bar.note(words)
        }
    }

    func end() {
        bar.clear()
    }
}
