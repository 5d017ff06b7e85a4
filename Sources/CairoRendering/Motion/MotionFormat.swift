/// The kinds of file that a film can become.
public enum MotionFormat: String, Hashable, Sendable, CaseIterable {
    /// Plays wherever the browser shows it, keeps still for readers who want no motion.
    case svg
    /// Animated PNG, by the pixel: opens as its first frame where it cannot play.
    case apng
    /// By the pixel, on white where the page is transparent: plays where nothing else does.
    case gif
    /// A page per frame, for slides.
    case pdf
}
