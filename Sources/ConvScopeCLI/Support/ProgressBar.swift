import Dispatch

/// A line on a terminal that is drawn over and over, with the time that has passed.
struct ProgressBar {
    private let start = DispatchTime.now()
    private var shownAt = -1.0
    private var isShown = false

    /// Since it was made.
    var seconds: Double { Double(DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds) / 1e9 }

    /// Whether the last line is so old that another may be shown, in seconds.
    func isDue(every interval: Double) -> Bool { seconds - shownAt > interval }

    /// - Parameter share: What is done, from 0 to 1.
    mutating func show(_ share: Double, _ words: String, before: String = "") {
        Console.bare("\r\u{1B}[K\(before)\(Self.bar(share)) \(words)")
        (isShown, shownAt) = (true, seconds)
    }

    /// A line of its own, where there is no terminal.
    mutating func note(_ words: String) {
        Console.note(words)
        shownAt = seconds
    }

    /// So that something else can be said.
    mutating func clear() {
        if isShown { Console.bare("\r\u{1B}[K") }
        isShown = false
    }

    private static func bar(_ share: Double) -> String {
        let width = 30
        let filled = max(0, min(width, Int(share * Double(width))))
        return String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
    }

    /// `3 min 20 s`
    static func time(_ seconds: Double) -> String {
        let whole = Int(min(seconds, 1e9) + 0.5)
        return whole >= 60 ? "\(whole / 60) min \(whole % 60) s" : "\(whole) s"
    }
}
