import Execution
import Networks
import Tensors
import Testing
import Training

@testable import Files

@Suite struct RecordFileTests {
    private let origin = CheckpointFile.Origin(experiment: "e", data: "d", version: "1")

    private func bytes(_ record: TrainingRecord) -> [UInt8] {
        var contents = Safetensors.Contents()
        RecordFile.encode(record, into: &contents)
        return Safetensors.encode(contents)
    }

    @Test(arguments: 0..<60)
    func everyBitOfARecordIsKept(seed: Int) throws {
        var random = RandomRecord(seed: UInt64(seed))
        let record = random.record()
        let read = try RecordFile.decode(Safetensors.decode(bytes(record), path: "r"), path: "r")
        #expect(description(read) == description(record))
        #expect(bytes(read) == bytes(record))
    }

    @Test(arguments: 0..<60)
    func everyBitOfACheckpointIsKept(seed: Int) throws {
        var random = RandomRecord(seed: UInt64(seed) + 1000)
        let state = random.state()
        let bytes = Safetensors.encode(CheckpointFile.encode(state, origin))
        let (read, readOrigin) = try CheckpointFile.decode(Safetensors.decode(bytes, path: "c"), path: "c")
        #expect(read.step == state.step)
        #expect(readOrigin == origin)
        #expect(description(read.record) == description(state.record))
        #expect(description(read.weights) == description(state.weights))
        #expect(read.moments.keys.sorted() == state.moments.keys.sorted())
        for (name, moment) in state.moments {
            #expect(description(read.moments[name] ?? NetworkWeights()) == description(moment))
        }
    }

    /// A state in which everything is there.
    private func whole() throws -> TrainingState {
        let states = (UInt64(0)..<5000).lazy.map { seed in
            var random = RandomRecord(seed: seed)
            return random.state()
        }
        return try #require(
            states.first { state in
                let record = state.record
                return record.predictions?.mistakes.isEmpty == false && record.snapshots.count > 1
                    && !state.moments.isEmpty && !record.snapshots[0].activations.isEmpty
                    && !record.snapshots[0].gradients.isEmpty && !record.evaluations.isEmpty
                    && !state.weights.layerNames.isEmpty
            })
    }

    @Test func whatIsMissingIsAnError() throws {
        let contents = try CheckpointFile.encode(whole(), origin)
        // A record may do without predictions, and a network without a weight; but not without what belongs to others.
        let optional = ["classes"]
        for key in contents.metadata.keys where !optional.contains(key) {
            var changed = contents
            changed.metadata[key] = nil
            #expect(throws: FileError.self, "\(key)") { try CheckpointFile.decode(changed, path: "c") }
            changed.metadata[key] = "{"
            let isText = ["title", "name", "network", "experiment", "data", "version"].contains(key)
            if !isText { #expect(throws: FileError.self, "\(key)") { try CheckpointFile.decode(changed, path: "c") } }
        }
        for name in ["losses", "probabilities", "mistakes.0", "evaluations.training.loss"] {
            var changed = contents
            changed.tensors.removeAll { $0.name == name }
            #expect(throws: FileError.self, "\(name)") { try CheckpointFile.decode(changed, path: "c") }
        }
        for name in ["snapshots.99.kernels.a", "snapshots.0.unknown.a", "moments.77.a.weight", "weights.a.no role"] {
            var changed = contents
            changed.add(name, [1, 2])
            #expect(throws: FileError.self, "\(name)") { try CheckpointFile.decode(changed, path: "c") }
        }
    }

    @Test func tensorsOfOtherSizesAreErrors() throws {
        let contents = try CheckpointFile.encode(whole(), origin)
        for (place, entry) in contents.tensors.enumerated() {
            let isSized = ["spread", "gradients", "evaluations"].contains { entry.name.contains($0) }
            guard isSized || entry.name == "probabilities" else { continue }
            var changed = contents
            changed.tensors[place].tensor = Tensor([entry.tensor.shape.elementCount + 1])
            #expect(throws: FileError.self, "\(entry.name)") { try CheckpointFile.decode(changed, path: "c") }
        }
    }

    @Test func everyTruncationIsAnError() throws {
        let bytes = try Safetensors.encode(CheckpointFile.encode(whole(), origin))
        var random = SplitMix64(seed: 4)
        for _ in 0..<300 {
            let count = Int(random.next() % UInt64(bytes.count))
            #expect(throws: FileError.self, "\(count)") {
                try CheckpointFile.decode(Safetensors.decode(Array(bytes[..<count]), path: "c"), path: "c")
            }
        }
    }

    @Test func changedBytesNeverTrap() throws {
        let bytes = try Safetensors.encode(CheckpointFile.encode(whole(), origin))
        let headerCount = Int(bytes[0]) | Int(bytes[1]) << 8
        var random = SplitMix64(seed: 5)
        for _ in 0..<1500 {
            var changed = bytes
            changed[8 + Int(random.next() % UInt64(headerCount))] = UInt8(truncatingIfNeeded: random.next())
            _ = try? CheckpointFile.decode(Safetensors.decode(changed, path: "c"), path: "c")
        }
    }

    @Test func otherFilesAreNoRecords() throws {
        let weights = Safetensors.Contents([("conv1.weight", Tensor([1, 1, 1, 1]))])
        let record = #expect(throws: FileError.self) { try RecordFile.decode(weights, path: "w.safetensors") }
        #expect(record?.description.contains("no record of a training") == true)
        let checkpoint = #expect(throws: FileError.self) { try CheckpointFile.decode(weights, path: "w.safetensors") }
        #expect(checkpoint?.description.contains("no checkpoint of a training") == true)
    }

    @Test func changesAreNamed() {
        func change(_ body: (inout CheckpointFile.Origin) -> Void) -> String? {
            var now = origin
            body(&now)
            return now.change(since: origin)
        }
        #expect(change { _ in } == nil)
        #expect(change { $0.experiment = "x" }?.contains("experiment") == true)
        #expect(change { $0.data = "x" }?.contains("data") == true)
        #expect(change { $0.version = "2" } == "it was begun with version 1 of convscope, and this is 2")
    }
}

