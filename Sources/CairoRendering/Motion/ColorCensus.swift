/// The colours of a film and how much they are seen.
struct ColorCensus {
    struct Tally {
        /// Of pixels.
        var count = 0
        /// Whether it fills areas; the others are rims, where two colours mix.
        var isFlat = false
    }

    /// More colours than these are photos'; those that come then are counted with their neighbours, so that films of
    /// any length fit.
    static let mostColors = 1 << 18

    private(set) var tallies: [ARGB: Tally] = [:]

    /// Counts what has changed, in whole rows.
    mutating func add(_ frame: Raster<ARGB>, after previous: Raster<ARGB>?) {
        let width = frame.width
        frame.pixels.withUnsafeBufferPointer { pixels in
            for row in 0..<frame.height {
                let start = row * width
                if let previous, previous.pixels[start..<start + width] == frame.pixels[start..<start + width] {
                    continue
                }
                var column = 0
                while column < width {
                    let color = pixels[start + column]
                    let first = column
                    while column < width, pixels[start + column] == color { column += 1 }
                    add(color, count: column - first) {
                        row + 1 < frame.height && Self.hasPair(color, in: pixels, start + width + first, column - first)
                    }
                }
            }
        }
    }

    /// Whether two neighbours among some pixels have the colour.
    private static func hasPair(
        _ color: ARGB, in pixels: UnsafeBufferPointer<ARGB>, _ start: Int, _ count: Int
    ) -> Bool {
        var index = start + 1
        while index < start + count {
            if pixels[index] == color, pixels[index - 1] == color { return true }
            index += 1
        }
        return false
    }

    private mutating func add(_ color: ARGB, count: Int, liesOnItself: () -> Bool) {
        var color = color
        if tallies.count >= Self.mostColors, tallies[color] == nil { color = color & 0xFFF8_F8F8 | 0x0004_0404 }
        var tally = tallies[color] ?? Tally()
        tally.count += count
        if !tally.isFlat, count > 1, liesOnItself() { tally.isFlat = true }
        tallies[color] = tally
    }
}
