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
        let failed = Batch(items: items, jobs: jobs, isQuiet: isQuiet, name: \.name).run { try process($0, work) }
        if failed > 0 {
            let words =
                failed == items.count
                ? "\(failed == 1 ? "the image" : "all \(failed) images") failed."
                : "\(failed) of \(items.count) images failed; the others are done."
            throw Failure(message: words, status: 1)
        }
    }

    private func process(_ item: Item, _ work: FilterWork) throws {
        let image =
            try EncodedImage(
                item.source.map { try FileBytes.read($0) } ?? FileBytes.standardInput(), name: item.name,
                pixelLimit: work.pixelLimit
            ).decoded()
        let response = try work.response(to: image)
        for target in item.targets {
            let bytes =
                switch target.format {
                case .npy: NumPyFile.encode(response)
                case .png: try work.png(response, name: item.name)
                }
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
        let sources = try inputs.flatMap { try self.sources($0) }
        let format = format ?? .png
        var taken: Set<String> = []
        let items = sources.map { source in
            let name = unused(source ?? "stdin", &taken) + "." + format.rawValue
            return Item(
                source: source,
                targets: outputs.map { Target(path: FileSystem.join($0, name), format: format) })
        }
        // Not only its own source: another image's response must not replace one that is still to be read.
        for target in items.flatMap(\.targets) {
            guard let path = target.path, FileSystem.exists(path) else { continue }
            if let source = sources.compactMap({ $0 }).first(where: { FileSystem.isSameFile($0, path) }) {
                throw Failure.usage("\(source) would be overwritten by a response; choose another folder for -o.")
            }
        }
        return items
    }

    private func sources(_ input: String) throws -> [String?] {
        if input == "-" { return [nil] }
        guard FileSystem.isFolder(input) else { return [input] }
        let images = try FileSystem.images(in: input)
        if images.isEmpty {
            throw Failure(message: "\(input): no PNG or JPEG images in this folder.", status: Failure.noInput)
        }
        return images
    }

    /// The image's name without its ending; a second `a.png` beside an `a.jpg` keeps its whole name, so that neither is
    /// lost.
    private func unused(_ path: String, _ taken: inout Set<String>) -> String {
        let (stem, name) = (FileSystem.stem(of: path), FileSystem.name(of: path))
        var free = taken.contains(stem) ? name : stem
        var number = 2
        while taken.contains(free) {
            free = "\(stem)-\(number)"
            number += 1
        }
        taken.insert(free)
        if free != stem && !isQuiet { Console.note("\(path): its response is called \(free), \(stem) is taken") }
        return free
    }
}
