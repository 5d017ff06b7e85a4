import Execution
import ImageCodecs
import Networks
import Tensors
import Testing
import Training

@testable import Files

/// Data sets in files, made here.
enum DataFiles {
    /// As MNIST's files: bytes of the IDX format.
    static func idx(_ sizes: [Int], _ elements: [UInt8], type: UInt8 = 8) -> [UInt8] {
        var bytes: [UInt8] = [0, 0, type, UInt8(sizes.count)]
        for size in sizes { bytes += (0..<4).map { UInt8(truncatingIfNeeded: size >> (24 - 8 * $0)) } }
        return bytes + elements
    }

    /// With a name and a comment, as `gzip` writes them.
    static func gzip(_ bytes: [UInt8], flags: UInt8 = 0) -> [UInt8] {
        var packed: [UInt8] = [0x1F, 0x8B, 8, flags, 0, 0, 0, 0, 0, 3]
        if flags & 4 != 0 { packed += [2, 0, 7, 7] }
        if flags & 8 != 0 { packed += Array("images".utf8) + [0] }
        if flags & 16 != 0 { packed += Array("none".utf8) + [0] }
        if flags & 2 != 0 { packed += [1, 2] }
        var deflated = [UInt8](repeating: 0, count: ic_deflate_bound(bytes.count))
        deflated.removeLast(deflated.count - ic_deflate(bytes, bytes.count, &deflated, deflated.count))
        packed += deflated
        for number in [ic_crc32(bytes, bytes.count), UInt32(bytes.count)] {
            packed += withUnsafeBytes(of: number.littleEndian, Array.init)
        }
        return packed
    }

    static let images = idx([6, 2, 3], (0..<36).map { $0 * 7 })
    static let labels = idx([6], [0, 1, 2, 0, 1, 2])
}

@Suite struct IDXFileTests {
    @Test(arguments: [0, 2, 4, 8, 16, 30] as [UInt8])
    func packedAndPlainFilesAreTheSame(flags: UInt8) throws {
        let plain = try IDXFile.decode(DataFiles.images, path: "i")
        #expect(plain.shape == [6, 2, 3])
        #expect(plain.elements[35] == 245)
        let packed = DataFiles.gzip(DataFiles.images, flags: flags)
        #expect(try IDXFile.decode(Gzip.unpacked(packed, path: "i"), path: "i") == plain)
        #expect(try Gzip.unpacked(DataFiles.gzip([], flags: flags), path: "i").isEmpty)
    }

    @Test func otherTypesAreBigEndian() throws {
        #expect(try IDXFile.decode(DataFiles.idx([2], [0, 5, 0xFF, 0xFE], type: 0x0B), path: "i").elements == [5, -2])
        #expect(
            try IDXFile.decode(DataFiles.idx([1], [0x3F, 0xC0, 0, 0], type: 0x0D), path: "i").elements == [1.5])
        #expect(try IDXFile.decode(DataFiles.idx([1], [0xFE], type: 9), path: "i").elements == [-2])
    }

    @Test func everyTruncationIsAnError() {
        let packed = DataFiles.gzip(DataFiles.images, flags: 30)
        for count in 0..<packed.count {
            #expect(throws: FileError.self, "\(count)") {
                try IDXFile.decode(Gzip.unpacked(Array(packed[..<count]), path: "i"), path: "i")
            }
        }
        for count in 0..<DataFiles.images.count {
            #expect(throws: FileError.self, "\(count)") {
                try IDXFile.decode(Array(DataFiles.images[..<count]), path: "i")
            }
        }
    }

    @Test func everyChangedByteOfPackedDataIsAnErrorOrHarmless() throws {
        let packed = DataFiles.gzip(DataFiles.images)
        for index in packed.indices {
            var changed = packed
            changed[index] ^= 0x55
            // The header's time, system and flags say nothing about the data.
            guard let unpacked = try? Gzip.unpacked(changed, path: "i") else { continue }
            #expect(index < 10 || unpacked == DataFiles.images, "\(index)")
        }
    }

    @Test func sizesThatLieAreErrors() {
        for sizes in [[0x7FFF_FFFF, 0x7FFF_FFFF, 0x7FFF_FFFF], [7, 2, 3], [0xFFFF_FFFF]] {
            #expect(throws: FileError.self) {
                try IDXFile.decode(DataFiles.idx(sizes, [UInt8](repeating: 0, count: 36)), path: "i")
            }
        }
    }
}

@Suite struct DataSourceLoadingTests {
    private let folder: TemporaryFolder
    private let network: Network

