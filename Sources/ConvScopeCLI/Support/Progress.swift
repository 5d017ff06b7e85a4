import Dispatch

/// A bar on a terminal, one line an item elsewhere, nothing when quiet. Items may finish on any thread.
final class Progress: @unchecked Sendable {
    private let total: Int
    private let isQuiet: Bool
    private let lock = DispatchQueue(label: "progress")
    private let start = DispatchTime.now()
    private var done = 0

    init(total: Int, isQuiet: Bool) {
        (self.total, self.isQuiet) = (total, isQuiet)
    }

    func finished(_ item: String) {
        lock.sync {
            done += 1
            guard !isQuiet, total > 1 else { return }
            Console.isTerminal ? draw() : Console.note("\(done)/\(total) \(item)")
        }
    }

    /// An error line that does not run into the bar.
    func failed(_ message: String) {
        lock.sync {
            done += 1
            if Console.isTerminal && !isQuiet { Console.bare("\r\u{1B}[K") }
            Console.error(message)
        }
    }

    func end() {
        lock.sync {
            if Console.isTerminal && !isQuiet && total > 1 { Console.bare("\r\u{1B}[K") }
        }
    }

    static func bar(_ share: Double) -> String {
        let width = 30
        let filled = min(width, Int(share * Double(width)))
        return String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
    }

    /// `3 min 20 s`
    static func time(_ seconds: Double) -> String {
        let whole = Int(min(seconds, 1e9) + 0.5)
        return whole >= 60 ? "\(whole / 60) min \(whole % 60) s" : "\(whole) s"
    }

    private func draw() {
        let seconds = Double(DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds) / 1e9
        let time = Self.time(seconds / Double(done) * Double(total - done))
        let bar = Self.bar(Double(done) / Double(total))
        Console.bare("\r\u{1B}[K\(bar) \(done)/\(total)\(done < total ? ", \(time) left" : "")")
    }
}
