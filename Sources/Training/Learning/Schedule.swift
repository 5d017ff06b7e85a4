#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What the learning rate is multiplied by as the run goes on.
public enum Schedule: Hashable, Sendable {
    case constant
    /// By `factor` after every so many epochs.
    case steps(every: Int, factor: Float)
    /// By `factor` after every epoch.
    case exponential(factor: Float)
    /// From 1 down to `final` in half a period of a cosine, epoch by epoch. Source: Loshchilov and Hutter, 2017.
    case cosine(final: Float)

    /// - Parameters:
    ///   - epoch: From 0.
    ///   - epochs: Of the whole run.
    public func factor(epoch: Int, of epochs: Int) -> Float {
        switch self {
        case .constant: 1
        case .steps(let every, let factor): pow(factor, Float(epoch / max(1, every)))
        case .exponential(let factor): pow(factor, Float(epoch))
        case .cosine(let final):
            Float(Double(final) + (1 - Double(final)) * (1 + cos(.pi * Double(epoch) / Double(max(1, epochs)))) / 2)
        }
    }
}
