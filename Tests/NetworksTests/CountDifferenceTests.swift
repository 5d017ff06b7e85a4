import Files
import Networks
import Testing

@Suite struct CountDifferenceTests {
    @Test func causesAddUpOnEveryNetworkOfTheZoo() throws {
        for id in Zoo.ids {
            let network = try #require(try Zoo.network(id))
            let difference = CountDifference(network)
            let keras = NetworkSummary(network, profile: .keras)
            let pytorch = NetworkSummary(network, profile: .pytorch)
            #expect(difference.total.value == keras.parameters, "\(id)")
            #expect(
                difference.causes.map(\.parameters).reduce(0, +) == keras.parameters - pytorch.parameters, "\(id)")
            #expect(difference.causes.map(\.trainable).reduce(0, +) == keras.trainable - pytorch.trainable, "\(id)")
            #expect(difference.isNone == (keras.parameters == pytorch.parameters), "\(id)")
        }
    }

    @Test func resNet50() throws {
        let difference = CountDifference(try #require(try Zoo.network("resnet50")))
        #expect(difference.pytorch.parameters == 25_557_032)
        #expect(difference.keras.parameters == 25_610_152)
        #expect(difference.keras.trainable == 25_557_032)
        #expect(difference.causes.map(\.layers.count) == [53])
        #expect(
            difference.causes[0].amount.written(.text)
                == "BatchNorm statistics = 2·(7·64 + 16·256 + 8·128 + 11·512 + 7·1024 + 4·2048) = 53,120")
        let text = difference.written(.text)
        #expect(text.contains("53 batch-norm layers: +53,120."))
        #expect(text.contains("not trainable           0      53,120     +53,120"))
        #expect(text.contains("25557032 + 53120 = 25,610,152"))
    }

    /// Both causes at once, in opposite directions.
    @Test func biasesOfAnLSTMCountTwiceInPyTorch() throws {
        let network = try Network(
            chain: "8x100 -> conv 16@5 bias=false -> batch-norm -> permute axes=2,1 -> lstm 512 -> dense 3")
        let difference = CountDifference(network)
        #expect(difference.causes.map(\.kind) == [.runningStatistics, .recurrentBiases])
        #expect(difference.causes.map(\.parameters) == [32, -2048])
        #expect(difference.total.value == difference.keras.parameters)
        #expect(difference.total.written(.text).contains(" + 32 - 2048 = "))
        #expect(difference.keras.trainable - difference.pytorch.trainable == -2048)
    }

    @Test func noDifference() throws {
        let difference = CountDifference(try #require(try Zoo.network("lenet5")))
        #expect(difference.isNone)
        #expect(difference.written(.text).contains("No difference: PyTorch and Keras both count 61,706 parameters."))
    }
}
