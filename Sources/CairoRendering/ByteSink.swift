internal import PangoCairo

/// Takes what a cairo surface writes, or giflib.
final class ByteSink {
    private(set) var bytes: [UInt8] = []

    /// For cairo's stream functions, together with ``pointer``, which is valid while the sink lives.
    static let write: cairo_write_func_t = { closure, data, length in
        guard let closure, let data else { return CAIRO_STATUS_WRITE_ERROR }
        ByteSink.at(closure).append(UnsafeBufferPointer(start: data, count: Int(length)))
        return CAIRO_STATUS_SUCCESS
    }

    func append(_ data: UnsafeBufferPointer<UInt8>) {
        bytes.append(contentsOf: data)
    }

    static func at(_ pointer: UnsafeMutableRawPointer) -> ByteSink {
        Unmanaged<ByteSink>.fromOpaque(pointer).takeUnretainedValue()
    }

    var pointer: UnsafeMutableRawPointer {
        Unmanaged.passUnretained(self).toOpaque()
    }
}
