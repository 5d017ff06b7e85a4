/// A figure in motion: scenes of one page that follow each other, each made when it is asked for, so that a long film
/// needs no more memory than a short one.
public struct Film {
    /// At least 1.
    public let frameCount: Int
    /// How long each frame stands.
    public let secondsPerFrame: Double
    /// The frame that stands where nothing moves: on paper, and for readers who want no motion.
    public let poster: Int
    /// What all frames together say.
    public let description: AlternativeText
    private let makeFrame: (Int) throws -> Scene

    /// - Precondition: at least one frame, the poster among them; `frame` gives scenes of one size, the same for the same
    ///   index.
    public init(
        frameCount: Int, secondsPerFrame: Double, poster: Int = 0, description: AlternativeText,
        frame: @escaping (Int) throws -> Scene
    ) {
        precondition(frameCount >= 1 && (0..<frameCount).contains(poster), "a film without its poster")
        precondition(secondsPerFrame > 0 && secondsPerFrame.isFinite, "frames that stand for no time")
        (self.frameCount, self.secondsPerFrame, self.poster) = (frameCount, secondsPerFrame, poster)
        (self.description, makeFrame) = (description, frame)
    }

    /// - Throws: what drawing the frame throws.
    public func frame(_ index: Int) throws -> Scene { try makeFrame(index) }
}
