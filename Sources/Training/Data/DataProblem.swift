public import Networks
public import Tensors

/// Why data cannot be learned from. Holds the facts; ``description`` puts them into words.
public enum DataProblem: Error, Sendable {
    case noArray(path: String, what: String, tried: [String], available: [String])
    case counts(images: String, Int, labels: String, Int)
    case noSamples(path: String)
    case notSamples(path: String, Shape)
    /// A label that is no class.
    case label(path: String, index: Int, value: Float)
    case classCount(path: String, names: Int, classes: Int)
    case range(path: String, least: Float, greatest: Float)
    case notFinite(path: String, index: Int)
    case noClasses(folder: String)
    case emptyClass(folder: String)
    case sizes(path: String, Shape, other: String, Shape)
    case smallerThanCrop(path: String, Shape, crop: [Int])
    case tooFew(count: Int, needed: Int)
    case tooLarge(Shape)
    /// What is to be turned by quarters.
    case notSquare(Shape)

    case severalInputs(network: String, Int)
    case openInput(network: String, FeatureShape)
    case notPicture(network: String, FeatureShape)
    case inputShape(network: String, FeatureShape, sample: Shape)
    case severalOutputs(network: String, [String])
    case noScores(network: String, layer: String, FeatureShape)
    case classesAndUnits(Int, network: String, layer: String, units: Int)
    case outputShape(network: String, layer: String, FeatureShape, target: Shape)
    /// The output does not look at the input pixel by pixel.
    case noPlace(network: String, layer: String)
    case filterReach(network: String, layer: String, filter: String)
}

extension DataProblem: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noArray(let path, let what, let tried, let available):
            """
            \(path): no array is called \(tried.joined(separator: ", ")). Name the one with the \(what), as \
            `\(what): NAME`; there \(available.count == 1 ? "is" : "are") \(Self.list(available)).
            """
        case .counts(let images, let imageCount, let labels, let labelCount):
            "\(images) holds \(imageCount) samples, but \(labels) holds \(labelCount). Give one for each."
        case .noSamples(let path):
            "\(path): there are no samples in it."
        case .notSamples(let path, let shape):
            "\(path): an array of \(shape) is no set of samples; it must be samples x height x width, or with channels."
        case .label(let path, let index, let value):
            """
            \(path): label \(index) is \(value); classes are whole numbers from 0. If these are values to be learned, say \
            `target: values`.
            """
        case .classCount(let path, let names, let classes):
            "\(path): \(names) classes are named, but the labels go up to class \(classes - 1). Name all \(classes)."
        case .range(let path, let least, let greatest):
            """
            \(path): values go from \(least) to \(greatest); which of them is white? Say it, as `range: \(greatest)`; \
            `range: 1` leaves them as they are.
            """
        case .notFinite(let path, let index):
            "\(path): sample \(index) holds a value that is infinite or no number. Leave the sample out."
        case .noClasses(let folder):
            "\(folder): there are no folders in it. Put the pictures of each class into a folder with its name."
        case .emptyClass(let folder):
            "\(folder): there are no PNG or JPEG files in this class. Add some, or remove the folder."
        case .sizes(let path, let shape, let other, let otherShape):
            """
            \(path) is \(shape), but \(other) is \(otherShape). Give all one size, or say `size: N`, to which they are cut \
            and resized.
            """
        case .smallerThanCrop(let path, let shape, let crop):
            "\(path): the photo is \(shape), smaller than the crops of \(crop[0]) x \(crop[1]). Take a smaller `size`."
        case .tooFew(let count, let needed):
            "\(count) samples are too few; at least \(needed) are needed."
        case .tooLarge(let shape):
            "samples of \(shape) do not fit the memory. Take a smaller `count` or `size`."
        case .notSquare(let shape):
            "patches of \(shape) keep no size when they are turned. Let the network take squares."
        case .severalInputs, .openInput, .notPicture, .inputShape, .severalOutputs, .noScores, .classesAndUnits,
            .outputShape, .noPlace, .filterReach:
            networkDescription
        }
    }

    /// Of what does not fit the network.
    private var networkDescription: String {
        switch self {
        case .severalInputs(let network, let count):
            "\(network) has \(count) inputs; networks that learn have one."
        case .openInput(let network, let shape):
            "the sizes of \(network)'s input, \(shape.text()), are open. Write numbers."
        case .notPicture(let network, let shape):
            "\(network) takes \(shape.text()), which is no picture of one or three channels, as photos and shapes are."
        case .inputShape(let network, let expected, let sample):
            "\(network) takes \(expected.text()), but a sample is \(sample). Change the network's input, or give `size:`."
        case .severalOutputs(let network, let names):
            "\(network) has \(names.count) outputs (\(Self.list(names))); a network that learns has one."
        case .noScores(let network, let layer, let shape):
            """
            \(network) ends with \(layer), which gives \(shape.text()); classes need a vector of scores. End with a dense \
            layer, with one unit for each class.
            """
        case .classesAndUnits(let classes, let network, let layer, let units):
            "there are \(classes) classes, but \(layer) of \(network) gives \(units) scores. Give it \(classes) units."
        case .outputShape(let network, let layer, let shape, let target):
            "\(layer) of \(network) gives \(shape.text()), but is to become \(target). Both must be the same."
        case .noPlace(let network, let layer):
            """
            \(layer) of \(network) does not give one value for each pixel. To learn a filter, use layers that keep their \
            place, with stride 1.
            """
        case .filterReach(let network, let layer, let filter):
            """
            \(filter) does not fit what \(layer) of \(network) sees: its pixels lie between those of the filter's \
            response, or outside of it. Use windows of odd size, and no more padding than they need.
            """
        case .noArray, .counts, .noSamples, .notSamples, .label, .classCount, .range, .notFinite, .noClasses,
            .emptyClass, .sizes, .smallerThanCrop, .tooFew, .tooLarge, .notSquare:
            preconditionFailure("described above")
        }
    }

    private static func list(_ names: [String]) -> String {
        names.isEmpty ? "none" : names.prefix(12).joined(separator: ", ") + (names.count > 12 ? ", …" : "")
    }
}
