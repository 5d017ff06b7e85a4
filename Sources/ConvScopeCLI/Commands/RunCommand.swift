import ArgumentParser
import Execution
import Files
import Networks
import Tensors

struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run a network on a photo or a tensor, and keep what its layers give.",
        discussion: """
            With labels, or with --top, the classes of the greatest scores are printed. With --fully-convolutional, a photo
            stays as large as it is unless --resize or --crop is given, and the network slides over it.

              convscope run resnet50 --input photo.jpg -o scores.npy
              convscope run net.yml --weights net.safetensors --input x.npy --layer conv1 --layer conv2 -o maps
              convscope run resnet18 --weights resnet18.safetensors --input photo.jpg --labels imagenet.txt --top 3
            """)

    @Argument(help: ArgumentHelp("An id, a .yml file, a chain, or - for standard input.", valueName: "network"))
    var network: NetworkReference

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "An image or an .npy file, with the input's name if there are several.", valueName: "[name=]file"))
    var input: [String]

    @Option(
        help: ArgumentHelp(
            "A layer whose output is wanted; may be repeated. The network's outputs unless given.", valueName: "name"))
    var layer: [String] = []

    @OptionGroup var sliding: SlidingOptions

    @OptionGroup var weights: WeightOptions

    @OptionGroup(title: "Photos") var photos: PhotoOptions

    @Option(help: ArgumentHelp("How many classes are printed; 5 where there are labels.", valueName: "number"))
    var top: Int?

    @Option(
        name: [.customShort("o"), .long], parsing: .unconditional,
        help: ArgumentHelp("An .npy file for one output, or a folder.", valueName: "file|folder"))
    var output: String?

    @Flag(name: .shortAndLong, help: "No notes, no progress.")
    var quiet = false

    func validate() throws {
        if let top, top < 1 { throw ValidationError("--top is \(top); it must be at least 1.") }
    }

    func run() throws {
        do {
            var request = try weights.request(network, photos: photos)
            if FileSystem.ending(of: network.text) == "onnx" { request.shapes = try RunInputs.arrayShapes(input) }
            let own = try PreparedNetwork(request)
            let labels = own.network.header.labels
            guard output != nil || labels != nil || top != nil else {
                throw Failure.usage("nothing would be kept. Give -o a file or folder, --labels or --top.")
            }
            if !quiet { Console.note(own.origin.details) }
            let frame = sliding.fullyConvolutional ? try photos.options() : nil
            let (inputs, isBatch) = try RunInputs(own.network, slidingIn: frame, isQuiet: quiet).read(input)
            let prepared = try sliding.prepared(own, over: inputs)
            let layers = layer.isEmpty ? nil : layer.map(own.layerName)
            let execution = try prepared.execution(of: layers)
            let progress = ShareProgress(isQuiet: quiet)
            defer { progress.end() }
            let results = try execution.run(inputs, layers: layers, progress: progress.reached)
            if let output { try write(isBatch ? results : results.mapValues { $0.withoutBatch }, to: output) }
            progress.end()
            let scores = prepared.network.nodes.filter { results[$0.name]?.shape.rank == 2 }
            if labels != nil || top != nil, !scores.isEmpty || output == nil {
                try print(results, of: scores, ScoreTable(labels: labels, count: top ?? 5))
            }
        } catch {
            throw Failure(error)
        }
    }

    /// One output as the file that is named, or each under its own name in a folder.
    private func write(_ results: [String: Tensor], to output: String) throws {
        if FileSystem.ending(of: output) == "npy" {
            guard results.count == 1, let result = results.values.first else {
                throw Failure.usage(
                    "-o \(output): there are \(results.count) outputs (\(results.keys.sorted().joined(separator: ", "))); name one with --layer, or a folder."
                )
            }
            return try NumPyFile.write(result, to: output)
        }
        for (name, tensor) in results {
            let file = String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber) || "._-".contains($0) ? $0 : "_" })
            try NumPyFile.write(tensor, to: FileSystem.join(output, file + ".npy"))
        }
    }

    /// The scores among the results, sample by sample.
    private func print(_ results: [String: Tensor], of vectors: [Node], _ table: ScoreTable) throws {
        // With labels, the layers that have as many scores.
        let fitting = vectors.filter { results[$0.name]?.shape[1] == table.labels?.count }
        let shown = fitting.isEmpty ? vectors : fitting
        if shown.isEmpty {
            throw Failure.usage("no layer that is wanted gives a vector of scores. Name one with --layer.")
        }
        for node in shown {
            guard let scores = results[node.name] else { continue }
            for sample in 0..<scores.shape[0] {
                if shown.count > 1 || scores.shape[0] > 1 {
                    let number = scores.shape[0] > 1 ? ", sample \(sample + 1)" : ""
                    try Console.print("\(node.name)\(number)")
                }
                try Console.print(table.lines(scores.slice(sample).elements, of: node).joined(separator: "\n"))
            }
        }
    }
}

extension Tensor {
    /// The only sample of a batch; a batch of several, such as regions, stays.
    fileprivate var withoutBatch: Tensor { shape.rank > 0 && shape[0] == 1 ? slice(0) : self }
}
