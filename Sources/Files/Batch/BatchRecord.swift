import Training

/// What one item of a batch was made from, and what it has become.
public struct BatchRecord: Hashable, Sendable {
    /// Where the paths in records begin, so that a folder that moves with its manifest stays up to date.
    public struct Places: Hashable, Sendable {
        public let inputs: String
        public let outputs: String

        public init(inputs: String, outputs: String) {
            (self.inputs, self.outputs) = (inputs, outputs)
        }
    }

    public let name: String
    /// Stands for everything but files: options and the tool.
    public let key: String
    public private(set) var inputs: [FileTrace]
    public private(set) var outputs: [FileTrace]

    /// - Returns: `nil` if what was made cannot be recognised later.
    public init?(name: String, key: String, _ log: FileLog, in places: Places) {
        guard var (inputs, outputs) = log.traces() else { return nil }
        for index in inputs.indices { inputs[index].path = inputs[index].path.shortened(from: places.inputs) }
        for index in outputs.indices { outputs[index].path = outputs[index].path.shortened(from: places.outputs) }
        (self.name, self.key, self.inputs, self.outputs) = (name, key, inputs, outputs)
    }

    /// The same record with the stamps of now, if all contents are as they were.
    public func confirmed(in places: Places) -> BatchRecord? {
        var record = self
        for index in outputs.indices {
            guard let now = outputs[index].confirmed(at: resolved(outputs[index], places.outputs)) else { return nil }
            record.outputs[index] = now
        }
        for index in inputs.indices {
            guard let now = inputs[index].confirmed(at: resolved(inputs[index], places.inputs)) else { return nil }
            record.inputs[index] = now
        }
        return record
    }

    /// The same record with paths as they can be opened from the current folder.
    public func resolved(in places: Places) -> BatchRecord {
        var record = self
        for index in inputs.indices { record.inputs[index].path = resolved(inputs[index], places.inputs) }
        for index in outputs.indices { record.outputs[index].path = resolved(outputs[index], places.outputs) }
        return record
    }

    private func resolved(_ trace: FileTrace, _ folder: String) -> String {
        FileSystem.resolved(trace.path, relativeTo: folder)
    }

    /// `CHECKSUM NAME KEY <INPUT … >OUTPUT …`, tabs between them.
    var line: String {
        let fields =
            [name.escapedForRecords, key] + inputs.map { "<" + $0.text } + outputs.map { ">" + $0.text }
        let body = fields.joined(separator: "\t")
        return Self.checksum(body) + "\t" + body
    }

    /// - Returns: `nil` for a line that is not whole.
    init?(line: some StringProtocol) {
        guard let tab = line.firstIndex(of: "\t") else { return nil }
        let body = String(line[line.index(after: tab)...])
        guard line[..<tab] == Self.checksum(body) else { return nil }
        let fields = body.split(separator: "\t", omittingEmptySubsequences: false)
        guard fields.count >= 2 else { return nil }
        (name, key) = (String(fields[0]).unescapedFromRecords, String(fields[1]))
        (inputs, outputs) = ([], [])
        for field in fields.dropFirst(2) {
            guard let trace = FileTrace(field.dropFirst()) else { return nil }
            switch field.first {
            case "<": inputs.append(trace)
            case ">": outputs.append(trace)
            case .some, nil: return nil
            }
        }
    }

    private static func checksum(_ text: String) -> String {
        var fingerprint = Fingerprint()
        fingerprint.add(text)
        return fingerprint.text
    }
}

extension String {
    /// The path as it can be opened from `folder`.
    fileprivate func shortened(from folder: String) -> String {
        if folder.isEmpty || hasPrefix("/") && !folder.hasPrefix("/") { return self }
        let prefix = folder.hasSuffix("/") ? folder : folder + "/"
        if hasPrefix(prefix) { return String(dropFirst(prefix.count)) }
        return hasPrefix("/") ? self : FileSystem.join(FileSystem.currentFolder, self)
    }
}
