import Tensors
import Testing

@testable import Files

@Suite struct ImageFileTests {
    @Test func fixturesAreThere() {
        #expect(Fixtures.names("png").count >= 40)
        #expect(Fixtures.names("jpg").count >= 17)
    }

    @Test(arguments: Fixtures.names("png"))
    func pngHoldsWhatItWasMadeOf(name: String) throws {
        let image = try ImageFile.read(Fixtures.path(name))
        #expect(greatestDifference(image, try Fixtures.expected(name)) < 2e-7)
    }

    /// Decoders may round the inverse transform and the colours differently by a level or two.
    @Test(arguments: Fixtures.names("jpg"))
    func jpegLooksAsOtherDecodersSeeIt(name: String) throws {
        let image = try ImageFile.read(Fixtures.path(name))
        #expect(greatestDifference(image, try Fixtures.expected(name)) <= 3.01 / 255)
    }

    @Test func contentCountsAndNotTheEnding() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/photo.jpg"
        try AtomicFile.write(try Fixtures.bytes("rgb-8.png"), to: path)
        #expect(try ImageFile.read(path) == Fixtures.expected("rgb-8.png"))
    }

    @Test func sizeIsLimitedByWhatTheHeaderDeclares() throws {
        let bytes = try Fixtures.bytes("rgb-8.png")
        let refusal = FileError.tooManyPixels(path: "a", width: 13, height: 11, limit: 142)
        #expect(throws: refusal) { try EncodedImage(bytes, name: "a", pixelLimit: 142) }
        #expect(try EncodedImage(bytes, name: "a", pixelLimit: 143).shape == [3, 11, 13])
        #expect(try EncodedImage(bytes, name: "a", pixelLimit: nil).shape == [3, 11, 13])
        let jpeg = try Fixtures.bytes("baseline.jpg")
        #expect(throws: FileError.tooManyPixels(path: "a", width: 17, height: 19, limit: 100)) {
            try EncodedImage(jpeg, name: "a", pixelLimit: 100)
        }
    }

    /// A few bytes that declare a huge picture must not make anyone allocate it, limit or not.
    @Test func shortFileOfAHugePictureIsRefused() throws {
        var png = try Fixtures.bytes("rgb-8.png")
        png.replaceSubrange(16..<24, with: [0, 1, 0, 0, 0, 1, 0, 0])
        let sum = checksum(png[12..<29])
        png.replaceSubrange(29..<33, with: sum)
        #expect(throws: FileError.tooManyPixels(path: "a", width: 65536, height: 65536, limit: 200_000_000)) {
            try EncodedImage(png, name: "a")
        }
        #expect(throws: FileError.truncatedImage(path: "a", row: nil, rows: nil)) {
            try EncodedImage(png, name: "a", pixelLimit: nil)
        }
    }

    @Test func noPixelsAreRefused() throws {
        var png = try Fixtures.bytes("rgb-8.png")
        png.replaceSubrange(16..<20, with: [0, 0, 0, 0])
        png.replaceSubrange(29..<33, with: checksum(png[12..<29]))
        let error = #expect(throws: FileError.self) { try EncodedImage(png, name: "a") }
        #expect(error?.description.contains("no pixels") == true)
    }

    @Test func otherFilesAreNamedForWhatTheyAre() throws {
        #expect(throws: FileError.notAnImage(path: "a")) { try EncodedImage(Array("GIF89a".utf8), name: "a") }
        #expect(throws: FileError.empty(path: "a")) { try EncodedImage([], name: "a") }
        let missing = #expect(throws: FileError.self) { try ImageFile.read("/nowhere/at/all.png") }
        #expect(missing == .noSuchFile(path: "/nowhere/at/all.png"))
        #expect(missing?.category == .noInput)
        #expect(throws: FileError.isFolder(path: "/")) { try ImageFile.read("/") }
    }

    @Test func damagedPixelDataIsRefused() throws {
        var png = try Fixtures.bytes("rgb-16.png")
        png[png.count - 14] ^= 1  // in the sum of the pixel data
        let error = #expect(throws: FileError.self) { try EncodedImage(png, name: "a").decoded() }
        #expect(error?.category == .badData)
        #expect(error?.description.contains("CRC error") == true)
    }

    @Test func aTruncatedPictureSaysWhere() throws {
        let bytes = noisePNG(channels: 3, height: 64, width: 64)
        let half = Array(bytes.prefix(bytes.count / 2))
        let error = #expect(throws: FileError.self) { try EncodedImage(half, name: "a").decoded() }
        guard case .truncatedImage("a", let row?, 64?) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect((16..<48).contains(row))
    }

    @Test func decodingUsesGivenMemory() throws {
        let image = try EncodedImage(Fixtures.bytes("rgba-8.png"), name: "a")
        var elements = [Float](repeating: -1, count: image.shape.elementCount)
        try elements.withUnsafeMutableBufferPointer { try image.decode(into: $0) }
        #expect(elements == (try image.decoded()).elements)
    }
}

/// A noisy picture as a PNG.
func noisePNG(channels: Int, height: Int, width: Int) -> [UInt8] {
    var generator = SplitMix64(seed: 7)
    let samples = (0..<channels * height * width).map { _ in UInt8.random(in: 0...255, using: &generator) }
    return try! PNG.encode(samples: samples, width: width, height: height, channels: channels)
}

/// The sum that ends a PNG chunk, big-endian.
func checksum(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
        crc ^= UInt32(byte)
        for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    crc = ~crc
    return (0..<4).map { UInt8(truncatingIfNeeded: crc >> (24 - 8 * $0)) }
}
