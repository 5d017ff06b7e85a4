import Dispatch

/// How far one long piece of work is: a bar on a terminal, a line now and then elsewhere, nothing where it is soon done.
final class ShareProgress {
    private let isQuiet: Bool
    private let start = DispatchTime.now()
    private var shownAt = 0.0
    private var isBarShown = false

    init(isQuiet: Bool) { self.isQuiet = isQuiet }

    /// - Parameters:
    ///   - item: What comes next.
    ///   - share: What is done, from 0 to 1.
    func reached(_ item: String, _ share: Double) {
        let seconds = Double(DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds) / 1e9
        guard !isQuiet, seconds > 0.5 else { return }
        if Console.isTerminal {
            guard seconds - shownAt > 0.05 else { return }
            Console.bare("\r\u{1B}[K\(Progress.bar(share)) \(Int(share * 100)) % \(item)")
            isBarShown = true
        } else {
            guard seconds - shownAt > 2 else { return }
            Console.note("\(Int(share * 100)) % \(item)")
        }
        shownAt = seconds
    }

    func end() {
        if isBarShown { Console.bare("\r\u{1B}[K") }
        isBarShown = false
    }
}
