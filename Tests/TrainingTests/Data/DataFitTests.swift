import Networks
import Tensors
import Testing

@testable import Training

@Suite struct DataFitTests {
    private static func data(_ sizes: [Int], classes: Int = 2) -> Dataset {
        let shape = Shape([4] + sizes)
        let inputs = Tensor(shape, (0..<shape.elementCount).map(Float.init))
        return Dataset(
            inputs: inputs, targets: .classes((0..<4).map { $0 % classes }, names: (0..<classes).map(String.init)))
    }

    @Test func axesArePutAsTheNetworkTakesThem() throws {
        let grey = try Network(chain: "1x2x3 -> flatten -> dense 2")
        #expect(try Self.data([2, 3]).fitted(to: grey).inputs.shape == [4, 1, 2, 3])
        #expect(try Self.data([2, 3, 1]).fitted(to: grey).inputs.shape == [4, 1, 2, 3])
        let vector = try Network(chain: "6 -> dense 2")
        #expect(try Self.data([2, 3]).fitted(to: vector).inputs.shape == [4, 6])
        let colour = try Network(chain: "3x2x2 -> flatten -> dense 2")
        let fitted = try Self.data([2, 2, 3]).fitted(to: colour).inputs
        #expect(fitted.shape == [4, 3, 2, 2])
        // Channels stood last: the first channel is every third value.
        #expect(fitted.slice(0).elements == [0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11])
    }

    @Test(arguments: [
        ("1x2x4 -> flatten -> dense 2", "takes 1x2x4, but a sample is 2 × 3"),
        ("1x2x3 -> conv 2@1x1", "classes need a vector of scores"),
        ("1x2x3 -> flatten -> dense 1", "there are 2 classes, but dense1 of Chain gives 1 scores. Give it 2 units."),
        ("1x2x3 -> flatten -> dense 3", "there are 2 classes, but dense1 of Chain gives 3 scores"),
        ("1xHxW -> global-average-pool -> dense 2", "are open"),
    ])
    func whatDoesNotFitIsTold(chain: String, words: String) throws {
        let network = try Network(chain: chain)
        let error = #expect(throws: DataProblem.self) { try Self.data([2, 3]).fitted(to: network) }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }

    @Test func valuesMustHaveTheShapeOfTheOutput() throws {
        let network = try Network(chain: "1x4x4 -> conv 2@3x3")
        let inputs = Tensor([3, 1, 4, 4])
        func fitted(_ target: Shape) throws -> Dataset.Targets {
            try Dataset(inputs: inputs, targets: .values(Tensor(target))).fitted(to: network).targets
        }
        guard case .values(let tensor) = try fitted([3, 2, 2, 2]) else { throw DataProblem.noSamples(path: "") }
        #expect(tensor.shape == [3, 2, 2, 2])
        let error = #expect(throws: DataProblem.self) { try fitted([3, 1, 4, 4]) }
        #expect(error?.description.contains("gives 2x2x2, but is to become 1 × 4 × 4") == true)
    }

    @Test func valuesComeInTheNetworksRange() throws {
        var network = try Network(chain: "1x2x3 -> flatten -> dense 2")
        var preprocessing = Preprocessing()
        (preprocessing.pixelRange, preprocessing.mean, preprocessing.deviation) = (255, [5], [10])
        network = network.withPhotos(prepared: preprocessing, labels: nil)
        let raw = try Self.data([2, 3]).fitted(to: network)
        let data = try TrainingData(training: raw, heldOut: raw).prepared(for: network)
        #expect(data.training.inputs.elements[1] == (1 * 255 - 5) / 10)
        #expect(data.pictures == raw.inputs)
    }
}
