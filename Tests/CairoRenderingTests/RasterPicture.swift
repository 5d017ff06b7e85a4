import ImageCodecs
import Testing

/// A PNG read back, on white where it is transparent.
struct RasterPicture {
    let width: Int
    let height: Int
    /// 2 for RGB, 6 for RGBA, as the file says.
    let colorType: UInt8
    private let planes: [Float]

    init(png: [UInt8]) throws {
        var header = ic_header()
        var error = ic_error()
        try #require(ic_png_header(png, png.count, &header, &error) == IC_OK)
        (width, height, colorType) = (Int(header.width), Int(header.height), png[25])
        var planes = [Float](repeating: 0, count: width * height * Int(header.channels))
        try #require(header.channels == 3)
        try #require(ic_png_decode(png, png.count, &header, &planes, &error) == IC_OK)
        self.planes = planes
    }

    /// As `#RRGGBB` in a number.
    subscript(x: Int, y: Int) -> UInt32 {
        (0..<3).reduce(0) { $0 << 8 | UInt32((planes[($1 * height + y) * width + x] * 255).rounded()) }
    }

    /// Within the level by which blending rounds.
    func isNear(_ color: UInt32, _ x: Int, _ y: Int) -> Bool {
        [16, 8, 0].allSatisfy { abs(Int(self[x, y] >> $0 & 255) - Int(color >> $0 & 255)) <= 1 }
    }
}