    init() throws {
        folder = try TemporaryFolder()
        network = try Network(chain: "1x2x3 -> flatten -> dense 3")
    }

    private func path(_ name: String) -> String { folder.path + "/" + name }

    private func source(_ kind: DataSource.Kind, _ goal: DataSource.Goal = .classes) -> DataSource {
        DataSource(kind, goal: goal)
    }

    /// What is said about data that cannot be used.
    private func problem(_ source: DataSource, _ network: Network? = nil) -> String {
        do {
            _ = try source.data(for: network ?? self.network)
            return "no problem"
        } catch {
            return "\(error)"
        }
    }

    @Test func idxFilesHaveATestSetOfTheirOwn() throws {
        try AtomicFile.write(DataFiles.gzip(DataFiles.images), to: path("i.gz"))
        try AtomicFile.write(DataFiles.labels, to: path("l"))
        var source = source(.files(images: path("i.gz"), labels: path("l")))
        source.heldOutFiles = .init(images: path("i.gz"), labels: path("l"))
        source.count = 4
        let data = try source.data(for: network)
        #expect(data.training.inputs.shape == [4, 1, 2, 3])
        #expect(data.training.inputs.elements[1] == Float(7) / 255)
        guard case .classes([0, 1, 2, 0], let names) = data.training.targets else {
            Issue.record("classes")
            return
        }
        #expect(names == ["0", "1", "2"])
        #expect(data.heldOut?.count == 6)
        try AtomicFile.write(DataFiles.idx([5], [0, 1, 2, 0, 1]), to: path("few"))
        source = self.source(.files(images: path("i.gz"), labels: path("few")))
        #expect(problem(source).contains("holds 6 samples, but \(path("few")) holds 5"))
        try AtomicFile.write(Array("neither".utf8), to: path("text"))
        #expect(problem(self.source(.files(images: path("text"), labels: path("l")))).contains("IDX"))
        #expect(problem(self.source(.files(images: path("none"), labels: path("l")))).contains("no such file"))
    }

    @Test func archivesAreFoundByUsualNames() throws {
        let images = Tensor([5, 2, 3], (0..<30).map { Float($0 % 17) })
        let labels = Tensor([5], [0, 1, 0, 1, 2])
        func write(_ entries: [(String, Tensor)]) throws {
            try NumPyArchive.write(entries.map { NumPyArchive.Entry($0.0, $0.1) }, to: path("a.npz"))
        }
        try write([("other", labels), ("x", images), ("y", labels)])
        var archive = source(.archive(path: path("a.npz"), images: nil, labels: nil))
        archive.heldOut = .nothing
        let data = try archive.data(for: network)
        #expect(data.heldOut == nil)
        // 16 is white in the digits.
        #expect(data.training.inputs.elements[16] == 1)
        archive.range = 32
        #expect(try archive.data(for: network).training.inputs.elements[16] == 0.5)
        archive.kind = .archive(path: path("a.npz"), images: "x", labels: "other")
        archive.classNames = ["a", "b", "c"]
        guard case .classes(_, ["a", "b", "c"]) = try archive.data(for: network).training.targets else {
            Issue.record("the names given")
            return
        }
        archive.classNames = ["a"]
        #expect(problem(archive).contains("1 classes are named, but the labels go up to class 2"))

        try write([("x_train", images), ("y_train", labels), ("x_test", images), ("y_test", labels)])
        var split = source(.archive(path: path("a.npz"), images: nil, labels: nil))
        #expect(try split.data(for: network).heldOut?.count == 5)
        split.heldOut = .nothing
        #expect(try split.data(for: network).heldOut == nil)

        try write([("pictures", images), ("y", labels)])
        #expect(problem(split).contains("Name the one with the images, as `images: NAME`; there are pictures, y."))
        try write([("x", images), ("y", Tensor([5], [0, 1, 0.5, 1, 2]))])
        #expect(problem(split).contains("label 2 is 0.5"))
        try write([("x", images.map { $0 - 40 }), ("y", labels)])
        #expect(try split.data(for: network).training.inputs.elements[0] == -40)
        try write([("x", images.map { $0 * 1e6 }), ("y", labels)])
        #expect(problem(split).contains("which of them is white?"))
        try write([("x", images.map { $0 == 3 ? .nan : $0 }), ("y", labels)])
        #expect(problem(split).contains("infinite or no number"))
        try write([("x", Tensor([0, 2, 3])), ("y", Tensor([0]))])
        #expect(problem(split).contains("there are no samples"))
    }

