import Foundation
import Testing

@testable import Files

@Suite struct BatchRecordTests {
    private let folder: TemporaryFolder
    private var places: BatchRecord.Places { BatchRecord.Places(inputs: folder.path, outputs: folder.path + "/out") }

    init() throws { folder = try TemporaryFolder() }

    private func path(_ name: String) -> String { folder.path + "/" + name }

    private func write(_ text: String, to name: String) throws {
        try AtomicFile.write(text, to: path(name))
    }

    /// Sets the time of a file's last change back, as if it had been lying there for long.
    private func age(_ name: String, by seconds: Double = 100) throws {
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -seconds)], ofItemAtPath: path(name))
    }

    /// An item that reads `in.txt` and lists `list`, and writes both into `out/x.txt`.
    private func made(_ name: String = "x", key: String = "k") throws -> BatchRecord {
        let log = FileLog()
        try FileLog.$current.withValue(log) {
            let text = try FileSystem.text(of: path("in.txt"))
            let names = (try? FileSystem.entries(of: path("list"))) ?? []
            try write(text + names.joined(), to: "out/\(name).txt")
        }
        return try #require(BatchRecord(name: name, key: key, log, in: places))
    }

    @Test func contentsDecideNotTimes() throws {
        try write("one", to: "in.txt")
        try write("", to: "list/a")
        let record = try made()
        #expect(record.inputs.map(\.path) == ["in.txt", "list"] && record.outputs.map(\.path) == ["x.txt"])
        #expect(record.confirmed(in: places) == record)

        // Saved again as it was.
        try write("one", to: "in.txt")
        try age("in.txt", by: 50)
        let now = try #require(record.confirmed(in: places))
        #expect(now != record)
        #expect(now.confirmed(in: places) == now)

        try write("two", to: "in.txt")
        #expect(record.confirmed(in: places) == nil)
        try write("one", to: "in.txt")
        #expect(record.confirmed(in: places) != nil)

        try write("", to: "list/b")
        #expect(record.confirmed(in: places) == nil)
        try FileManager.default.removeItem(atPath: path("list/b"))
        #expect(record.confirmed(in: places) != nil)

        try write("tampered", to: "out/x.txt")
        #expect(record.confirmed(in: places) == nil)
        try FileManager.default.removeItem(atPath: path("out/x.txt"))
        #expect(record.confirmed(in: places) == nil)
    }

    @Test func whatWasNotThereMayAppear() throws {
        try write("one", to: "in.txt")
        let record = try made()
        #expect(record.confirmed(in: places) != nil)
        try write("", to: "list/a")
        #expect(record.confirmed(in: places) == nil)
    }

    /// Within one tick of the clock, a file may change twice and keep its stamp.
    @Test func stampsOfFilesChangedJustNowAreNotKept() throws {
        try write("one", to: "in.txt")
        let fresh = try made().line
        try age("in.txt")
        let old = try made().line
        #expect(fresh.contains("\t<- f") && !old.contains("\t<- f"))
    }

    /// A change while an item is drawn belongs to neither.
    @Test func theFirstReadingCounts() throws {
        try write("one", to: "in.txt")
        let log = FileLog()
        try FileLog.$current.withValue(log) {
            _ = try FileSystem.text(of: path("in.txt"))
            try FileLog.unnoticed { try write("other", to: "in.txt") }
            _ = try FileSystem.text(of: path("in.txt"))
        }
        let record = try #require(BatchRecord(name: "x", key: "k", log, in: places))
        #expect(record.confirmed(in: places) == nil)
    }

    @Test func standardInputIsNeverTheSame() {
        let log = FileLog()
        log.noteStandardInput()
        #expect(BatchRecord(name: "x", key: "k", log, in: places) == nil)
    }

    /// Weights are opened and read in parts; they are known by their contents all the same.
    @Test func filesReadInPartsAreKnownByAllTheirBytes() throws {
        let size = 3 << 20 + 5
        try AtomicFile.write([UInt8](repeating: 1, count: size), to: path("large"))
        let log = FileLog()
        try FileLog.$current.withValue(log) { _ = try ByteSource(path: path("large")) }
        let record = try #require(BatchRecord(name: "x", key: "k", log, in: places))
        var bytes = try FileBytes.read(path("large"))
        #expect(FileContent(bytes: bytes) == FileContent(of: path("large")))
        bytes[size - 1] = 2
        try AtomicFile.write(bytes, to: path("large"))
        #expect(record.confirmed(in: places) == nil)
    }

    @Test func linesAreReadBackAndTornOnesAreNot() throws {
        try write("one", to: "in.txt")
        try age("in.txt")
        let record = try made("odd\tname\\n")
        #expect(BatchRecord(line: record.line) == record)
        for length in 0..<record.line.count {
            #expect(BatchRecord(line: record.line.prefix(length)) == nil)
        }
        #expect(BatchRecord(line: record.line.replacing("in.txt", with: "on.txt")) == nil)
    }

    @Test func aLogKeepsTheLastOfEachAndSurvivesTornLines() throws {
        try write("one", to: "in.txt")
        try age("in.txt")
        let log = RecordLog(of: path("out"))
        for key in ["1", "2"] { try log.keep(try made(key: key)) }
        try log.keep(try made("y"))
        let file = path("out/.records/items.txt")
        let whole = try FileSystem.text(of: file)
        #expect(RecordLog(of: path("out"))["x"]?.key == "2")

        // Killed in the middle of a line: that one is lost, and none that follows.
        try AtomicFile.write(String(whole.dropLast(10)), to: file)
        let torn = RecordLog(of: path("out"))
        #expect(torn["x"]?.key == "2" && torn["y"] == nil)
        try torn.keep(try made("z"))
        let mended = RecordLog(of: path("out"))
        #expect(mended["x"]?.key == "2" && mended["y"] == nil && mended["z"] != nil)

        try AtomicFile.write([0xFF, 0, 10, 9, 9, 10], to: file)
        #expect(RecordLog(of: path("out"))["x"] == nil)
    }

    @Test func twoLogsOfOneFolderAddToOneFile() throws {
        try write("one", to: "in.txt")
        try age("in.txt")
        let (first, second) = (RecordLog(of: path("out")), RecordLog(of: path("out")))
        for number in 0..<40 { try (number % 2 == 0 ? first : second).keep(try made("item-\(number)")) }
        let both = RecordLog(of: path("out"))
        #expect((0..<40).allSatisfy { both["item-\($0)"] != nil })
    }

    @Test func longLogsAreShortened() throws {
        try write("one", to: "in.txt")
        try age("in.txt")
        let log = RecordLog(of: path("out"))
        for number in 0..<100 { try log.keep(try made(key: "\(number)")) }
        let file = path("out/.records/items.txt")
        #expect(RecordLog(of: path("out"))["x"]?.key == "99")
        #expect(try FileSystem.text(of: file).split(separator: "\n").count == 1)
        #expect(RecordLog(of: path("out"))["x"]?.key == "99")
    }

    @Test func rulesEscapeWhatMakeReads() {
        #expect(Depfile.rule("a b.svg", from: ["x#1.png", "c:$d"]) == "a\\ b.svg: x\\#1.png c\\:$$d\n")
        #expect(Depfile.rule("a", from: []) == "a:\n")
    }
}
