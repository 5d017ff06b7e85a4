public import Scenes

/// Text as Pango sets it: measured once, the same for every format, and drawn from the same glyphs.
///
/// Can be used from any thread: one lock guards Pango, and what it hands out does not change any more.
public struct PangoTextMeasurer: TextMeasuring, Hashable, Sendable {
    /// For all but variables and code.
    public let fontFamily: String

    public static let defaultFontFamily = "Inter"

    public init(fontFamily: String = defaultFontFamily) {
        self.fontFamily = fontFamily
    }

    public func measure(_ text: Text) -> TextExtents {
        shape(text).extents
    }

    /// Loads the fonts that nearly every figure needs: worth doing on another thread while a photo is read.
    public func prepare() {
        TextShaper.shared.load([.regular, .bold], family: fontFamily)
        _ = measure(Text([.init("0"), .init("0", style: .bold)]))
    }

    func shape(_ text: Text) -> ShapedText {
        TextShaper.shared.shape(text, family: fontFamily)
    }
}
