#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Signals that ask to stop: noted, and looked at between steps. The second one ends the process at once.
enum Interruption {
    /// Written by the handler, which may do little else.
    nonisolated(unsafe) private static var number: sig_atomic_t = 0

    static func watch() {
        // Whoever started us may have blocked them.
        var signals = sigset_t()
        sigemptyset(&signals)
        for each in [SIGINT, SIGTERM] { sigaddset(&signals, each) }
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
        for each in [SIGINT, SIGTERM] {
            signal(each) { number in
                Interruption.number = sig_atomic_t(number)
                signal(number, SIG_DFL)
            }
        }
    }

    /// The status that the process shall end with; nothing while nobody has asked.
    static var status: Int32? { number == 0 ? nil : 128 + Int32(number) }
}
