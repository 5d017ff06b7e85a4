import Foundation
import Tensors
import Testing

@testable import Files

/// Models that ask for what is not theirs.
@Suite struct ONNXExternalDataTests {
    private struct Entry {
        var location: String
        var offset: String? = nil
        var length: String? = nil
    }

    /// A model of tensors of two floats, in a folder `model` beside `secret.bin`; `prepare` adds to it.
    private func read(_ entries: [Entry], prepare: (String) throws -> Void = { _ in }) throws -> ONNXModel {
        let base = try TemporaryFolder()
        let folder = base.path + "/model"
        try AtomicFile.write([UInt8](repeating: 7, count: 64), to: base.path + "/secret.bin")
        try AtomicFile.write([UInt8](repeating: 0, count: 32), to: folder + "/data.bin")
        try prepare(folder)
        var writer = WireWriter()
        writer.message(field: 7) { writer in
            for (index, entry) in entries.enumerated() {
                writer.message(field: 5) { writer in
                    writer.integer(2, field: 1)
                    writer.integer(1, field: 2)
                    writer.text("w\(index)", field: 8)
                    let pairs = [("location", entry.location), ("offset", entry.offset), ("length", entry.length)]
                    for case (let key, let value?) in pairs {
                        writer.message(field: 13) {
                            $0.text(key, field: 1)
                            $0.text(value, field: 2)
                        }
                    }
                    writer.integer(1, field: 14)
                }
            }
        }
        try AtomicFile.write(writer.bytes, to: folder + "/m.onnx")
        let model = try ONNXModel.read(folder + "/m.onnx")
        for tensor in model.graph.initializers { #expect(try tensor.floats().count == 2) }
        return model
    }

    private func expect(
        _ problem: ONNXProblem.External, _ entries: [Entry], prepare: @escaping (String) throws -> Void = { _ in },
        line: Int = #line
    ) {
        let file = entries.last!.location.isEmpty ? nil : entries.last!.location
        expectProblem(.external(file: file, problem), { try self.read(entries, prepare: prepare) }, line: line)
    }

    @Test func filesBesideTheModelAreRead() throws {
        _ = try read([Entry(location: "data.bin"), Entry(location: "./data.bin", offset: "8", length: "8")])
        // The same bytes twice are shared weights.
        _ = try read([Entry(location: "data.bin", offset: "24"), Entry(location: "data.bin", offset: "24")])
    }

    @Test func otherFilesAreNot() {
        expect(.leavesFolder, [Entry(location: "../secret.bin")])
        expect(.leavesFolder, [Entry(location: "a/../../secret.bin")])
        expect(.absolutePath, [Entry(location: "/etc/passwd")])
        expect(.missing, [Entry(location: "absent.bin")])
        expect(.missing, [Entry(location: "data.bin\0.txt")])
        expect(.notFile, [Entry(location: "folder")]) {
            try FileManager.default.createDirectory(atPath: $0 + "/folder", withIntermediateDirectories: false)
        }
        expect(.notFile, [Entry(location: "pipe")]) { mkfifo($0 + "/pipe", 0o600) }
        expect(.noLocation, [Entry(location: "")])
    }

    @Test func linksMayNotLeadOutside() throws {
        func link(_ folder: String, to target: String) throws {
            try FileManager.default.createSymbolicLink(atPath: folder + "/link.bin", withDestinationPath: target)
        }
        expect(.leavesFolder, [Entry(location: "link.bin")]) { try link($0, to: "../secret.bin") }
        expect(.leavesFolder, [Entry(location: "link.bin/secret.bin")]) { try link($0, to: "..") }
        _ = try read([Entry(location: "link.bin")]) { try link($0, to: "data.bin") }
    }

    /// As caches of downloads keep them: model and data are links into a folder of blobs.
    @Test func linkedModelsFindTheirData() throws {
        let base = try TemporaryFolder()
        for (name, blob) in [("onnx-external.onnx", "1"), ("onnx-external.bin", "2")] {
            try AtomicFile.write(Fixtures.bytes(name), to: base.path + "/blobs/" + blob)
            try FileManager.default.createDirectory(atPath: base.path + "/named", withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(
                atPath: base.path + "/named/" + name, withDestinationPath: "../blobs/" + blob)
        }
        let model = try ONNXModel.read(base.path + "/named/onnx-external.onnx")
        #expect(try model.graph.initializers[1].integers() == [-1, 2])
    }

    @Test func rangesMustLieInTheFile() {
        expect(.outOfRange(offset: 32, length: 8, size: 32), [Entry(location: "data.bin", offset: "32")])
        expect(
            .outOfRange(offset: .max, length: 8, size: 32), [Entry(location: "data.bin", offset: "9223372036854775807")]
        )
        expect(.wrongLength(length: 16, needed: 8), [Entry(location: "data.bin", length: "16")])
        expect(.malformed(key: "offset", value: "-8"), [Entry(location: "data.bin", offset: "-8")])
        expect(
            .malformed(key: "length", value: "99999999999999999999"),
            [Entry(location: "data.bin", length: "99999999999999999999")])
        expect(
            .overlaps(tensor: "w0"),
            [Entry(location: "data.bin", offset: "0"), Entry(location: "data.bin", offset: "4")])
    }

    /// Files are fetched in pieces of 64 KiB; numbers and names lie across their borders.
    @Test func largeFilesAreReadPieceByPiece() throws {
        let count = 50_000
        let integers = (0..<count).map { ($0 - 300) * $0 }
        let halves = (0..<count).map { $0 % 0x7C00 }
        let names = (0..<3000).map { "value-\($0)-" + String(repeating: "é", count: $0 % 50) }
        var writer = WireWriter()
        writer.message(field: 7) { writer in
            for (type, field, values) in [(7, 7, integers), (10, 5, halves)] {
                writer.message(field: 5) { writer in
                    writer.integer(count, field: 1)
                    writer.integer(type, field: 2)
                    writer.packed(values, field: field)
                    writer.text("w\(type)", field: 8)
                }
            }
            for name in names { writer.message(field: 11) { $0.text(name, field: 1) } }
        }
        let folder = try TemporaryFolder()
        let path = folder.path + "/m.onnx"
        try AtomicFile.write(writer.bytes, to: path)
        for model in [try ONNXModel.read(path), try ONNXModel.decode(writer.bytes, name: "a")] {
            #expect(try model.graph.initializers[0].integers() == integers)
            #expect(try model.graph.initializers[1].floats() == halves.map { ONNXTensor.float(half: UInt16($0)) })
            #expect(model.graph.inputs.map(\.name) == names)
        }
    }

    @Test func filesThatChangeAreNoticed() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/m.onnx"
        try AtomicFile.write(Fixtures.bytes("onnx-types.onnx"), to: path)
        let model = try ONNXModel.read(path)
        let tensor = try #require(model.graph.initializers.first)
        #expect(try tensor.floats().count == 8)
        try AtomicFile.write([1, 2, 3], to: path)
        #expect(throws: FileError.cannotRead(path: path, reason: "it changed while it was read")) {
            try tensor.floats()
        }
    }
}
