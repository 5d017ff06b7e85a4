import ArgumentParser
import Execution
import Figures
import Files

/// Which weights a network is given.
struct WeightOptions: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("A .safetensors or .npz file, or a folder of .npy files.", valueName: "file|folder"))
    var weights: String?

    @Option(
        help: ArgumentHelp(
            "How weights are drawn that are not given: he unless the network's file holds some.",
            valueName: Initializer.syntax),
        completion: .list(Initializer.choices), transform: { try Initializer(.text($0)) })
    var initializer: Initializer?

    @Option(help: ArgumentHelp("The seed of weights that are drawn.", valueName: "number"))
    var seed: UInt64 = 0

    func request(
        _ network: NetworkReference, input: String? = nil, photos: PhotoOptions
    ) throws -> NetworkRequest {
        if weights != nil, initializer != nil {
            throw Failure.usage("--initializer and --weights exclude each other. Give one of them.")
        }
        return NetworkRequest(
            network.text, input: input, weights: weights, initializer: initializer, seed: seed,
            photos: try photos.options())
    }
}