@Suite struct RunFolderTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func run() throws -> (Experiment.Run, Experiment, TrainingState) {
        let network = try Network(chain: "1x8x8 -> conv 2@3x3 -> batch-norm -> relu -> flatten -> dense 2")
        let run = Experiment.Run(network: network, schedule: .steps(every: 1, factor: 0.5), rate: 0.5)
        var record = TrainingRecord(title: "T", network: "N", loss: .crossEntropy, stepsPerEpoch: 2, layers: ["conv1"])
        record.losses = [1, 0.25, 1e-10]
        record.evaluations = [
            .init(step: 0, training: .init(loss: 2, accuracy: 0.5), heldOut: nil),
            .init(step: 2, training: .init(loss: .nan, accuracy: 1), heldOut: .init(loss: 0.5, accuracy: nil)),
        ]
        let state = TrainingState(
            step: 3, weights: try NetworkWeights(initializing: network, seed: 3), record: record)
        return (run, Experiment(title: "T", runs: [run], loss: .crossEntropy, epochs: 2), state)
    }

    @Test func metricsAreALineAStep() throws {
        let (run, experiment, state) = try run()
        #expect(
            MetricsFile.text(state.record, run, epochs: experiment.epochs)
                == [
                    "step,epoch,loss,rate,training_loss,training_accuracy,held_out_loss,held_out_accuracy",
                    "0,0,,,2.0,0.5,,", "1,1,1.0,0.5,,,,", "2,1,0.25,0.5,nan,1.0,0.5,", "3,2,1e-10,0.25,,,,",
                ].map { $0 + "\r\n" }.joined())
    }

    @Test func aRunGoesThroughItsFolder() throws {
        let (run, experiment, state) = try run()
        let origin = CheckpointFile.Origin(experiment: "e", data: "d", version: "1")
        let place = RunFolder(folder.path + "/new/run")
        guard case .notBegun = try place.progress(origin) else {
            Issue.record("not begun")
            return
        }
        try place.save(state, origin)
        guard case .underway(let read) = try place.progress(origin) else {
            Issue.record("under way")
            return
        }
        #expect(description(read.weights) == description(state.weights))
        var other = origin
        other.data = "x"
        #expect(throws: OtherExperiment.self) { try place.progress(other) }

        try place.finish(state, run, of: experiment, text: "experiment: T\n", classes: ["a", "{b"], origin)
        guard case .done = try place.progress(origin) else {
            Issue.record("done")
            return
        }
        #expect(throws: OtherExperiment.self) { try place.progress(other) }
        let names = try FileSystem.entries(of: place.path)
        #expect(
            names == [
                "classes.json", "experiment.yml", "metrics.csv", "network.yml", "record.safetensors",
                "weights.safetensors",
            ])
        let end = try place.finalState(run.network)
        #expect(description(end.weights) == description(state.weights))
        #expect(description(end.record) == description(state.record))

        // What `run` does with it.
        let prepared = try PreparedNetwork(
            NetworkRequest(place.path + "/network.yml", weights: place.path + "/weights.safetensors"))
        #expect(prepared.network.header.labels == ["a", "{b"])
        #expect(prepared.network.nodes.map(\.name) == run.network.nodes.map(\.name))

        try place.clear()
        guard case .notBegun = try place.progress(origin) else {
            Issue.record("forgotten")
            return
        }
    }

    @Test func namesAreThoseOfStateDictionaries() throws {
        let network = try Network(chain: "1x8x8 -> separable-conv 3@3x3 -> batch-norm -> flatten -> dense 2")
        let names = try NetworkWeights(initializing: network).named(in: network).map(\.name)
        #expect(names.contains("dense1.weight") && names.contains("dense1.bias"))
        #expect(names.contains { $0.hasSuffix(".running_var") })
        #expect(Set(names).count == names.count)
        let tensors = try NetworkWeights(initializing: network, seed: 4).named(in: network)
        let (_, report) = NetworkWeights.matched(tensors, to: network)
        #expect(report.isComplete && report.isByName && report.extra.isEmpty)
    }

    @Test func oneProcessWritesAFolder() throws {
        let path = folder.path + "/locked"
        do {
            let lock = try FolderLock(path)
            let error = #expect(throws: FileError.self) { _ = try FolderLock(path) }
            #expect(error?.description.contains("another convscope") == true)
            _ = consume lock
        }
        _ = try FolderLock(path)
        try AtomicFile.write("x", to: path + "/file")
        #expect(throws: FileError.self) { _ = try FolderLock(path + "/file") }
    }

    @Test func leftoversGo() throws {
        for name in [".convscope-abc.tmp", ".other.tmp", "kept"] {
            try AtomicFile.write("x", to: folder.path + "/" + name)
        }
        AtomicFile.removeLeftovers(in: folder.path)
        #expect(folder.contents == [".other.tmp", "kept"])
    }
}
