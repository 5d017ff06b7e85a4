internal import PangoCairo
internal import Scenes

/// A page's pixels.
struct Raster<Pixel: Equatable> {
    let width: Int
    let height: Int
    /// Row by row.
    let pixels: [Pixel]
}

/// A colour as a PNG holds it: alpha, red, green and blue, from the highest byte on; not multiplied by its alpha.
typealias ARGB = UInt32

extension CairoRenderer {
    func raster(of scene: Scene) throws(RenderingError) -> Raster<ARGB> {
        try withPixels(of: scene) { surface, isOpaque throws(RenderingError) in
            cairo_surface_flush(surface)
            let width = Int(cairo_image_surface_get_width(surface))
            let height = Int(cairo_image_surface_get_height(surface))
            guard let data = cairo_image_surface_get_data(surface) else { throw .png("no pixels to write") }
            let stride = Int(cairo_image_surface_get_stride(surface))
            let pixels = [ARGB](unsafeUninitializedCapacity: width * height) { buffer, count in
                for row in 0..<height {
                    let line = UnsafeRawPointer(data + row * stride).assumingMemoryBound(to: UInt32.self)
                    for column in 0..<width {
                        buffer[row * width + column] = PNGFile.plain(line[column], isOpaque: isOpaque)
                    }
                }
                count = width * height
            }
            return Raster(width: width, height: height, pixels: pixels)
        }
    }
}

/// Whole pixels of a page.
struct PixelArea: Hashable {
    var columns: Range<Int>
    var rows: Range<Int>

    var width: Int { columns.count }
    var height: Int { rows.count }
}

extension Raster {
    var area: PixelArea { PixelArea(columns: 0..<width, rows: 0..<height) }

    /// The least area that holds every pixel which differs; `nil` for equal pictures.
    func change(from other: Raster) -> PixelArea? {
        pixels.withUnsafeBufferPointer { new in
            other.pixels.withUnsafeBufferPointer { old in
                func differs(_ row: Int) -> Bool {
                    (row * width..<(row + 1) * width).contains { new[$0] != old[$0] }
                }
                guard let top = (0..<height).first(where: differs), let bottom = (0..<height).last(where: differs)
                else { return nil }
                var (left, right) = (width, 0)
                for row in top...bottom {
                    for column in 0..<left where new[row * width + column] != old[row * width + column] {
                        left = column
                        break
                    }
                    for column in (right..<width).reversed()
                    where new[row * width + column] != old[row * width + column] {
                        right = column + 1
                        break
                    }
                }
                return PixelArea(columns: left..<right, rows: top..<bottom + 1)
            }
        }
    }

    /// The pixels of an area, each as `body` makes it from its place among all.
    func pixels(of area: PixelArea, _ body: (_ index: Int, _ pixel: Pixel) -> Pixel = { $1 }) -> [Pixel] {
        var result: [Pixel] = []
        result.reserveCapacity(area.width * area.height)
        for row in area.rows {
            for index in row * width + area.columns.lowerBound..<row * width + area.columns.upperBound {
                result.append(body(index, pixels[index]))
            }
        }
        return result
    }
}
