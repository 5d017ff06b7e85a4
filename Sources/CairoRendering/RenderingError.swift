public import Scenes

/// Why a scene could not be drawn.
public enum RenderingError: Error, Hashable {
    /// A page has no area, or no number says how large it is.
    case pageHasNoArea(Size)
    case pageTooLarge(Size, scale: Double, OutputFormat, limit: Limit)
    case scaleOutOfRange(Double)
    case noPages
    /// What cairo reported, in its words.
    case cairo(status: String, OutputFormat)
    /// What the PNG encoder reported, in its words.
    case png(String)
    /// What giflib reported, in its words.
    case gif(String)

    public enum Limit: Hashable, Sendable {
        /// Points or pixels along one side.
        case side(Int)
        case pixels(Int)
    }
}

extension RenderingError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .pageHasNoArea(let size):
            "a page of \(size.width) × \(size.height) points cannot be drawn: both sides must be more than 0."
        case .pageTooLarge(let size, let scale, let format, let limit):
            "a page of \(points(size.width)) × \(points(size.height)) points"
                + "\(format == .png ? " at scale \(points(scale))" : "") is too large "
                + "for \(format.rawValue.uppercased()): \(limit). "
                + (format == .png ? "Use a smaller scale, or SVG." : "Use fewer or smaller parts.")
        case .scaleOutOfRange(let scale):
            "scale \(scale): a PNG needs more than 0 and at most \(CairoRenderer.largestScale) pixels per point."
        case .noPages:
            "a PDF needs at least one page."
        case .cairo(let status, let format):
            "drawing the \(format.rawValue.uppercased()) failed: \(status)."
        case .png(let message):
            "writing the PNG failed: \(message)."
        case .gif(let message):
            "writing the GIF failed: \(message)."
        }
    }
}

/// To a tenth at most.
private func points(_ length: Double) -> String {
    let tenths = (length * 10).rounded() / 10
    return tenths == tenths.rounded() && abs(tenths) < 1e15 ? "\(Int(tenths))" : "\(tenths)"
}

extension RenderingError.Limit: CustomStringConvertible {
    public var description: String {
        switch self {
        case .side(let limit): "a side may be \(limit) at most"
        case .pixels(let limit): "it may have \(limit / 1_000_000) million pixels at most"
        }
    }
}
