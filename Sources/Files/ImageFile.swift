public import Tensors

/// Images on disk: PNG and JPEG in, PNG out.
public enum ImageFile {
    /// The pixels that a file may declare unless told otherwise: 200 megapixels.
    public static let defaultPixelLimit = 200_000_000

    /// The pixels of a PNG or JPEG: `[1, H, W]` or `[3, H, W]`, in 0...1, sRGB values as stored.
    ///
    /// - Throws: what ``FileBytes/read(_:)`` and ``EncodedImage`` throw.
    public static func read(
        _ path: String, pixelLimit: Int? = defaultPixelLimit
    ) throws(FileError) -> Tensor {
        try EncodedImage(FileBytes.read(path), name: path, pixelLimit: pixelLimit).decoded()
    }

    /// Writes `[1, H, W]` or `[3, H, W]` as a PNG, whole or not at all. Values outside 0...1 are clipped; NaN is black.
    ///
    /// - Precondition: 1 or 3 channels, and at least one pixel.
    /// - Throws: ``FileError/cannotWrite(path:reason:)``, ``FileError/outOfMemory(path:)``.
    public static func write(
        _ image: Tensor, to path: String, depth: PNGOptions.Depth = .eight, effort: PNGOptions.Effort = .fast
    ) throws(FileError) {
        try AtomicFile.write(PNG.encode(image, PNGOptions(depth: depth, effort: effort), name: path), to: path)
    }
}
