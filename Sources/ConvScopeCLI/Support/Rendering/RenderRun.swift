import Files

/// One pass over all items: what is as its record says is left alone, the rest is drawn.
struct RenderRun: Sendable {
    let items: [any RenderItem]
    let jobs: Int?
    let isQuiet: Bool
    /// Whether records are believed.
    var isForced = false
    /// Which program draws.
    var tool = ToolIdentity.text
    /// Gets to know every file that was looked at.
    var watched: FileLog?

    /// How old temporary files must be, in seconds, until nobody can still be writing them.
    static let leftoverAge = 3600

    func draw() -> BatchTally {
        batch.run { item in
            let key = ToolIdentity.key(of: item.recipe, tool: tool)
            if !isForced, try isUnchanged(item, key) { return .unchanged }
            let log = FileLog()
            defer { watched?.add(log.reads) }
            try FileLog.$current.withValue(log) { try item.draw() }
            if let record = BatchRecord(name: item.name, key: key, log, in: item.place.paths) {
                try item.place.records.keep(record)
            }
            return .done
        }
    }

    /// - Returns: as failed, those that are stale or missing.
    func check() -> BatchTally {
        batch.run { item in
            try item.check(isRecorded: try isUnchanged(item, ToolIdentity.key(of: item.recipe, tool: tool)))
            return .unchanged
        }
    }

    private var batch: Batch<any RenderItem> {
        Batch(items: items, jobs: jobs, isQuiet: isQuiet, name: \.name)
    }

    /// Whether the same tool has drawn the item as it is described now, from files that are as they were then, and
    /// nobody has touched the results.
    private func isUnchanged(_ item: any RenderItem, _ key: String) throws -> Bool {
        let place = item.place
        guard let record = place.records[item.name], record.key == key, let now = record.confirmed(in: place.paths)
        else { return false }
        try place.records.keep(now)
        watched?.add(now.resolved(in: place.paths).inputs)
        return true
    }

    /// A rule for each file that is known to be drawn.
    func depfile() -> String {
        var text = ""
        for item in items {
            guard let record = item.place.records[item.name]?.resolved(in: item.place.paths) else { continue }
            let inputs = [item.place.manifest] + record.inputs.map(\.path)
            for output in record.outputs { text += Depfile.rule(output.path, from: inputs) }
        }
        return text
    }
}

extension RenderRun {
    /// `118 figures`, `3 items` where they are of several kinds.
    var itemCount: String {
        let nouns = Set(items.map(\.noun))
        let noun = nouns.count == 1 ? nouns.first ?? "" : "item"
        return "\(items.count) \(noun)\(items.count == 1 ? "" : "s")"
    }
}

extension BatchTally {
    /// `2 drawn, 116 unchanged`
    var words: String {
        [(done, "drawn"), (unchanged, "unchanged"), (failed.count, "failed")].filter { $0.0 > 0 }
            .map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    }

    /// The first few of those that failed, in order.
    var failedNames: String {
        let most = 10
        let names = failed.sorted()
        let more = names.count > most ? " and \(names.count - most) more" : ""
        return names.prefix(most).joined(separator: ", ") + more
    }
}
