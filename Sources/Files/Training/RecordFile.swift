import Tensors
public import Training

/// What was seen of a run, as safetensors: numbers as tensors, texts and places in the metadata. Every bit is kept.
public enum RecordFile {
    /// - Throws: ``FileError`` for what is no such file.
    public static func read(_ path: String) throws(FileError) -> TrainingRecord {
        try decode(try Safetensors.contents(path), path: path)
    }

    static func decode(_ contents: Safetensors.Contents, path: String) throws(FileError) -> TrainingRecord {
        try decode(StoredValues(contents, path: path))
    }

    /// The record of a finished run, and what the run was begun with.
    ///
    /// - Throws: ``FileError/cannotWrite(path:reason:)``.
    public static func write(
        _ record: TrainingRecord, _ origin: CheckpointFile.Origin, to path: String
    ) throws(FileError) {
        var contents = Safetensors.Contents()
        origin.encode(into: &contents)
        encode(record, into: &contents)
        try AtomicFile.write(Safetensors.encode(contents), to: path, durably: true)
    }

    /// What the run of a record was begun with.
    ///
    /// - Throws: ``FileError`` for what is no record of a run.
    public static func origin(_ path: String) throws(FileError) -> CheckpointFile.Origin {
        try CheckpointFile.Origin(StoredValues(try Safetensors.contents(path), path: path))
    }

    /// Says what the file is, and changes with what is in it.
    private static let format = "convscope training record 1"

    /// An accuracy that there is none of; a number that is none, but not one that arithmetic gives.
    private static let none = Float(bitPattern: 0x7FC0_5AFE)

    // MARK: Writing

    static func encode(_ record: TrainingRecord, into contents: inout Safetensors.Contents) {
        contents.metadata["record"] = format
        contents.metadata["title"] = record.title
        contents.metadata["name"] = record.name
        contents.metadata["network"] = record.network
        contents.metadata["loss"] = record.loss.rawValue
        contents.metadata["steps-per-epoch"] = String(record.stepsPerEpoch)
        contents.note("layers", record.layers)
        contents.add("losses", record.losses)
        encode(record.evaluations, into: &contents)
        contents.note("snapshots", record.snapshots.map(\.step))
        for (number, snapshot) in record.snapshots.enumerated() { encode(snapshot, number, into: &contents) }
        guard let predictions = record.predictions else { return }
        contents.note("classes", predictions.classes)
        contents.note("labels", predictions.labels)
        contents.add("probabilities", predictions.probabilities)
        contents.note("mistakes", predictions.mistakes.map(\.index))
        for (number, mistake) in predictions.mistakes.enumerated() { contents.add("mistakes.\(number)", mistake.image) }
    }

    private static func encode(_ evaluations: [TrainingRecord.Evaluation], into contents: inout Safetensors.Contents) {
        contents.note("evaluations", evaluations.map(\.step))
        let held = evaluations.filter { $0.heldOut != nil }
        contents.note("evaluations.held-out", held.map(\.step))
        for (side, scores) in [("training", evaluations.map(\.training)), ("held-out", held.compactMap(\.heldOut))] {
            contents.add("evaluations.\(side).loss", scores.map(\.loss))
            contents.add("evaluations.\(side).accuracy", scores.map { $0.accuracy ?? none })
        }
    }

    private static func encode(
        _ snapshot: TrainingRecord.Snapshot, _ number: Int, into contents: inout Safetensors.Contents
    ) {
        let place = "snapshots.\(number)"
        for (layer, kernels) in sorted(snapshot.kernels) { contents.add("\(place).kernels.\(layer)", kernels) }
        for (layer, histogram) in sorted(snapshot.activations) {
            contents.add("\(place).activations.\(layer)", histogram.shares)
            contents.add(
                "\(place).spread.\(layer)",
                [
                    histogram.range.lowerBound, histogram.range.upperBound, histogram.zeros, histogram.mean,
                    histogram.deviation,
                ])
        }
        for (layer, size) in sorted(snapshot.gradients) {
            contents.add("\(place).gradients.\(layer)", [size.gradient, size.weight])
        }
    }

    private static func sorted<Value>(_ values: [String: Value]) -> [(key: String, value: Value)] {
        values.sorted { $0.key < $1.key }
    }

    // MARK: Reading

