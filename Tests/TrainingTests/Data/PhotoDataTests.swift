import Execution
import Networks
import Tensors
import Testing

@testable import Training

@Suite struct PhotoDataTests {
    private static func photo(_ sizes: [Int], _ seed: UInt64) -> Tensor {
        var random = NormalGenerator(seed: seed)
        return Tensor(Shape(sizes)) { buffer in for index in buffer.indices { buffer[index] = random.uniform() } }
    }

    private static func photos(_ count: Int) -> [PhotoCrops.Photo] {
        (0..<count).map { ("photo \($0)", photo([1, 20 + $0, 30 - $0], UInt64($0))) }
    }

    private static func contains(_ photo: Tensor, _ crop: Tensor) -> Bool {
        (0...photo.shape[1] - crop.shape[1]).contains { top in
            (0...photo.shape[2] - crop.shape[2]).contains { left in
                (0..<crop.shape[1]).allSatisfy { y in
                    (0..<crop.shape[2]).allSatisfy { photo[0, top + y, left + $0] == crop[0, y, $0] }
                }
            }
        }
    }

    @Test func cropsArePiecesOfTheirPhotos() throws {
        let photos = Self.photos(3)
        let crops = try PhotoCrops(of: photos, size: [5, 7], count: 30, seed: 2)
        #expect(crops.crops.shape == [30, 1, 5, 7])
        for index in 0..<30 {
            #expect(Self.contains(photos[crops.photos[index]].pixels, crops.crops.slice(index)))
        }
        #expect(Set(crops.photos) == [0, 1, 2])
        #expect(
            try PhotoCrops(of: photos, size: [5, 7], count: 4, seed: 2).crops == crops.crops.samples([0, 1, 2, 3]))
        #expect(try PhotoCrops(of: photos, size: [5, 7], count: 30, seed: 3).crops != crops.crops)
        #expect(throws: DataProblem.self) { try PhotoCrops(of: photos, size: [21, 7], count: 1, seed: 0) }
        #expect(throws: DataProblem.self) { try PhotoCrops(of: photos, size: [5, 7], count: 1 << 40, seed: 0) }
    }

    @Test func turnedPatchesGoRound() throws {
        let crops = try PhotoCrops(of: Self.photos(2), size: [4, 4], count: 40, seed: 0)
        let (turned, quarters) = crops.turned
        // Neither photo is tied to a quarter.
        for photo in 0..<2 {
            #expect(Set(quarters.indices.filter { crops.photos[$0] == photo }.map { quarters[$0] }) == [0, 1, 2, 3])
        }
        for index in 0..<40 {
            let (old, new) = (crops.crops.slice(index).slice(0), turned.slice(index).slice(0))
            for y in 0..<4 {
                for x in 0..<4 {
                    // A quarter anticlockwise: what was on the right is on top.
                    let expected = [old[y, x], old[x, 3 - y], old[3 - y, 3 - x], old[3 - x, y]][quarters[index]]
                    #expect(new[y, x] == expected)
                }
            }
        }
    }

    @Test func contrastIsNormalised() {
        var samples = Self.photo([5, 1, 8, 8], 1)
        samples.withUnsafeMutableElements { elements in
            for index in 64..<128 { elements[index] = 0.5 }
        }
        let normalized = samples.contrastNormalized
        for index in 0..<5 {
            let values = normalized.slice(index).elements.map { Double($0) }
            let mean = values.reduce(0, +) / 64
            let variance = values.reduce(0) { $0 + $1 * $1 } / 64
            #expect(abs(mean) < 1e-6)
            // A flat piece stays flat instead of becoming noise.
            #expect(index == 1 ? variance == 0 : abs(variance - 1) < 0.01)
        }
    }

    /// What each network of these sees, the same kernel would make of its input if it were the network's.
    @Test(arguments: [
        "1x12x15 -> conv 1@3x3", "1x12x15 -> conv 1@3x3 p1", "1x12x15 -> conv 1@5x5", "1x12x15 -> conv 1@5x5 p2",
        "1x12x15 -> conv 4@3x3 relu -> conv 1@3x3 p2", "1x12x15 -> conv 1@7x7 p1",
    ])
    func targetsLieWhereTheOutputIs(chain: String) throws {
        let network = try Network(chain: chain)
        let crops = try PhotoCrops(of: [("p", Self.photo([1, 40, 40], 3))], size: [12, 15], count: 3, seed: 1).crops
        let filter = try Filter(parsing: "sobel-x")
        let targets = try FilterPairs.targets(of: crops, [filter, Filter(parsing: "identity")], for: network)
        let size = network.nodes[network.outputs[0]].output.spatial.compactMap(\.integer)
        #expect(targets.shape.sizes == [3, 2] + size)
        let inset = (12 - size[0]) / 2
        for sample in 0..<3 {
            let picture = crops.slice(sample).slice(0)
            func value(_ y: Int, _ x: Int) -> Float {
                (0..<12).contains(y) && (0..<15).contains(x) ? picture[y, x] : 0
            }
            let kernel = filter.kernels[0]
            for y in 0..<size[0] {
                for x in 0..<size[1] {
                    var sum: Float = 0
                    for i in 0..<3 {
                        for j in 0..<3 { sum += kernel[i, j] * value(y + inset + i - 1, x + inset + j - 1) }
                    }
                    #expect(abs(targets[sample, 0, y, x] - sum) < 1e-5)
                    #expect(targets[sample, 1, y, x] == value(y + inset, x + inset))
                }
            }
        }
    }

    @Test(arguments: [
        "1x12x12 -> conv 1@3x3 s2", "1x12x12 -> flatten -> dense 100", "1x12x12 -> conv 1@4x4",
        "1x12x12 -> conv 1@3x3 p4",
    ])
    func networksThatLoseTheirPlaceAreRefused(chain: String) throws {
        let network = try Network(chain: chain)
        let crops = try PhotoCrops(of: [("p", Self.photo([1, 40, 40], 3))], size: [12, 12], count: 2, seed: 1).crops
        #expect(throws: DataProblem.self) {
            try FilterPairs.targets(of: crops, [Filter(parsing: "sobel-x")], for: network)
        }
    }
}
