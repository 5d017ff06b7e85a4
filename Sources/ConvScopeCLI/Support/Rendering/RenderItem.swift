import Files

/// One thing that `convscope render` makes and keeps up to date.
///
/// What it reads and writes on the way is noted by itself (`FileLog`), so an item only says what it is made of otherwise.
protocol RenderItem: Sendable {
    /// What messages and records call it: what it writes in its place, without endings.
    var name: String { get }
    var place: RenderPlace { get }
    /// What sums count: `figure`.
    var noun: String { get }
    /// Everything but files that decides what comes out, as text.
    var recipe: String { get }

    /// Writes the results, each whole or not at all.
    func draw() throws
    /// Compares the results with what would be drawn.
    ///
    /// - Parameter isRecorded: Whether a record says that nothing has changed since.
    /// - Throws: ``Failure`` that says what is stale or missing.
    func check(isRecorded: Bool) throws
}

extension RenderItem {
    /// What it writes, without endings; one item writes it.
    var path: String { "\(place.folder)/\(name)" }
}

/// A manifest, and the folder that its items are drawn into.
final class RenderPlace: Sendable {
    let manifest: String
    let folder: String
    let records: RecordLog

    /// - Parameter output: The folder that holds one for each manifest.
    init(manifest: String, output: String) {
        self.manifest = manifest
        folder = FileSystem.join(output, FileSystem.stem(of: manifest))
        records = RecordLog(of: folder)
    }

    /// Where the paths in records begin.
    var paths: BatchRecord.Places {
        BatchRecord.Places(inputs: FileSystem.folder(of: manifest), outputs: folder)
    }
}

/// What a manifest asks for and cannot be had, such as a folder of photos that is not there: it fails when its turn comes.
struct FailingItem: RenderItem {
    let name: String
    let place: RenderPlace
    let failure: Failure

    var noun: String { "item" }
    var recipe: String { "" }

    func draw() throws { throw failure }
    func check(isRecorded: Bool) throws { throw failure }
}
