import Networks
public import Training

extension RunFolder {
    /// What was recorded of a run that is done, or of all runs of an experiment that are, in its order.
    ///
    /// - Parameter path: A run's folder, that of an experiment with several, or a record's file.
    /// - Throws: ``FileError``, also where no run is done.
    public static func records(_ path: String) throws(FileError) -> [TrainingRecord] {
        guard FileSystem.isFolder(path) else { return [try RecordFile.read(path)] }
        let own = FileSystem.join(path, recordName)
        if FileSystem.exists(own) { return [try RecordFile.read(own)] }
        var records: [TrainingRecord] = []
        var order: [String] = []
        for entry in try FileSystem.entries(of: path) {
            let folder = FileSystem.join(path, entry)
            let record = FileSystem.join(folder, recordName)
            guard FileSystem.exists(record) else { continue }
            records.append(try RecordFile.read(record))
            if order.isEmpty { order = runNames(FileSystem.join(folder, experimentName)) }
        }
        guard !records.isEmpty else { throw .noSuchFile(path: own) }
        let places = records.map { record in order.firstIndex(of: record.name) ?? order.count }
        return records.indices.sorted { (places[$0], $0) < (places[$1], $1) }.map { records[$0] }
    }

    /// The names of an experiment's runs, as far as they can be read: folders know nothing of their order.
    private static func runNames(_ path: String) -> [String] {
        guard let text = try? FileSystem.text(of: path), let root = try? NetworkFile.source(yaml: text, path: path)
        else { return [] }
        let runs = root.entries?.first { $0.key == "runs" }?.value.items ?? []
        return runs.compactMap { run in run.entries?.first { $0.key == "name" }?.value.scalar }
    }
}
