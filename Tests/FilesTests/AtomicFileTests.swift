import Foundation
import Testing

@testable import Files

@Suite struct AtomicFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func text(_ name: String) throws -> String {
        String(decoding: try FileBytes.read(folder.path + "/" + name), as: UTF8.self)
    }

    private func permissions(_ name: String) throws -> Int? {
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.path + "/" + name)
        return (attributes[.posixPermissions] as? NSNumber)?.intValue
    }

    @Test func writesReplacesAndMakesFolders() throws {
        let path = folder.path + "/a/b/c.txt"
        try AtomicFile.write("one", to: path)
        try AtomicFile.write("two", to: path)
        #expect(try text("a/b/c.txt") == "two")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/a/b") == ["c.txt"])
    }

    @Test func newFilesFollowTheMaskAndOldOnesKeepTheirPermissions() throws {
        let path = folder.path + "/a"
        try AtomicFile.write("one", to: path)
        _ = FileManager.default.createFile(atPath: folder.path + "/b", contents: nil)
        #expect(try permissions("a") == permissions("b"))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        try AtomicFile.write("two", to: path)
        #expect(try permissions("a") == 0o600)
    }

    @Test func linksStayLinks() throws {
        try FileManager.default.createSymbolicLink(atPath: folder.path + "/link", withDestinationPath: "deep/target")
        try AtomicFile.write("one", to: folder.path + "/link")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.path + "/link") == "deep/target")
        #expect(try text("deep/target") == "one")
        try AtomicFile.write("two", to: folder.path + "/link")
        #expect(try text("deep/target") == "two")
        #expect(folder.contents == ["deep", "link"])
    }

    @Test func failuresLeaveNothingBehind() throws {
        try AtomicFile.write("kept", to: folder.path + "/file")
        let hopeless = [
            folder.path,  // a folder
            folder.path + "/file/below",  // below a file
            folder.path + "/" + String(repeating: "n", count: 300),  // too long a name: only the renaming fails
            "",
        ]
        for path in hopeless {
            let error = #expect(throws: FileError.self) { try AtomicFile.write("lost", to: path) }
            #expect(error?.category == .cannotWrite)
        }
        #expect(folder.contents == ["file"])
        #expect(try text("file") == "kept")
    }

    @Test func devicesAreWrittenAsTheyAre() throws {
        try AtomicFile.write("gone", to: "/dev/null")
        #expect(throws: FileError.self) { try AtomicFile.write("no room", to: "/dev/full") }
        #expect(!FileManager.default.fileExists(atPath: "/dev/.convscope"))
    }

    @Test func manyWritersOfOneFileLeaveOneOfTheirs() async throws {
        let path = folder.path + "/raced"
        await withTaskGroup(of: Void.self) { group in
            for writer in 0..<20 {
                group.addTask { try? AtomicFile.write(String(repeating: "\(writer % 10)", count: 10_000), to: path) }
            }
        }
        let result = try text("raced")
        #expect(result.count == 10_000 && Set(result).count == 1)
        #expect(folder.contents == ["raced"])
    }

    @Test func imagesOfAFolderAreListedInOrder() throws {
        for name in ["b.PNG", "a.jpeg", "c.jpg", "d.txt", ".hidden.png", "sub/e.png", "png"] {
            try AtomicFile.write("", to: folder.path + "/" + name)
        }
        let names = try FileSystem.images(in: folder.path + "/").map { $0.split(separator: "/").last! }
        #expect(names == ["a.jpeg", "b.PNG", "c.jpg"])
        #expect(throws: FileError.notFolder(path: folder.path + "/d.txt")) {
            try FileSystem.images(in: folder.path + "/d.txt")
        }
        #expect(throws: FileError.noSuchFile(path: "/nowhere")) { try FileSystem.images(in: "/nowhere") }
    }
}
