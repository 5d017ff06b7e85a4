import ArgumentParser
import Execution
import Files
import Networks
import Tensors

/// Whether dense layers are to become convolutions.
struct SlidingOptions: ParsableArguments {
    @Flag(
        help: ArgumentHelp(
            "Turn dense layers into convolutions, so that the network slides over a larger input and gives a map of scores."
        ))
    var fullyConvolutional = false

    /// - Parameter input: The shape of what it is to run on.
    func network(_ reference: NetworkReference, input: String?) throws -> Network {
        guard fullyConvolutional else { return try reference.network(input: input) }
        return try SlidingNetwork(reference.network(), over: input).network
    }

    /// The same with weights.
    func prepared(_ request: NetworkRequest) throws -> PreparedNetwork {
        guard fullyConvolutional else { return try PreparedNetwork(request) }
        var own = request
        own.input = nil
        let prepared = try PreparedNetwork(own)
        return try prepared.sliding(SlidingNetwork(prepared.network, over: request.input))
    }

    /// The network over what is given to it, of which a sample has the shape `[C, …]`.
    func prepared(_ prepared: PreparedNetwork, over tensors: [String: Tensor]) throws -> PreparedNetwork {
        guard fullyConvolutional, let tensor = tensors.values.first else { return prepared }
        let shape = FeatureShape(tensor.shape.dropFirst().map { Quantity($0) })
        return try prepared.sliding(SlidingNetwork(prepared.network, over: shape))
    }
}
