/// The colours of an indexed picture. The first one is transparent; no colour occurs twice.
struct Palette {
    static let transparentIndex: UInt8 = 0
    static let largestSize = 256
    /// From a rim's colour to the one that it gets, in levels of 255: nobody sees it on a single pixel, and the fewer
    /// colours, the smaller the file.
    private static let tolerance = 54
    /// What a palette must be able to come to before so much is tolerated: photos need more colours for it than it has.
    private static let photoTolerance = 24

    let colors: [ARGB]
    /// Whether every colour that fills areas is among them, and every other one near enough.
    let isFaithful: Bool

    /// Every colour that fills areas, then again and again the one that is farthest from all so far (Gonzalez, 1985).
    init(_ census: ColorCensus) {
        // Most seen first; in an order that repeats.
        let all = census.tallies.sorted { ($0.value.count, $1.key) > ($1.value.count, $0.key) }
        let vectors = all.map { Self.vector($0.key) }
        var distances = [Int](repeating: .max, count: all.count)
        var chosen: [ARGB] = []
        var farthest = (index: 0, distance: 0)
        func choose(_ color: ARGB) {
            chosen.append(color)
            farthest = (0, 0)
            let vector = Self.vector(color)
            for index in distances.indices where distances[index] > 0 {
                let distance = min(distances[index], Self.distance(vector, vectors[index]))
                distances[index] = distance
                if distance > farthest.distance { farthest = (index, distance) }
            }
        }
        choose(0)
        let flat = all.filter { $0.value.isFlat && $0.key != 0 }
        let holdsFlatColors = flat.count < Self.largestSize
        // Of too many, half the palette is theirs: photos have to find their colours too.
        for (color, _) in flat.prefix(holdsFlatColors ? flat.count : Self.largestSize / 2) { choose(color) }
        var sufficing: Int?
        while chosen.count < Self.largestSize, farthest.distance > Self.photoTolerance * Self.photoTolerance {
            if sufficing == nil, farthest.distance <= Self.tolerance * Self.tolerance { sufficing = chosen.count }
            choose(all[farthest.index].key)
        }
        isFaithful = holdsFlatColors && farthest.distance <= Self.photoTolerance * Self.photoTolerance
        if isFaithful, let sufficing { chosen.removeLast(chosen.count - sufficing) }
        // Opaque colours last: PNG lists the alphas of the others only.
        colors = chosen.filter { $0 >> 24 < 255 } + chosen.filter { $0 >> 24 == 255 }
    }

    /// Multiplied by alpha, so that nearly transparent colours are near each other.
    fileprivate static func vector(_ color: ARGB) -> SIMD4<Int32> {
        let alpha = Int32(color >> 24)
        let parts = SIMD4(Int32(color >> 16 & 255), Int32(color >> 8 & 255), Int32(color & 255), 255)
        return parts &* alpha / 255
    }

    fileprivate static func distance(_ a: SIMD4<Int32>, _ b: SIMD4<Int32>) -> Int {
        let difference = a &- b
        return Int((difference &* difference).wrappedSum())
    }
}

/// Colours as indices into a palette: themselves, or the nearest.
struct PaletteIndices {
    private let vectors: [SIMD4<Int32>]
    private var known: [ARGB: UInt8]

    init(_ palette: Palette) {
        vectors = palette.colors.map(Palette.vector)
        known = Dictionary(uniqueKeysWithValues: palette.colors.enumerated().map { ($1, UInt8($0)) })
    }

    mutating func indices(of raster: Raster<ARGB>) -> Raster<UInt8> {
        var pixels: [UInt8] = []
        pixels.reserveCapacity(raster.pixels.count)
        var last: (color: ARGB, index: UInt8) = (0, Palette.transparentIndex)
        for color in raster.pixels {
            if color != last.color { last = (color, index(of: color)) }
            pixels.append(last.index)
        }
        return Raster(width: raster.width, height: raster.height, pixels: pixels)
    }

    private mutating func index(of color: ARGB) -> UInt8 {
        if let index = known[color] { return index }
        let vector = Palette.vector(color)
        // What hides everything below it must go on doing so.
        let isOpaque = color >> 24 == 255
        var best = (index: 0, distance: Int.max)
        for (index, candidate) in vectors.enumerated() where !isOpaque || candidate.w == 255 {
            let distance = Palette.distance(vector, candidate)
            if distance < best.distance { best = (index, distance) }
        }
        if known.count >= ColorCensus.mostColors { known.removeAll(keepingCapacity: true) }
        known[color] = UInt8(best.index)
        return UInt8(best.index)
    }
}
