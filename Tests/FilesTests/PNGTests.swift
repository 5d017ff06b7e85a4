import Tensors
import Testing

@testable import Files

@Suite struct PNGTests {
    private static func random(_ shape: Shape, top: Int) -> Tensor {
        var generator = SplitMix64(seed: 3)
        return Tensor(
            shape, (0..<shape.elementCount).map { _ in Float(Int.random(in: 0...top, using: &generator)) / Float(top) })
    }

    @Test(arguments: [1, 3], [PNGOptions.Effort.fast, .small])
    func eightBitsComeBack(channels: Int, effort: PNGOptions.Effort) throws {
        for (height, width) in [(1, 1), (1, 70), (37, 1), (33, 65)] {
            let image = Self.random([channels, height, width], top: 255)
            let bytes = try PNG.encode(image, PNGOptions(effort: effort))
            #expect(try EncodedImage(bytes, name: "a").decoded() == image)
        }
    }

    @Test(arguments: [1, 3])
    func sixteenBitsComeBack(channels: Int) throws {
        let image = Self.random([channels, 33, 65], top: 65535)
        let encoded = try EncodedImage(PNG.encode(image, PNGOptions(depth: .sixteen)), name: "a")
        #expect(encoded.bitDepth == 16)
        #expect(try encoded.decoded() == image)
    }

    @Test func everyFilterComesBack() throws {
        // Smooth along a row, down a column, along both, flat, and none of it: each filter is the best somewhere.
        let image = Tensor(
            [1, 100, 64],
            (0..<6400).map { i in
                let (y, x) = (i / 64, i % 64)
                let noise = (x &* 7919 &+ y &* 104_729) % 251
                return Float([x * 3, noise * 0 + y, (x + y) % 256, 9, noise][y / 20] % 256) / 255
            })
        for effort in [PNGOptions.Effort.fast, .small] {
            #expect(try EncodedImage(PNG.encode(image, PNGOptions(effort: effort)), name: "a").decoded() == image)
        }
    }

    @Test func valuesAreRoundedAndClipped() throws {
        let image = Tensor([1, 1, 7], [-1, 0.4 / 255, 0.6 / 255, 2, .infinity, -.infinity, .nan])
        let back = try EncodedImage(PNG.encode(image), name: "a").decoded()
        #expect(back.elements == [0, 0, 1 / 255, 1, 1, 0, 0])
    }

    @Test func samplesWithAlphaAreComposedOverWhite() throws {
        let samples: [UInt8] = [255, 0, 0, 255, 0, 0, 0, 0, 0, 0, 255, 51]
        let bytes = try PNG.encode(samples: samples, width: 3, height: 1, channels: 4)
        let image = try EncodedImage(bytes, name: "a").decoded()
        #expect(greatestDifference(image, Tensor([3, 1, 3], [1, 1, 0.8, 0, 1, 0.8, 0, 1, 1])) < 1e-6)
    }

    @Test func theSameImageGivesTheSameBytes() throws {
        let image = Self.random([3, 40, 40], top: 255)
        for effort in [PNGOptions.Effort.fast, .small] {
            let options = PNGOptions(effort: effort)
            #expect(try PNG.encode(image, options) == PNG.encode(image, options))
        }
    }

    @Test func moreEffortGivesSmallerFiles() throws {
        // A figure: flat areas and lines.
        let figure = Tensor([1, 200, 200], (0..<40_000).map { $0 / 200 % 40 == 3 || $0 % 50 < 3 ? 0.2 : 1 })
        let small = try PNG.encode(figure, PNGOptions(effort: .small))
        #expect(try small.count < PNG.encode(figure).count)
    }
}
