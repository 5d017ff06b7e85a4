import Files
import Networks
import Tensors
import Testing

@Suite struct SlidingNetworkTests {
    private static let chain =
        "1x28x28 -> conv 8@5x5 relu -> max-pool 2 -> flatten -> dropout -> dense 20 relu -> dense 10 softmax"

    @Test func denseLayersBecomeConvolutions() throws {
        let sliding = try SlidingNetwork(Network(chain: Self.chain), over: "1x40x52")
        #expect(sliding.network.nodes.map(\.name) == ["conv1", "max-pool1", "dropout1", "dense1", "dense2"])
        #expect(
            sliding.network.node(named: "dense1")?.layer
                == .conv(
                    Conv(filters: 20, window: SlidingWindow(kernelSize: [12, 12]))))
        #expect(
            sliding.network.node(named: "dense2")?.layer
                == .conv(
                    Conv(filters: 10, window: SlidingWindow(kernelSize: [1, 1]))))
        #expect(sliding.network.nodes.last?.output.text() == "10x7x13")
        #expect(sliding.network.nodes.last?.activation?.function == .softmax)
        #expect(sliding.steps(of: sliding.network.nodes[4]) == [2, 2])
        // The same weights: only their shape is another.
        let counts = [sliding.original, sliding.network].map { NetworkSummary($0).parameters }
        #expect(counts[0] == counts[1])
    }

    @Test func overItsOwnSizeThereIsOnePlace() throws {
        let sliding = try SlidingNetwork(Network(chain: Self.chain))
        #expect(sliding.network.nodes.last?.output.text() == "10x1x1")
    }

    @Test func unknownSizesGiveFormulas() throws {
        let sliding = try SlidingNetwork(Network(chain: "1x8x8 -> conv 4@3x3 -> flatten -> dense 5"), over: "1xHxW")
        #expect(sliding.network.nodes.last?.output.text() == "5x(H - 7)x(W - 7)")
    }

    @Test func globalPoolsBecomeWindows() throws {
        let sliding = try SlidingNetwork(
            Network(chain: "3x16x16 -> conv 4@3x3 s2 -> global-average-pool -> dense 5"), over: "3x20x33")
        #expect(sliding.network.nodes.map { $0.output.text() } == ["4x9x16", "4x3x10", "5x3x10"])
    }

    /// The zoo's classifiers of images slide, unless a layer of theirs cannot.
    @Test(arguments: ["lenet5", "alexnet", "vgg16", "resnet18", "squeezenet1.1", "all-cnn-c", "googlenet"])
    func publishedNetworksSlide(id: String) throws {
        let network = try #require(try Zoo.network(id))
        let size = network.inputs[0].shape.sizes.compactMap(\.integer)
        let larger = "\(size[0])x\(size[1] + 64)x\(size[2] + 96)"
        let map = try #require(try SlidingNetwork(network, over: larger).network.nodes.last).output
        #expect(map.spatial.count == 2)
        #expect(map.channels == network.nodes.last?.output.channels)
        #expect(map.spatial.compactMap(\.integer).allSatisfy { $0 > 1 })
    }

    @Test func whatCannotSlideIsNamedAllAtOnce() throws {
        func problem(_ chain: String, over input: String? = nil) throws -> String {
            do {
                _ = try SlidingNetwork(Network(chain: chain), over: input)
                return ""
            } catch let error as SlidingError {
                return error.description
            }
        }
        let both = try problem("3x8x8 -> locally-connected 4@3x3 -> spatial-pyramid-pool 2 -> dense 3")
        #expect(both.contains("locally-connected1: ") && both.contains("spatial-pyramid-pool1: "))
        #expect(try problem("3x8x8 -> flatten -> softmax -> dense 3").contains("flatten"))
        #expect(try problem("10 -> dense 3").contains("image"))
        #expect(try problem(Self.chain, over: "1x20x40").contains("smaller"))
        #expect(try problem(Self.chain, over: "3x40x40").contains("as many channels"))
        #expect(try problem(Self.chain, over: "large").contains("no shape"))
    }
}
