import Files
import Tensors

/// One image or many through one filter, on all cores; each result is written whole or not at all.
struct FilterBatch {
    let inputs: [String]
    let outputs: [String]
    let format: ResponseFormat?
    let jobs: Int?
    let isQuiet: Bool

    private struct Item: Sendable {
        /// `nil` is standard input.
        let source: String?
        let targets: [Target]

        var name: String { source ?? "standard input" }
    }

    private struct Target: Sendable {
        /// `nil` is standard output.
        let path: String?
        let format: ResponseFormat
    }

    func run(_ work: FilterWork) throws {
        let isBatch = inputs.count > 1 || inputs.contains(where: FileSystem.isFolder)
        let items = try isBatch ? batchItems() : [singleItem()]
        if isBatch {
            try runBatch(items, work)
        } else {
            do { try process(items[0], work) } catch { throw Failure(error, in: items[0].name) }
        }
    }

    private func runBatch(_ items: [Item], _ work: FilterWork) throws {
        let tally = Batch(items: items, jobs: jobs, isQuiet: isQuiet, name: \.name).run {
            try process($0, work)
            return .done
        }
        let failed = tally.failed.count
        if failed > 0 {
            let words =
                failed == items.count
                ? "\(failed == 1 ? "the image" : "all \(failed) images") failed."
                : "\(failed) of \(items.count) images failed; the others are done."
            throw Failure(message: words, status: 1)
        }
    }

    private func process(_ item: Item, _ work: FilterWork) throws {
        let response = try work.response(toImageAt: item.source)
        for target in item.targets {
            let bytes = try work.encoded(response, as: target.format, name: item.name)
            if let path = target.path {
                try AtomicFile.write(bytes, to: path)
            } else {
                try Console.result(bytes)
            }
        }
    }

    private func singleItem() throws -> Item {
        let source = inputs[0] == "-" ? nil : inputs[0]
        return Item(source: source, targets: try outputs.map { try target($0, source: source) })
    }

    private func target(_ output: String, source: String?) throws -> Target {
        if output == "-" { return Target(path: nil, format: format ?? .png) }
        if output.hasSuffix("/") || FileSystem.isFolder(output) {
            let format = format ?? .png
            let name = FileSystem.stem(of: source ?? "stdin") + "." + format.rawValue
            return Target(path: FileSystem.join(output, name), format: format)
        }
        guard let ending = ResponseFormat(rawValue: FileSystem.ending(of: output)) else {
            throw Failure.usage("-o \(output): results are written as .png or .npy, or into a folder (ending in /).")
        }
        if let format, format != ending {
            throw Failure.usage("-o \(output) ends in .\(ending.rawValue), but --format asks for \(format.rawValue).")
        }
        return Target(path: output, format: ending)
    }

    /// Every image that is named or lies in a folder that is named, each with a file of its own in every output folder.
    private func batchItems() throws -> [Item] {
        for output in outputs {
            if output == "-" { throw Failure.usage("several images cannot all go to standard output; give a folder.") }
            if ResponseFormat(rawValue: FileSystem.ending(of: output)) != nil, !FileSystem.isFolder(output) {
                throw Failure.usage("-o \(output): several images need a folder, not one file.")
            }
        }
        let sources = try inputs.flatMap { $0 == "-" ? [nil] : try FilterSources.images($0).map(Optional.some) }
        let format = format ?? .png
        var names = FilterSources.Names(isQuiet: isQuiet)
        let items = sources.map { source in
            let name = names.unused(source ?? "stdin") + "." + format.rawValue
            return Item(
                source: source,
                targets: outputs.map { Target(path: FileSystem.join($0, name), format: format) })
        }
        try FilterSources.refuseOverwriting(sources.compactMap(\.self), by: items.flatMap(\.targets).compactMap(\.path))
        return items
    }
}
