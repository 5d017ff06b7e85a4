import Dispatch
import Files
import Tensors

/// One image or many through one filter, on all cores; each result is written whole or not at all.
struct FilterBatch {
    let inputs: [String]
    let output: String
    let format: ResponseFormat?
    let jobs: Int?
    let isQuiet: Bool

    private struct Item: Sendable {
        /// `nil` is standard input.
        let source: String?
        /// `nil` is standard output.
        let destination: String?
        let format: ResponseFormat

        var name: String { source ?? "standard input" }
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
        let progress = Progress(total: items.count, isQuiet: isQuiet)
        let (next, failures) = (Counter(), Counter())
        let workers = min(jobs ?? Parallelism.processorCount, items.count)
        // With an image on each core, a convolution that spreads over all of them would only get in its own way.
        let threads = max(1, Parallelism.processorCount / workers)
        DispatchQueue.concurrentPerform(iterations: workers) { _ in
            Parallelism.$threadCount.withValue(threads) {
                while true {
                    let index = next.increment()
                    guard index < items.count else { return }
                    do {
                        try process(items[index], work)
                        progress.finished(items[index].name)
                    } catch {
                        failures.increment()
                        progress.failed(Failure(error, in: items[index].name).message)
                    }
                }
            }
        }
        progress.end()
        if failures.value > 0 {
            throw Failure(message: "\(failures.value) of \(items.count) images failed; the others are done.", status: 1)
        }
    }

    private func process(_ item: Item, _ work: FilterWork) throws {
        let image =
            try EncodedImage(
                item.source.map { try FileBytes.read($0) } ?? FileBytes.standardInput(), name: item.name,
                pixelLimit: work.pixelLimit
            ).decoded()
        let response = try work.response(to: image)
        let bytes: [UInt8]
        switch item.format {
        case .npy: bytes = NumPyFile.encode(response)
        case .png: bytes = try work.png(response, name: item.name)
        }
        if let destination = item.destination {
            try AtomicFile.write(bytes, to: destination)
        } else {
            Console.write(bytes, to: 1)
        }
    }

    private func singleItem() throws -> Item {
        let input = inputs[0]
        let source = input == "-" ? nil : input
        if output == "-" {
            return Item(source: source, destination: nil, format: format ?? .png)
        }
        if output.hasSuffix("/") || FileSystem.isFolder(output) {
            let format = format ?? .png
            return Item(
                source: source, destination: FileSystem.join(output, stem(source ?? "stdin") + "." + format.rawValue),
                format: format)
        }
        guard let ending = ResponseFormat(rawValue: FileSystem.ending(of: output)) else {
            throw Failure.usage("-o \(output): results are written as .png or .npy, or into a folder (ending in /).")
        }
        if let format, format != ending {
            throw Failure.usage("-o \(output) ends in .\(ending.rawValue), but --format asks for \(format.rawValue).")
        }
        return Item(source: source, destination: output, format: ending)
    }

    /// Every image that is named or lies in a folder that is named, each with a file of its own in the output folder.
    private func batchItems() throws -> [Item] {
        if output == "-" { throw Failure.usage("several images cannot all go to standard output; give a folder.") }
        if ResponseFormat(rawValue: FileSystem.ending(of: output)) != nil, !FileSystem.isFolder(output) {
            throw Failure.usage("-o \(output): several images need a folder, not one file.")
        }
        let format = format ?? .png
        var items: [Item] = []
        var taken: Set<String> = []
        for input in inputs {
            let sources: [String?]
            if input == "-" {
                sources = [nil]
            } else if FileSystem.isFolder(input) {
                sources = try FileSystem.images(in: input)
                if sources.isEmpty {
                    throw Failure(message: "\(input): no PNG or JPEG images in this folder.", status: Failure.noInput)
                }
            } else {
                sources = [input]
            }
            for source in sources {
                let name = source ?? "stdin"
                // a.jpg and a.png side by side: the second keeps its whole name, so that neither is lost.
                var free = stem(name)
                if taken.contains(free) { free = FileSystem.name(of: name) }
                var number = 2
                while taken.contains(free) {
                    free = "\(stem(name))-\(number)"
                    number += 1
                }
                taken.insert(free)
                let destination = FileSystem.join(output, free + "." + format.rawValue)
                if let source, FileSystem.isSameFile(source, destination) {
                    throw Failure.usage(
                        "\(source) would be overwritten by its own response; choose another folder for -o.")
                }
                items.append(Item(source: source, destination: destination, format: format))
            }
        }
        return items
    }

    private func stem(_ path: String) -> String {
        FileSystem.stem(of: path)
    }
}
