import Execution
import Networks
import Tensors
import Training

@testable import Figures

extension FigureResources {
    func records(_ path: String) throws -> [TrainingRecord] { throw SamplePictures.Missing() }
}

/// Pictures, networks and records by name, without files.
struct SamplePictures: FigureResources {
    struct Missing: Error {}

    func image(at path: String) throws -> Tensor {
        let shape: Shape =
            switch path {
            case "wide": [3, 20, 160]
            case "tall": [1, 150, 30]
            case "dot": [1, 1, 1]
            case "panorama": [1, 60, 600]
            case "tower": [1, 600, 60]
            case "portrait": [1, 90, 60]
            default: throw Missing()
            }
        return Tensor(shape, (0..<shape.elementCount).map { Float(($0 * 7919) % 256) / 255 })
    }

    func kernel(at path: String) throws -> Tensor {
        throw Missing()
    }

    func tensor(at path: String) throws -> Tensor {
        let shape: Shape =
            switch path {
            case "thin": [2, 60, 30]
            case "deep": [90, 8, 8]
            case "channels": [2, 6, 7, 8]
            default: throw Missing()
            }
        return Tensor(shape, (0..<shape.elementCount).map { Float(($0 * 7919) % 256) / 128 - 1 })
    }

    func records(_ path: String) throws -> [TrainingRecord] {
        guard let records = SyntheticRecords.records(path) else { throw Missing() }
        return records
    }

    static let labels = [
        "cat", "dog", "a creature with a name that is much longer than there is room for it", "", "bird",
    ]

    /// Any chain; ids of the zoo are small networks here.
    func network(_ request: NetworkRequest) throws -> PreparedNetwork {
        if request.network == "branches" { return PreparedNetwork(try Self.branches(), request) }
        let chain =
            switch request.network {
            case "lenet5":
                "1x32x32 -> conv 6@5x5 -> tanh -> max-pool 2 -> conv 16@5x5 -> relu -> flatten -> dense 10"
            case "colors": "3x40x40 -> conv 24@7x7 s2 -> relu"
            case "deep":
                "3x48x48 -> conv 4@3 -> relu -> conv 20@3 s2 -> relu -> conv 200@3 s2 -> relu -> conv 8@1"
            case "signal": "2x90 -> conv 5@9 -> relu -> conv 100@1 -> flatten -> dense 300"
            case "volume": "2x6x9x12 -> conv 3@3 p1 -> relu"
            case "long": "7" + String(repeating: " -> dense 9 -> relu", count: 20)
            case "many": "3x32x32" + String(repeating: " -> conv 4@3x3 p1 relu", count: 45)
            default: request.network
            }
        var prepared = PreparedNetwork(try Network(chain: chain, input: request.input), request)
        prepared.prepare(photos: request.photos) { _ in Self.labels }
        return prepared
    }

    /// Shortcuts within shortcuts, and two results.
    private static func branches() throws -> Network {
        func conv(_ name: String, _ source: String) -> LayerDescription {
            .conv(8, kernelSize: 3, padding: .same).named(name).reading(source)
        }
        func add(_ name: String, _ sources: String...) -> LayerDescription {
            var layer = LayerDescription(.add(Add()), name: name)
            layer.inputs = sources.map { .layer($0) }
            return layer
        }
        return try Network(
            input: [8, 20, 20],
            layers: [
                conv("conv1", "input"), conv("conv2", "conv1"), conv("conv3", "conv2"), add("add1", "conv3", "conv2"),
                conv("conv4", "add1"), conv("conv5", "conv1"), add("add2", "conv4", "conv1", "conv5"),
                conv("conv6", "conv2"), conv("conv7", "add2"),
            ])
    }
}
