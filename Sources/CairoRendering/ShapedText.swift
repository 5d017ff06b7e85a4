internal import PangoCairo
internal import Scenes

/// A line of text as glyphs at places, from the beginning of its baseline. Never changes, so threads may share it.
final class ShapedText: @unchecked Sendable {
    /// Glyphs of one font, and the letters that they stand for.
    struct Piece {
        /// Owned by the text.
        var font: OpaquePointer
        var glyphs: [cairo_glyph_t]
        var utf8: [CChar]
        var clusters: [cairo_text_cluster_t]
        var isBackward: Bool
        /// `nil` takes the colour of the mark.
        var color: Color?
    }

    let extents: TextExtents
    let pieces: [Piece]

    init(extents: TextExtents, pieces: [Piece]) {
        (self.extents, self.pieces) = (extents, pieces)
    }

    deinit {
        for piece in pieces { cairo_scaled_font_destroy(piece.font) }
    }
}