    static func decode(_ values: StoredValues) throws(FileError) -> TrainingRecord {
        guard values.has("record"), try values.text("record") == format else {
            throw .unsupported(path: values.path, detail: "it is no record of a training")
        }
        guard let loss = Loss(rawValue: try values.text("loss")) else { throw values.damaged("its loss is unknown") }
        var record = TrainingRecord(
            title: try values.text("title"), name: try values.text("name"), network: try values.text("network"),
            loss: loss, stepsPerEpoch: try values.integer("steps-per-epoch"), layers: try values.strings("layers"))
        record.losses = try values.vector("losses")
        record.evaluations = try evaluations(values)
        record.snapshots = try snapshots(values)
        if values.has("classes") { record.predictions = try predictions(values) }
        return record
    }

    private static func evaluations(_ values: StoredValues) throws(FileError) -> [TrainingRecord.Evaluation] {
        func scores(_ side: String, _ count: Int) throws(FileError) -> [TrainingRecord.Score] {
            let losses = try values.vector("evaluations.\(side).loss", count: count)
            let accuracies = try values.vector("evaluations.\(side).accuracy", count: count)
            return zip(losses, accuracies).map { loss, accuracy in
                .init(loss: loss, accuracy: accuracy.bitPattern == none.bitPattern ? nil : accuracy)
            }
        }
        let steps = try values.integers("evaluations")
        let heldSteps = try values.integers("evaluations.held-out")
        let training = try scores("training", steps.count)
        var held = try scores("held-out", heldSteps.count)[...]
        var left = heldSteps[...]
        let evaluations = zip(steps, training).map { step, score in
            let isHeld = left.first == step
            if isHeld { left.removeFirst() }
            return TrainingRecord.Evaluation(step: step, training: score, heldOut: isHeld ? held.removeFirst() : nil)
        }
        guard left.isEmpty else { throw values.damaged("it holds scores of steps that were not evaluated") }
        return evaluations
    }

    private static func snapshots(_ values: StoredValues) throws(FileError) -> [TrainingRecord.Snapshot] {
        var snapshots = try values.integers("snapshots").map { TrainingRecord.Snapshot(step: $0) }
        for name in values.names where name.hasPrefix("snapshots.") {
            // snapshots.NUMBER.WHAT.LAYER, and a layer's name may have dots.
            let parts = name.split(separator: ".", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 4, let number = Int(parts[1]), snapshots.indices.contains(number) else {
                throw values.damaged("the tensor '\(name)' belongs to no snapshot")
            }
            switch parts[2] {
            case "kernels": snapshots[number].kernels[parts[3]] = try values.tensor(name)
            case "activations":
                let spread = try values.vector("snapshots.\(number).spread.\(parts[3])", count: 5)
                guard spread[0] <= spread[1] else { throw values.damaged("'\(name)' goes from high to low") }
                snapshots[number].activations[parts[3]] = ValueHistogram(
                    range: spread[0]...spread[1], shares: try values.vector(name), zeros: spread[2], mean: spread[3],
                    deviation: spread[4])
            case "gradients":
                let sizes = try values.vector(name, count: 2)
                snapshots[number].gradients[parts[3]] = .init(gradient: sizes[0], weight: sizes[1])
            case "spread": break
            default: throw values.damaged("the tensor '\(name)' is not known")
            }
        }
        return snapshots
    }

    private static func predictions(_ values: StoredValues) throws(FileError) -> TrainingRecord.Predictions {
        let (classes, labels) = (try values.strings("classes"), try values.integers("labels"))
        let probabilities = try values.tensor("probabilities")
        guard probabilities.shape.rank == 2, probabilities.shape[0] == labels.count,
            probabilities.shape[1] >= classes.count, labels.allSatisfy(classes.indices.contains)
        else { throw values.damaged("its predictions do not fit their labels") }
        var mistakes: [TrainingRecord.Mistake] = []
        for (number, index) in try values.integers("mistakes").enumerated() {
            guard labels.indices.contains(index) else {
                throw values.damaged("mistake \(number) is no held-out sample")
            }
            mistakes.append(.init(index: index, image: try values.tensor("mistakes.\(number)")))
        }
        return .init(classes: classes, labels: labels, probabilities: probabilities, mistakes: mistakes)
    }
}
