import Execution
import Networks
import Tensors
public import Training

/// All that a run needs to go on, in one file that is written whole: the old one or the new one is there, never half of one.
public enum CheckpointFile {
    public static let name = "checkpoint.safetensors"
    private static let format = "convscope checkpoint 1"

    /// What a run was begun with; it can only go on with the same.
    public struct Origin: Hashable, Sendable {
        public var experiment: String
        public var data: String
        /// Of the program: another may compute other last digits.
        public var version: String

        public init(experiment: String, data: String, version: String) {
            (self.experiment, self.data, self.version) = (experiment, data, version)
        }

        /// What is not the same, in words; nothing where everything is.
        public func change(since earlier: Origin) -> String? {
            if experiment != earlier.experiment { return "the experiment has been changed since" }
            if data != earlier.data { return "the data have changed since" }
            if version != earlier.version {
                return "it was begun with version \(earlier.version) of convscope, and this is \(version)"
            }
            return nil
        }
    }

    /// - Throws: ``FileError/cannotWrite(path:reason:)``.
    public static func write(_ state: TrainingState, _ origin: Origin, to path: String) throws(FileError) {
        try AtomicFile.write(Safetensors.encode(encode(state, origin)), to: path, durably: true)
    }

    static func encode(_ state: TrainingState, _ origin: Origin) -> Safetensors.Contents {
        var contents = Safetensors.Contents()
        contents.metadata["checkpoint"] = format
        contents.metadata["step"] = String(state.step)
        origin.encode(into: &contents)
        contents.note("moments", state.moments.keys.sorted())
        for (name, tensor) in state.weights.stored { contents.add("weights.\(name)", tensor) }
        for (number, moment) in state.moments.sorted(by: { $0.key < $1.key }).enumerated() {
            for (name, tensor) in moment.value.stored { contents.add("moments.\(number).\(name)", tensor) }
        }
        RecordFile.encode(state.record, into: &contents)
        return contents
    }

    /// - Throws: ``FileError`` for what is no such file.
    public static func read(_ path: String) throws(FileError) -> (state: TrainingState, origin: Origin) {
        try decode(try Safetensors.contents(path), path: path)
    }

    static func decode(
        _ contents: Safetensors.Contents, path: String
    ) throws(FileError) -> (state: TrainingState, origin: Origin) {
        let values = StoredValues(contents, path: path)
        guard values.has("checkpoint"), try values.text("checkpoint") == format else {
            throw .unsupported(path: path, detail: "it is no checkpoint of a training")
        }
        var state = TrainingState(
            step: try values.integer("step"), weights: NetworkWeights(), record: try RecordFile.decode(values))
        let moments = try values.strings("moments")
        for name in moments { state.moments[name] = NetworkWeights() }
        for name in values.names {
            if let key = rest(of: name, after: "weights.") { try state.weights.store(key, values, name) }
            guard let key = rest(of: name, after: "moments.") else { continue }
            let parts = key.split(separator: ".", maxSplits: 1).map(String.init)
            guard parts.count == 2, let number = Int(parts[0]), moments.indices.contains(number) else {
                throw values.damaged("the tensor '\(name)' belongs to no moment")
            }
            try state.moments[moments[number], default: NetworkWeights()].store(parts[1], values, name)
        }
        return (state, try Origin(values))
    }

    private static func rest(of name: String, after prefix: String) -> String? {
        name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : nil
    }
}

extension CheckpointFile.Origin {
    func encode(into contents: inout Safetensors.Contents) {
        contents.metadata["experiment"] = experiment
        contents.metadata["data"] = data
        contents.metadata["version"] = version
    }

    init(_ values: StoredValues) throws(FileError) {
        self.init(
            experiment: try values.text("experiment"), data: try values.text("data"),
            version: try values.text("version"))
    }
}

extension NetworkWeights {
    /// Every parameter as `layer.role`, sorted.
    var stored: [(name: String, tensor: Tensor)] {
        layerNames.flatMap { layer in
            self[layer].sorted { $0.key.rawValue < $1.key.rawValue }.map { ("\(layer).\($0.key.rawValue)", $0.value) }
        }
    }

    /// One of them, back in its place.
    fileprivate mutating func store(_ key: String, _ values: StoredValues, _ name: String) throws(FileError) {
        guard let dot = key.lastIndex(of: "."),
            let role = ParameterTensor.Role(rawValue: String(key[key.index(after: dot)...]))
        else { throw values.damaged("the tensor '\(name)' is no parameter") }
        self[String(key[..<dot]), role] = try values.tensor(name)
    }
}
