internal import ImageCodecs
public import Tensors

/// A PNG or JPEG whose header has been read and whose pixels have not: `[C, H, W]` once decoded.
///
/// What it is, its content says, not its name. Grey stays one channel; colour, a palette and CMYK give three.
/// Alpha is composed over white, EXIF orientation applied; gamma and colour profiles are ignored.
public struct EncodedImage: Sendable {
    private enum Format { case png, jpeg }

    /// Whence it came, for messages.
    public let name: String
    private let bytes: [UInt8]
    private let format: Format
    private let header: ic_header

    /// Reads the header, which may declare at most `pixelLimit` pixels; `nil` allows any number.
    ///
    /// - Throws: ``FileError/empty(path:)``, ``FileError/notAnImage(path:)``, ``FileError/damaged(path:detail:)``,
    ///   ``FileError/truncatedImage(path:row:rows:)``, ``FileError/unsupported(path:detail:)``,
    ///   ``FileError/tooManyPixels(path:width:height:limit:)``.
    public init(
        _ bytes: [UInt8], name: String, pixelLimit: Int? = ImageFile.defaultPixelLimit
    ) throws(FileError) {
        if bytes.isEmpty { throw .empty(path: name) }
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            format = .png
        } else if bytes.starts(with: [0xFF, 0xD8]) {
            format = .jpeg
        } else {
            throw .notAnImage(path: name)
        }
        var header = ic_header()
        var error = ic_error()
        let status =
            switch format {
            case .png: ic_png_header(bytes, bytes.count, &header, &error)
            case .jpeg: ic_jpeg_header(bytes, bytes.count, &header, &error)
            }
        // A huge size is what to report, even if the file is also too short for it.
        if let pixelLimit, header.width > 0, Int(header.width) * Int(header.height) > pixelLimit {
            throw .tooManyPixels(
                path: name, width: Int(header.width), height: Int(header.height), limit: pixelLimit)
        }
        if let failure = FileError(status, error, path: name, rows: nil) { throw failure }
        let most = Int(Int32.max) / 3
        if Int(header.width) * Int(header.height) > most {
            throw .tooManyPixels(path: name, width: Int(header.width), height: Int(header.height), limit: most)
        }
        self.name = name
        self.bytes = bytes
        self.header = header
    }

    /// `[1, H, W]` or `[3, H, W]`.
    public var shape: Shape { [Int(header.channels), Int(header.height), Int(header.width)] }

    /// Bits of a stored sample.
    public var bitDepth: Int { Int(header.depth) }

    /// Writes all values, in 0...1, into memory that may be used again for the next picture.
    ///
    /// - Precondition: `elements` has room for `shape.elementCount`.
    /// - Throws: ``FileError/truncatedImage(path:row:rows:)``, ``FileError/damaged(path:detail:)``,
    ///   ``FileError/unsupported(path:detail:)``, ``FileError/outOfMemory(path:)``.
    public func decode(into elements: UnsafeMutableBufferPointer<Float>) throws(FileError) {
        if let failure = decoding(into: elements) { throw failure }
    }

    /// The pixels, in 0...1.
    ///
    /// - Throws: as ``decode(into:)``.
    public func decoded() throws(FileError) -> Tensor {
        var failure: FileError?
        let tensor = Tensor(shape) { failure = decoding(into: $0) }
        if let failure { throw failure }
        return tensor
    }

    private func decoding(into elements: UnsafeMutableBufferPointer<Float>) -> FileError? {
        precondition(elements.count >= shape.elementCount, "\(elements.count) floats for a \(shape) image")
        var header = header
        var error = ic_error()
        let status =
            switch format {
            case .png: ic_png_decode(bytes, bytes.count, &header, elements.baseAddress, &error)
            case .jpeg: ic_jpeg_decode(bytes, bytes.count, &header, elements.baseAddress, &error)
            }
        return FileError(status, error, path: name, rows: Int(header.height))
    }
}

extension FileError {
    /// What a codec reports; `nil` if that is success.
    init?(_ status: ic_status, _ error: ic_error, path: String, rows: Int?) {
        let message = withUnsafeBytes(of: error.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        switch status {
        case IC_OK: return nil
        case IC_TRUNCATED:
            self = .truncatedImage(path: path, row: error.row >= 0 ? Int(error.row) : nil, rows: rows)
        case IC_UNSUPPORTED: self = .unsupported(path: path, detail: message)
        case IC_NO_MEMORY: self = .outOfMemory(path: path)
        // IC_DAMAGED; C's enums cannot be exhausted.
        default: self = .damaged(path: path, detail: message)
        }
    }
}
