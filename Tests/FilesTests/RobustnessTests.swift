import Tensors
import Testing

@testable import Files

/// Broken files give a value or a ``FileError``, and never end the process.
@Suite struct RobustnessTests {
    /// Reads by the kind of file; true if a value came of it.
    private static func reads(_ bytes: [UInt8], as name: String) -> Bool {
        do throws(FileError) {
            switch name.split(separator: ".").last {
            case "png", "jpg": _ = try EncodedImage(bytes, name: name, pixelLimit: 1_000_000).decoded()
            case "npy": _ = try NumPyFile.decode(bytes, name: name)
            case "npz": _ = try NumPyArchive(bytes, name: name).entries()
            default: _ = try KernelFile.decode(bytes, name: name)
            }
            return true
        } catch {
            #expect(!error.description.isEmpty)
            return false
        }
    }

    private static let images = [
        "rgb-16.png", "rgba-8-interlaced.png", "palette-2.png", "trns-palette-4-interlaced.png", "many-idat.png",
        "one-pixel.png", "baseline.jpg", "progressive.jpg", "subsampled.jpg", "restarts.jpg", "grey.jpg", "cmyk.jpg",
        "exif-6.jpg", "grey-progressive.jpg",
    ]

    @Test(arguments: images)
    func everyShorterImageIsRefused(name: String) throws {
        let bytes = try Fixtures.bytes(name)
        #expect(Self.reads(bytes, as: name))
        let accepted = (0..<bytes.count).filter { Self.reads(Array(bytes[..<$0]), as: name) }
        #expect(accepted == [])
    }

    @Test(arguments: ["f4-little-C.npy", "i8-big-F.npy", "version-3.npy", "stored.npz", "deflated.npz", "zip64.npz"])
    func everyShorterArrayIsRefused(name: String) throws {
        let bytes = try Fixtures.bytes(name)
        #expect(Self.reads(bytes, as: name))
        #expect((0..<bytes.count).filter { Self.reads(Array(bytes[..<$0]), as: name) } == [])
    }

    @Test(
        arguments: images + [
            "f4-little-C.npy", "i8-big-F.npy", "version-3.npy", "bool.npy", "refused-record.npy", "stored.npz",
            "deflated.npz", "zip64.npz",
        ])
    func changedBytesNeverEndTheProcess(name: String) throws {
        let original = try Fixtures.bytes(name)
        var generator = SplitMix64(seed: UInt64(original.count))
        var refused = 0
        for round in 0..<600 {
            var bytes = original
            for _ in 0...round % 4 {
                let at = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: bytes[at] = .random(in: 0...255, using: &generator)
                case 1: bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
                case 2: bytes[at] = 0xFF
                default: bytes.insert(.random(in: 0...255, using: &generator), at: at)
                }
            }
            // So that damage gets past the checksums, and into what they guard.
            if name.hasSuffix("png"), round % 2 == 0 { repairChecksums(&bytes) }
            if !Self.reads(bytes, as: name) { refused += 1 }
        }
        #expect(refused > 0)
    }

    @Test func changedKernelsNeverEndTheProcess() {
        let sources = [
            "k.csv": "1 0 -1; 2 0 -2\n1,0,-1/3 # comment\n",
            "k.yml": "kernel: [[1, 0, -1], [2, 0, -2]]\nscale: 1/8\ndivisor: 2\n",
            "c.yml": "- - [1, 0]\n  - [2, 0]\n- - [3, 0]\n  - [4, 0]\n",
        ]
        let alphabet = Array("0123456789-+.eE/;, \n\t[]{}:#&*!|>'\"?%@`~nulx\u{0}\u{80}".utf8)
        var generator = SplitMix64(seed: 11)
        for (name, source) in sources.sorted(by: { $0.key < $1.key }) {
            var refused = 0
            for round in 0..<1500 {
                var bytes = Array(source.utf8)
                for _ in 0...round % 6 {
                    let at = Int.random(in: 0..<bytes.count, using: &generator)
                    let new = alphabet.randomElement(using: &generator)!
                    if Bool.random(using: &generator) { bytes[at] = new } else { bytes.insert(new, at: at) }
                }
                if !Self.reads(bytes, as: name) { refused += 1 }
            }
            #expect(refused > 0)
        }
    }

    /// Makes every chunk's sum right again, as far as the lengths make sense.
    private func repairChecksums(_ bytes: inout [UInt8]) {
        var at = 8
        while at + 12 <= bytes.count {
            let length = bytes[at..<at + 4].reduce(0) { $0 << 8 | Int($1) }
            guard length <= bytes.count - at - 12 else { return }
            let end = at + 8 + length
            bytes.replaceSubrange(end..<end + 4, with: checksum(bytes[at + 4..<end]))
            at = end + 4
        }
    }
}
