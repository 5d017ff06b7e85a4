public import Tensors

/// Why an experiment cannot be run. Holds the facts; ``description`` puts them into words.
public enum TrainingError: Error, Sendable {
    case oneInputNeeded(network: String, inputs: Int)
    case oneOutputNeeded(network: String, outputs: [String])
    case nothingLearns(network: String)
    case samplesDoNotFit(network: String, samples: Shape, input: String)
    case tooFewClasses(layer: String, outputs: Int, classes: Int)
    case targetsDoNotFit(layer: String, outputs: Shape, targets: Shape)
    case classesNeeded(loss: Loss)
    case scoresNeeded(layer: String, activation: String)
    case noSuchLayer(String, option: String, nearest: String?)
    case noKernels(String)
    /// The loss is no number any more.
    case diverged(step: Int)
}

extension TrainingError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .oneInputNeeded(let network, let inputs):
            "\(network) has \(inputs) inputs; only networks with one can be trained here."
        case .oneOutputNeeded(let network, let outputs):
            "\(network) has several outputs (\(outputs.joined(separator: ", "))); the loss reads one. Name it under `outputs`."
        case .nothingLearns(let network):
            "nothing in \(network) learns: it has no weights, or all of them are frozen."
        case .samplesDoNotFit(let network, let samples, let input):
            "samples are \(samples), but \(network) takes \(input). Change the network's input, or the data's size."
        case .tooFewClasses(let layer, let outputs, let classes):
            "\(layer) gives \(outputs) scores for \(classes) classes. Give it \(classes) units."
        case .targetsDoNotFit(let layer, let outputs, let targets):
            "\(layer) gives \(outputs), but the targets are \(targets). Change the padding, or how the targets are made."
        case .classesNeeded(let loss):
            "\(loss.rawValue) needs data with classes. Use mean-squared-error for values."
        case .scoresNeeded(let layer, let activation):
            "cross-entropy takes a softmax itself, but \(layer) ends in \(activation). Let it end in softmax, or in nothing."
        case .noSuchLayer(let name, let option, let nearest):
            "\(option): no layer is called '\(name)'" + (nearest.map { "; did you mean '\($0)'?" } ?? ".")
        case .noKernels(let layer):
            "record: \(layer) has no kernels. Name a convolution or a dense layer."
        case .diverged(let step):
            "the loss is no number after step \(step): the weights have grown without bound. Lower the rate."
        }
    }
}
