import Execution
import Networks
import Tensors

/// What goes into a network, and what is said of it.
struct NetworkInput {
    /// By name, each `[N, …]`.
    let tensors: [String: Tensor]
    /// What the network sees of a photo, as people see it: `[C, H, W]` from 0 to 1.
    let photo: Tensor?
    /// A short line: `photo astronaut.png`.
    let words: String
    /// What was done to it, in full.
    let details: String

    /// - Parameters:
    ///   - options: The photo or file.
    ///   - network: Whose input it is.
    ///   - context: Where files come from, and the seed.
    ///   - samples: How many are drawn, where they are.
    ///   - isRandom: Without a photo random numbers go in, even where a test image could.
    /// - Throws: ``FigureError/notForPhotos(network:shape:)``, ``FigureError/unknownInput(network:shape:)``, and what
    ///   reading a file throws.
    init(
        _ options: NetworkOptions, for network: Network, in context: FigureContext, samples: Int = 1,
        isRandom: Bool = false
    ) throws {
        let first = network.inputs[0]
        // Beside a photo, or an array, the other inputs are drawn.
        var tensors: [String: Tensor] = [:]
        for (index, input) in network.inputs.enumerated() where index > 0 {
            tensors[input.name] = try Self.normal(input, options.network, context.seed &+ UInt64(index), 1)
        }
        let others = network.inputs.count > 1 ? "; other inputs random" : ""
        if let image = options.image, image.name.lowercased().hasSuffix(".npy") {
            let tensor = try context.resources.tensor(at: image.name)
            let isBatch = tensor.shape.rank > first.shape.rank
            tensors[first.name] = isBatch ? tensor : tensor.reshaped(to: Shape([1] + tensor.shape.sizes))
            photo = nil
            words = "input \(image.shortName)" + others
            details = "The input is \(image.shortName), \(Tensors.Shape(first.shape.sizes.compactMap(\.integer)))."
        } else if options.image != nil || (first.shape.takesPhotos && !isRandom) {
            let image = options.image ?? ImageReference(TestImage.shapes.rawValue)
            guard first.shape.takesPhotos else {
                throw FigureError.notForPhotos(network: options.network.shortName, shape: first.shape.text())
            }
            let pixels = try image.pixels(in: context)
            let preparation = network.header.preprocessing ?? Preprocessing()
            let framed = try preparation.framed(pixels, for: first.shape)
            tensors[first.name] = try preparation.normalized(framed)
            photo = framed
            words = image.shortName + others
            let size = sizes([pixels.shape[1], pixels.shape[2]])
            let done = preparation.steps.isEmpty ? "values from 0 to 1" : preparation.steps.joined(separator: ", ")
            details =
                "The photo is \(image.shortName), \(size) pixels; the network reads \(sizes(framed.shape.sizes)): \(done)."
        } else {
            tensors[first.name] = try Self.normal(first, options.network, context.seed, samples)
            photo = nil
            let what = samples == 1 ? "random input" : "\(samples) random inputs"
            words = "\(what) (normal, seed \(context.seed))"
            details = "The network reads \(what), normally distributed with deviation 1."
        }
        self.tensors = tensors
    }

    private static func normal(
        _ input: Network.Input, _ network: NetworkName, _ seed: UInt64, _ samples: Int
    ) throws(FigureError) -> Tensor {
        guard let shape = input.shape.known else {
            throw .unknownInput(network: network.shortName, shape: input.shape.text())
        }
        // Another stream than the weights'.
        var random = NormalGenerator(seed: seed ^ 0xD1B5_4A32_D192_ED03)
        return Tensor(Shape([samples] + shape.sizes)) { buffer in
            for index in buffer.indices { buffer[index] = random.normal() }
        }
    }
}

extension FeatureShape {
    /// Whether it is a picture's: grey or red, green and blue.
    var takesPhotos: Bool {
        !isSequence && spatial.count == 2 && [1, 3].contains(channels.integer)
    }
}
