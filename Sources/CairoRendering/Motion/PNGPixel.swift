/// What a PNG stores of a pixel.
protocol PNGPixel: Equatable {
    static var channels: Int { get }
    static var colorType: UInt8 { get }
    /// Whether neighbours in value have nothing in common.
    static var isFlat: Bool { get }
    func isOpaque(_ palette: [ARGB]?) -> Bool
    /// In the file's order.
    static func samples(_ pixels: [Self]) -> [UInt8]
}

extension UInt8: PNGPixel {
    static var channels: Int { 1 }
    static var colorType: UInt8 { 3 }
    static var isFlat: Bool { true }

    func isOpaque(_ palette: [ARGB]?) -> Bool { palette.map { $0[Int(self)] >> 24 == 255 } ?? true }

    static func samples(_ pixels: [UInt8]) -> [UInt8] { pixels }
}

extension ARGB: PNGPixel {
    static var channels: Int { 4 }
    static var colorType: UInt8 { 6 }
    static var isFlat: Bool { false }

    func isOpaque(_ palette: [ARGB]?) -> Bool { self >> 24 == 255 }

    static func samples(_ pixels: [ARGB]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: pixels.count * 4) { samples, count in
            for (index, pixel) in pixels.enumerated() {
                for (channel, shift) in [16, 8, 0, 24].enumerated() {
                    samples[index * 4 + channel] = UInt8(truncatingIfNeeded: pixel >> ARGB(shift))
                }
            }
            count = pixels.count * 4
        }
    }
}
