import Foundation
import Tensors
import Testing

@testable import Files

/// The files that `Tests/Oracles/make_image_fixtures.py` made.
enum Fixtures {
    static let folder = Bundle.module.path(forResource: "Fixtures", ofType: nil)!

    /// The names with this ending, sorted; not the expected values.
    static func names(_ ending: String) -> [String] {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return all.filter { $0.hasSuffix("." + ending) && !$0.hasSuffix(".expected.npy") }.sorted()
    }

    static func path(_ name: String) -> String { folder + "/" + name }

    static func bytes(_ name: String) throws -> [UInt8] { try FileBytes.read(path(name)) }

    static func expected(_ name: String) throws -> Tensor { try NumPyFile.read(path(name + ".expected.npy")) }
}

/// A folder for one test, removed with it.
final class TemporaryFolder {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "/files-tests-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var contents: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }
}

/// The greatest difference between two tensors; infinite if their shapes differ. Equal infinities differ by nothing.
func greatestDifference(_ a: Tensor, _ b: Tensor) -> Float {
    guard a.shape == b.shape else { return .infinity }
    return zip(a.elements, b.elements).map { $0 == $1 ? 0 : abs($0 - $1) }.reduce(0) { $1.isNaN ? $1 : max($0, $1) }
}
