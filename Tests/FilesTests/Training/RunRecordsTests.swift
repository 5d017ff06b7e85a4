import Foundation
import Tensors
import Testing
import Training

@testable import Files

/// What figures find in the folders that trainings were written to.
@Suite struct RunRecordsTests {
    private func record(_ name: String) -> TrainingRecord {
        var record = TrainingRecord(
            title: "Digits", name: name, network: "net", loss: .crossEntropy, stepsPerEpoch: 2, layers: ["conv1"])
        record.losses = [1, 0.5]
        return record
    }

    private func inFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "runs-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.path)
    }

    private func write(_ record: TrainingRecord, to folder: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let origin = CheckpointFile.Origin(experiment: "e", data: "d", version: "1")
        try RecordFile.write(record, origin, to: folder + "/record.safetensors")
    }

    @Test func aFolderHoldsOneRunOrSeveralInTheirOrder() throws {
        try inFolder { folder in
            try write(record("b"), to: folder + "/several/b")
            try write(record("a"), to: folder + "/several/a")
            try write(record("c"), to: folder + "/several/c")
            let experiment = "experiment: Digits\nruns: [{ name: c, seed: 1 }, { name: a }]\n"
            try experiment.write(toFile: folder + "/several/a/experiment.yml", atomically: true, encoding: .utf8)
            try write(record(""), to: folder + "/one")
            let resources = FileResources(relativeTo: folder)
            #expect(try resources.records("several").map(\.name) == ["c", "a", "b"])
            #expect(try resources.records("one").map(\.name) == [""])
            #expect(try resources.records("one/record.safetensors").first?.losses == [1, 0.5])
        }
    }

    @Test func whereNoRunIsDoneThereIsNothing() throws {
        try inFolder { folder in
            #expect(throws: FileError.noSuchFile(path: folder + "/record.safetensors")) {
                try RunFolder.records(folder)
            }
            #expect(throws: FileError.self) { try RunFolder.records(folder + "/none") }
        }
    }
}
