import Tensors
import Testing

@testable import Files

@Suite struct NumPyArchiveTests {
    @Test(arguments: ["stored.npz", "deflated.npz"])
    func numPyArchivesAreRead(name: String) throws {
        let archive = try NumPyArchive(path: Fixtures.path(name))
        #expect(archive.names == ["first", "second"])
        #expect(try archive.tensor(named: "first") == Fixtures.expected("first"))
        #expect(try archive.tensor(named: "second") == Fixtures.expected("second"))
    }

    @Test func wideFieldsAreRead() throws {
        let archive = try NumPyArchive(path: Fixtures.path("zip64.npz"))
        #expect(try archive.entries() == [.init("first", Fixtures.expected("first"))])
    }

    @Test(arguments: [true, false])
    func writtenArchivesComeBack(compressed: Bool) throws {
        let entries: [NumPyArchive.Entry] = [
            .init("w", Tensor([3, 100], repeating: 0.5)), .init("leer/ä", Tensor([0])), .init("b", Tensor([], [2])),
        ]
        let bytes = NumPyArchive.encode(entries, compressed: compressed)
        #expect(try NumPyArchive(bytes, name: "a").entries() == entries)
        #expect(bytes == NumPyArchive.encode(entries, compressed: compressed))
        #expect(compressed == (bytes.count < 1200))
    }

    @Test func missingNamesListWhatIsThere() throws {
        let archive = try NumPyArchive(path: Fixtures.path("stored.npz"))
        let error = #expect(throws: FileError.self) { try archive.tensor(named: "third") }
        #expect(error?.description.contains("first, second") == true)
    }

    @Test func damagedContentsAreNoticed() throws {
        for name in ["stored.npz", "deflated.npz"] {
            var bytes = try Fixtures.bytes(name)
            bytes[120] ^= 0x10
            let archive = try NumPyArchive(bytes, name: "a")
            #expect(throws: FileError.archive(path: "a", .damagedEntry("first.npy"))) {
                try archive.tensor(named: "first")
            }
        }
    }
}
