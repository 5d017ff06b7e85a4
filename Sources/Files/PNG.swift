internal import ImageCodecs
public import Tensors

/// PNG files in memory. The same picture gives the same bytes.
public enum PNG {
    /// `[1, H, W]` or `[3, H, W]` with values in 0...1, rounded to the depth. Others are clipped; NaN is black.
    ///
    /// - Precondition: 1 or 3 channels, and at least one pixel.
    /// - Throws: ``FileError/outOfMemory(path:)``, about `name`.
    public static func encode(
        _ image: Tensor, _ options: PNGOptions = PNGOptions(), name: String = "PNG"
    ) throws(FileError) -> [UInt8] {
        try image.withUnsafeElements { encoded(picture(of: $0, image.shape, options), name: name) }.get()
    }

    /// The same from memory that is not a tensor's.
    ///
    /// - Precondition: `shape` is `[1, H, W]` or `[3, H, W]`, not empty, and `planes` has as many elements.
    /// - Throws: ``FileError/outOfMemory(path:)``, about `name`.
    public static func encode(
        planes: UnsafeBufferPointer<Float>, _ shape: Shape, _ options: PNGOptions = PNGOptions(), name: String = "PNG"
    ) throws(FileError) -> [UInt8] {
        try encoded(picture(of: planes, shape, options), name: name).get()
    }

    /// Interleaved 8-bit samples: 1 channel is grey, 3 are RGB, 4 are RGBA with alpha not multiplied in.
    ///
    /// - Precondition: 1, 3 or 4 channels, at least one pixel, and `samples` holds all of them.
    /// - Throws: ``FileError/outOfMemory(path:)``, about `name`.
    public static func encode(
        samples: [UInt8], width: Int, height: Int, channels: Int, _ options: PNGOptions = PNGOptions(),
        name: String = "PNG"
    ) throws(FileError) -> [UInt8] {
        precondition([1, 3, 4].contains(channels), "\(channels) channels: a PNG has 1, 3 or 4")
        precondition(samples.count >= width * height * channels, "too few samples")
        return try samples.withUnsafeBytes { bytes in
            var picture = ic_picture(width: width, height: height, channels: channels, options)
            picture.depth = 8
            picture.samples = bytes.baseAddress
            picture.bytesPerRow = width * channels
            return encoded(picture, name: name)
        }.get()
    }

    private static func picture(
        of planes: UnsafeBufferPointer<Float>, _ shape: Shape, _ options: PNGOptions
    ) -> ic_picture {
        precondition(shape.rank == 3 && (shape[0] == 1 || shape[0] == 3), "a \(shape) tensor is not grey or RGB")
        precondition(planes.count >= shape.elementCount, "\(planes.count) floats for a \(shape) image")
        var picture = ic_picture(width: shape[2], height: shape[1], channels: shape[0], options)
        picture.depth = UInt32(options.depth.rawValue)
        picture.planes = planes.baseAddress
        return picture
    }

    private static func encoded(_ picture: ic_picture, name: String) -> Result<[UInt8], FileError> {
        var picture = picture
        var bytes: UnsafeMutablePointer<UInt8>?
        var count = 0
        var error = ic_error()
        let status = ic_png_encode(&picture, &bytes, &count, &error)
        if let failure = FileError(status, error, path: name, rows: nil) { return .failure(failure) }
        defer { ic_free(bytes) }
        return .success(Array(UnsafeBufferPointer(start: bytes, count: count)))
    }
}

extension ic_picture {
    fileprivate init(width: Int, height: Int, channels: Int, _ options: PNGOptions) {
        precondition((1...Int(Int32.max)).contains(width) && (1...Int(Int32.max)).contains(height), "no pixels")
        self.init()
        self.width = UInt32(width)
        self.height = UInt32(height)
        self.channels = UInt32(channels)
        switch options.effort {
        case .fast: effort = IC_FAST
        case .small: effort = IC_SMALL
        }
    }
}
