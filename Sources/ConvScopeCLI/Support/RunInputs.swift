import Execution
import Files
import Networks
import Tensors

/// What goes into a network: photos, prepared as it expects them, and arrays.
struct RunInputs {
    let network: Network
    let isQuiet: Bool
    /// What is said about photos over which the network slides; nothing if it does not.
    private let slidingIn: PreprocessingOptions?

    init(_ network: Network, slidingIn options: PreprocessingOptions? = nil, isQuiet: Bool) {
        (self.network, slidingIn, self.isQuiet) = (network, options, isQuiet)
    }

    /// - Parameter words: Each a file, or `NAME=FILE`.
    /// - Returns: Batches by the inputs' names, and whether one was given as a batch.
    func read(_ words: [String]) throws -> (tensors: [String: Tensor], isBatch: Bool) {
        var tensors: [String: Tensor] = [:]
        var isBatch = false
        for text in words {
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            let named = parts.count == 2 ? network.inputs.first { $0.name == parts[0] } : nil
            let target = named ?? network.inputs[0]
            let path = named == nil ? text : parts[1]
            if tensors[target.name] != nil { throw Failure.usage("--input gives '\(target.name)' twice.") }
            if FileSystem.ending(of: path) == "npy" {
                let tensor = try NumPyFile.read(path)
                isBatch = isBatch || tensor.shape.rank > target.shape.rank
                tensors[target.name] =
                    target.isBatched && tensor.shape.rank == target.shape.rank
                    ? tensor.reshaped(to: Shape([1] + tensor.shape.sizes)) : tensor
            } else {
                tensors[target.name] = try photo(path, for: target.shape)
            }
        }
        return (tensors, isBatch)
    }

    /// The shapes of arrays that are given: graphs may leave theirs open.
    static func arrayShapes(_ words: [String]) throws -> [String: [Int]] {
        var shapes: [String: [Int]] = [:]
        for text in words where FileSystem.ending(of: text) == "npy" {
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            shapes[parts.count == 2 ? parts[0] : ""] = try NumPyFile.read(parts[parts.count - 1]).shape.sizes
        }
        return shapes
    }

    private func photo(_ path: String, for shape: FeatureShape) throws -> Tensor {
        var preparation = network.header.preprocessing ?? Preprocessing()
        // Its tensors have channels first in any case.
        if network.layout == .channelsLast { preparation.axes = .nchw }
        let pixels = try ImageFile.read(path)
        var shape = shape
        if let slidingIn {
            preparation = preparation.sliding(slidingIn)
            shape = shape.withOpenSize
        }
        do {
            let prepared = try preparation.prepared(pixels, for: shape)
            if !isQuiet, !preparation.steps.isEmpty {
                Console.note("\(path): \(preparation.steps.joined(separator: "; "))")
            }
            return prepared
        } catch {
            throw Failure(error, in: path)
        }
    }
}
