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
        help: ArgumentHelp("An image or an .npy file, with the input's name if there are several.", valueName: "[name=]file"))
    var input: [String]

    @Option(help: ArgumentHelp("A layer whose output is wanted; may be repeated. The network's outputs unless given.", valueName: "name"))
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
            let network = try network.network()
            let execution = try NetworkExecution(network, weights: weights(of: network))
            var inputs: [String: Tensor] = [:]
            for text in input {
                let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
                let name = parts.count == 2 ? parts[0] : network.inputs[0].name
                let shape = network.inputs.first { $0.name == name }?.shape ?? network.inputs[0].shape
                let path = parts[parts.count - 1]
                if FileSystem.ending(of: path) == "npy" {
                    let tensor = try NumPyFile.read(path)
                    inputs[name] = tensor.shape.rank == shape.rank ? tensor.reshaped(to: Shape([1] + tensor.shape.sizes)) : tensor
                } else {
                    let photo = try ImageFile.read(path)
                    inputs[name] = (network.header.preprocessing ?? Preprocessing()).prepared(photo, for: shape)
                }
            }
            let results = try execution.run(inputs, layers: layer.isEmpty ? nil : layer)
            if FileSystem.ending(of: output) == "npy", results.count == 1, let result = results.values.first {
                try NumPyFile.write(result, to: output)
            } else {
                for (name, tensor) in results {
                    try NumPyFile.write(tensor, to: FileSystem.join(output, name + ".npy"))
                }
            }
        } catch {
            throw Failure(error)
        }
    }

    /// Those of the file, or fresh ones.
    private func weights(of network: Network) throws -> NetworkWeights {
        guard let path = weights else {
            if !quiet { Console.note("no weights are given: drawn at random (He et al., 2015; seed \(seed))") }
            return try NetworkWeights(initializing: network, seed: seed)
        }
        let (found, report) = NetworkWeights.matched(try WeightsFile.read(path), to: network)
        guard report.isComplete else {
            throw Failure(message: report.problems(path), status: Failure.badData)
        }
        if !quiet { Console.note(report.words(path)) }
        return found
    }
}

extension WeightReport {
    fileprivate func words(_ path: String) -> String {
        let way = isByName ? "by name" : "one after another, since the names are not the layers'"
        let rest = extra.isEmpty ? "" : "; not used: \(Self.list(extra))"
        return "\(path): axes in \(order.rawValue)'s order, layers found \(way)\(rest)"
    }

    fileprivate func problems(_ path: String) -> String {
        var lines = misshapen.map {
            "\(path): \($0.name) is \($0.given), but \($0.layer) needs \($0.expected.map(String.init).joined(separator: " × "))."
        }
        if !missing.isEmpty {
            lines.append(
                "\(path): missing are \(Self.list(missing.map { "\($0.layer)'s \($0.role.rawValue)" })).")
        }
        if !extra.isEmpty { lines.append("\(path): not used are \(Self.list(extra)).") }
        return lines.prefix(20).joined(separator: "\n")
    }

    private static func list(_ names: [String]) -> String {
        names.prefix(8).joined(separator: ", ") + (names.count > 8 ? ", … (\(names.count))" : "")
    }
}
