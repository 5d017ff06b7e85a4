import Figures
import Files
import Tensors

/// One photo through one filter, as `convscope filter` does it.
struct PhotoItem: RenderItem {
    let group: PhotoGroup
    let source: String
    let name: String

    var place: RenderPlace { group.place }
    var noun: String { "photo" }
    var recipe: String { group.recipe }

    fileprivate var target: String { "\(path).\(group.format.rawValue)" }

    private func response() throws -> [UInt8] {
        FileLog.current?.add(group.reads)
        return try group.work.encoded(try group.work.response(toImageAt: source), as: group.format, name: source)
    }

    func draw() throws {
        try AtomicFile.write(response(), to: target)
    }

    func check(isRecorded: Bool) throws {
        guard !isRecorded else { return }
        guard FileSystem.exists(target) else {
            throw Failure(message: "\(target) is missing: render it again.", status: 1)
        }
        let (drawn, now) = (try FileBytes.read(target), try response())
        if drawn != now, try group.format == .npy || !drawn.isSamePicture(as: now, name: target) {
            throw Failure(message: "stale: \(target) is no longer what is drawn.", status: 1)
        }
    }
}

/// What all photos of one filter share.
final class PhotoGroup: Sendable {
    let place: RenderPlace
    let work: FilterWork
    let format: ResponseFormat
    let recipe: String
    /// The kernel's file, if it has one.
    let reads: [FileTrace]

    private init(_ reference: FilterReference, _ entry: FilterEntry, in place: RenderPlace) throws {
        self.place = place
        let options = try FilterOptions(entry, path: place.manifest)
        // Of its own, since each photo depends on it; what fails here is to be known as well.
        let (outer, log) = (FileLog.current, FileLog())
        defer { outer?.add(log.reads) }
        do {
            work = try FileLog.$current.withValue(log) {
                try options.work(reference, relativeTo: FileSystem.folder(of: place.manifest))
            }
        } catch {
            throw Failure(error, inFile: "\(place.manifest):\(entry.line(of: "filter"))")
        }
        format = options.format ?? .png
        recipe = "filter \(reference.name) \(entry.options)"
        reads = log.reads
    }

    /// The responses of an entry: `NAME/IMAGE`, or `NAME/FILTER/IMAGE` where it names several filters.
    static func items(_ entry: FilterEntry, in place: RenderPlace, isQuiet: Bool) -> [any RenderItem] {
        entry.filters.flatMap { filter in
            let folder = entry.filters.count == 1 ? entry.name : "\(entry.name)/\(filter.fileName)"
            do {
                let group = try PhotoGroup(filter, entry, in: place)
                return try group.items(entry, folder, isQuiet: isQuiet)
            } catch {
                return [FailingItem(name: folder, place: place, failure: Failure(error))]
            }
        }
    }

    private func items(_ entry: FilterEntry, _ folder: String, isQuiet: Bool) throws -> [any RenderItem] {
        var names = FilterSources.Names(isQuiet: isQuiet)
        do {
            let images = try entry.images.flatMap { image in
                try FilterSources.images(
                    FileSystem.resolved(image, relativeTo: FileSystem.folder(of: place.manifest)))
            }
            let items = images.map { PhotoItem(group: self, source: $0, name: "\(folder)/\(names.unused($0))") }
            try FilterSources.refuseOverwriting(images, by: items.map(\.target))
            AtomicFile.removeLeftovers(in: "\(place.folder)/\(folder)", olderThan: RenderRun.leftoverAge)
            return items
        } catch {
            throw Failure(error, inFile: "\(place.manifest):\(entry.line(of: "images"))")
        }
    }
}
