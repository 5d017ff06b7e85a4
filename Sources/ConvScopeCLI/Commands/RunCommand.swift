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
              convscope run resnet50 --input photo.jpg -o scores.npy
              convscope run net.yml --weights net.safetensors --input x.npy --layer conv1 --layer conv2 -o maps
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

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("A .safetensors or .npz file, or a folder of .npy files.", valueName: "file|folder"))
    var weights: String?

    @Option(help: ArgumentHelp("The seed of weights that are drawn.", valueName: "number"))
    var seed: UInt64 = 0

    @Option(
        name: [.customShort("o"), .long], parsing: .unconditional,
        help: ArgumentHelp("An .npy file for one output, or a folder.", valueName: "file|folder"))
    var output: String

    @Flag(name: .shortAndLong, help: "No progress.")
    var quiet = false

    func run() throws {
        do {
            var request = NetworkRequest(network.text, weights: weights, seed: seed)
            request.shapes = try arrayShapes()
            let prepared = try PreparedNetwork(request)
            if !quiet { Console.note(prepared.origin.details) }
            let layers = layer.isEmpty ? nil : layer.map(prepared.layerName)
            let execution = try prepared.execution(of: layers)
            let (inputs, isBatch) = try inputs(of: prepared.network)
            let results = try execution.run(inputs, layers: layers)
            try write(isBatch ? results : results.mapValues { $0.withoutBatch })
        } catch {
            throw Failure(error)
        }
    }

    /// The shapes of arrays that are given: graphs may leave theirs open.
    private func arrayShapes() throws -> [String: [Int]] {
        guard FileSystem.ending(of: network.text) == "onnx" else { return [:] }
        var shapes: [String: [Int]] = [:]
        for text in input where FileSystem.ending(of: text) == "npy" {
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            shapes[parts.count == 2 ? parts[0] : ""] = try NumPyFile.read(parts[parts.count - 1]).shape.sizes
        }
        return shapes
    }

    /// What is given, as batches, and whether it was one.
    private func inputs(of network: Network) throws -> ([String: Tensor], isBatch: Bool) {
        var inputs: [String: Tensor] = [:]
        var isBatch = false
        for text in input {
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            let named = parts.count == 2 ? network.inputs.first { $0.name == parts[0] } : nil
            let target = named ?? network.inputs[0]
            let path = named == nil ? text : parts[1]
            if inputs[target.name] != nil { throw Failure.usage("--input gives '\(target.name)' twice.") }
            if FileSystem.ending(of: path) == "npy" {
                let tensor = try NumPyFile.read(path)
                isBatch = isBatch || tensor.shape.rank > target.shape.rank
                inputs[target.name] =
                    target.isBatched && tensor.shape.rank == target.shape.rank
                    ? tensor.reshaped(to: Shape([1] + tensor.shape.sizes)) : tensor
            } else {
                let preparation = network.header.preprocessing ?? Preprocessing()
                inputs[target.name] = preparation.prepared(try ImageFile.read(path), for: target.shape)
                if !quiet, !preparation.steps.isEmpty {
                    Console.note("\(path): \(preparation.steps.joined(separator: "; "))")
                }
            }
        }
        return (inputs, isBatch)
    }

    /// One output as the file that is named, or each under its own name in a folder.
    private func write(_ results: [String: Tensor]) throws {
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
}

extension Tensor {
    /// The only sample of a batch; a batch of several, such as regions, stays.
    fileprivate var withoutBatch: Tensor { shape.rank > 0 && shape[0] == 1 ? slice(0) : self }
}