    @Test func theDigitsFifthIsAlwaysTheSame() throws {
        let digits = #filePath.split(separator: "/").dropLast(4).map { "/" + $0 }.joined() + "/Samples/digits.npz"
        let network = try Network(chain: "1x8x8 -> flatten -> dense 10")
        let data = try source(.archive(path: digits, images: nil, labels: nil)).data(for: network)
        #expect(data.training.count + (data.heldOut?.count ?? 0) == 1797)
        #expect(data.heldOut?.count == 359)
        #expect(data.training.inputs.finiteRange == 0...1)
        #expect(data.fingerprint == "32b5f7a659b7a4db")
    }

    @Test func foldersAreClasses() throws {
        for (name, size) in [("b/1.png", 4), ("b/2.png", 4), ("a/1.png", 4), ("a/note.txt", 0), ("a/2.png", 4)] {
            if size == 0 {
                try AtomicFile.write("x", to: path("set/" + name))
                continue
            }
            try ImageFile.write(
                Tensor([1, size, size + 2], repeating: name.hasPrefix("b") ? 1 : 0), to: path("set/" + name))
        }
        let four = try Network(chain: "1x4x6 -> flatten -> dense 2")
        var folder = source(.folder(path("set")))
        let data = try folder.data(for: four)
        guard case .classes(let classes, ["a", "b"]) = data.training.targets else {
            Issue.record("classes")
            return
        }
        #expect(data.training.count == 2 && data.heldOut?.count == 2)
        #expect(data.training.inputs.slice(classes.firstIndex(of: 1)!).elements.allSatisfy { $0 == 1 })
        folder.size = [2, 2]
        let two = try Network(chain: "3x2x2 -> flatten -> dense 2")
        #expect(try folder.data(for: two).training.inputs.shape == [2, 3, 2, 2])
        folder.size = nil
        try ImageFile.write(Tensor([1, 4, 4]), to: path("set/b/3.png"))
        #expect(problem(folder, four).contains("Give all one size, or say `size: N`"))
        try AtomicFile.write("x", to: path("set/c/note.txt"))
        #expect(problem(folder, four).contains("no PNG or JPEG files in this class"))
        #expect(problem(source(.folder(path("set/b"))), four).contains("there are no folders in it"))
    }

    @Test func photosBecomePairsAndPatches() throws {
        var random = NormalGenerator(seed: 1)
        for name in ["a", "b"] {
            let photo = Tensor([3, 24, 30]) { buffer in for index in buffer.indices { buffer[index] = random.uniform() }
            }
            try ImageFile.write(photo, to: path("\(name).png"))
        }
        let photos = [path("a.png"), path("b.png")]
        let edge = try Network(chain: "1x8x8 -> conv 1@3x3")
        var pairs = source(.pairs(photos: photos, filters: [try Filter(parsing: "sobel-x")]), .values)
        pairs.count = 10
        let data = try pairs.data(for: edge)
        guard case .values(let targets) = data.training.targets else {
            Issue.record("values")
            return
        }
        #expect(data.training.inputs.shape == [8, 1, 8, 8] && targets.shape == [8, 1, 6, 6])
        #expect(problem(pairs, network).contains("does not give one value for each pixel"))

        let code = try Network(chain: "3x5x5 -> flatten -> dense 8 -> dense 75")
        var patches = source(.patches(photos: photos, isNormalized: true), .itself)
        patches.count = 20
        let own = try patches.data(for: code)
        guard case .values(let values) = own.training.targets else {
            Issue.record("values")
            return
        }
        #expect(values.shape == [16, 75] && values.elements == own.training.inputs.elements)
        #expect(abs(own.training.inputs.slice(0).elements.reduce(0, +)) < 1e-3)
        func turns(_ classes: Int) throws -> Network { try Network(chain: "3x5x5 -> flatten -> dense \(classes)") }
        for (goal, names) in [(DataSource.Goal.photo, ["a", "b"]), (.rotation, ["0°", "90°", "180°", "270°"])] {
            patches.goal = goal
            guard case .classes(_, names) = try patches.data(for: turns(names.count)).training.targets else {
                Issue.record("\(goal)")
                continue
            }
        }
        patches.size = [5, 4]
        #expect(problem(patches, try Network(chain: "3x5x4 -> flatten -> dense 4")).contains("keep no size"))
        patches.size = [25, 25]
        #expect(problem(patches, try turns(4)).contains("smaller than the crops of 25 x 25"))
        #expect(problem(patches, try Network(chain: "12 -> dense 4")).contains("no picture"))
    }
}
