import Execution
import Networks
import Scenes
import Tensors
import Testing

@testable import Figures

/// What figures of networks show is what the networks give.
@Suite struct NetworkFigureTests {
    private func context(width: Double = 455, seed: UInt64 = 0) -> FigureContext {
        FigureContext(width: width, seed: seed, measurer: FixedTextMeasurer(), resources: SamplePictures())
    }

    private func marks(_ scene: Scene) -> [Mark] {
        func flat(_ mark: Mark) -> [Mark] {
            if case .group(let group) = mark { group.marks.flatMap(flat) } else { [mark] }
        }
        return scene.marks.flatMap(flat)
    }

    private func texts(_ scene: Scene) -> [TextMark] {
        marks(scene).compactMap { if case .text(let text) = $0 { text } else { nil } }
    }

    /// The layer's maps by the definition of a mean, beside the figure's own way.
    private func activities(_ network: String, _ layer: String, seed: UInt64) throws -> [Float] {
        let prepared = try SamplePictures().network(NetworkRequest(network, seed: seed))
        let photo = TestImage.shapes.pixels
        let input = try Preprocessing().prepared(photo, for: prepared.network.inputs[0].shape)
        let output = try #require(
            try prepared.execution(of: [layer]).run(["input": input], layers: [layer])[layer])
        let plane = output.shape.dropFirst(2).reduce(1, *)
        return (0..<output.shape[1]).map { channel in
            (0..<plane).reduce(0) { $0 + abs(output.elements[channel * plane + $1]) } / Float(plane)
        }
    }

    @Test(arguments: [("deep", "conv2"), ("deep", "relu3"), ("lenet5", "conv1")], [0, 5] as [UInt64])
    func theMarkedMapIsTheMostActive(_ place: (network: String, layer: String), _ seed: UInt64) throws {
        var figure = FeatureMaps()
        figure.options.network = NetworkName(place.network)
        figure.layer = place.layer
        figure.count = 1000
        let scene = try figure.scene(in: context(seed: seed))
        let activities = try activities(place.network, place.layer, seed: seed)
        let most = try #require(activities.indices.max { activities[$0] < activities[$1] })
        let bold = texts(scene).filter { $0.text.runs[0].style == .bold && Int($0.text.plain) != nil }
        #expect(bold.map(\.text.plain) == ["\(most)"])
        #expect(scene.description.details.contains("The most active is \(most),"))
        // Its outline stands around the picture over its number.
        let outlines = marks(scene).compactMap { mark -> Rect? in
            guard case .path(let path, _, let stroke?) = mark, stroke == Theme.light.outline(.activation) else {
                return nil
            }
            return path.bounds
        }
        #expect(outlines.count == 1)
        #expect(abs(outlines[0].center.x - bold[0].position.x) < 1e-9 && outlines[0].bottom < bold[0].position.y + 1)
    }

    @Test(arguments: [1, 7, 64, 199, 200])
    func whatIsLeftOutIsCounted(_ count: Int) throws {
        var figure = FeatureMaps()
        figure.options.network = NetworkName("deep")
        figure.layer = "conv3"
        figure.count = count
        let scene = try figure.scene(in: context())
        let pictures = marks(scene).count { if case .image(let image) = $0 { image.frame.width > 8 } else { false } }
        #expect(pictures == count + 1)
        let more = texts(scene).map(\.text.plain).filter { $0.hasSuffix(" more") }
        #expect(more == (count < 200 ? ["… \(200 - count) more"] : []))
    }

    @Test func choicesThatDoNotExistAreRefused() {
        var maps = FeatureMaps()
        maps.channels = IndexList([6])
        #expect(throws: FigureError.indexOutside(what: "map", index: 6, count: 6)) { try maps.scene(in: context()) }
        maps.channels = nil
        maps.layer = "conv9"
        #expect(throws: FigureError.noSuchLayer("conv9", nearest: "conv1")) { try maps.scene(in: context()) }
        var kernels = Kernels()
        kernels.layer = "dense1"
        #expect(throws: FigureError.noKernels(layer: "dense1", kind: "dense", others: ["conv1", "conv2"])) {
            try kernels.scene(in: context())
        }
        kernels.layer = nil
        kernels.options.weights = FileReference("w.npz")
        kernels.options.initializer = .he
        #expect(throws: ParameterError.self) { try kernels.scene(in: context()) }
        var signal = FeatureMaps()
        signal.options.network = NetworkName("signal")
        signal.options.image = ImageReference("wide")
        #expect(throws: FigureError.notForPhotos(network: "signal", shape: "2x90")) { try signal.scene(in: context()) }
        signal.options.image = nil
        signal.options.network = NetworkName("2xT -> conv 3@5")
        #expect(throws: FigureError.unknownInput(network: "chain", shape: "2xT")) { try signal.scene(in: context()) }
    }

    /// A figure of an untrained network says so.
    @Test(arguments: [FigureKind.kernels, .featureMaps, .activations])
    func drawnWeightsAreSaid(_ kind: FigureKind) throws {
        let figure = try kind.type.init([("initializer", .text("xavier"))])
        let scene = try figure.scene(in: context(width: 900, seed: 3))
        let words = texts(scene).map(\.text.plain).joined(separator: " ")
        #expect(words.contains("random weights (Xavier, seed 3)"))
        #expect(scene.description.summary.contains("random weights (Xavier, seed 3)"))
    }

    /// One that has none to draw does not say so.
    @Test func networksWithoutWeightsHaveNoRandomOnes() throws {
        let scene = try FeatureMaps([("network", .text("1x24x24 -> max-pool 2 -> relu"))]).scene(in: context())
        #expect(scene.description.summary.hasSuffix("a network without weights."))
        #expect(!texts(scene).contains { $0.text.plain.contains("random") })
    }

    /// Words are the same wherever files lie.
    @Test func filesAreCalledByTheirNames() {
        #expect(fileName("/a/b c/photo.png") == "photo.png" && fileName("weights.npz") == "weights.npz")
        #expect(fileName("1/9 1/9; 1/9 0.5") == "1/9 1/9; 1/9 0.5" && fileName("1/9.5") == "1/9.5")
        #expect(WeightOrigin.network("/a/b/net.onnx").namedDetails == "weights from net.onnx")
        var exercise = Exercise()
        exercise.blanks = [.output]
        let words = exercise.words(of: "It.", given: [("image", .text("/somewhere/else/photo.png"))]).details
        #expect(words.contains("image photo.png;") || words.contains("image photo.png."))
    }

    @Test func indicesAreReadAsListsAndRanges() throws {
        #expect(try IndexList(.text("3, 17,0-2")).indices == [3, 17, 0, 1, 2])
        #expect(try IndexList(.list([.text("4"), .text("1")])).indices == [4, 1])
        for wrong in ["", "a", "-1", "5-2", "1,,2", "0-99999999"] {
            #expect(throws: ParameterError.self) { try IndexList(.text(wrong)) }
        }
    }

    @Test func initializersAreReadAsTheyAreWritten() throws {
        for initializer in [Initializer.zeros, .constant(-0.5), .uniform(limit: 0.25), .xavier, .he] {
            #expect(try Initializer(.text(initializer.parameterText)) == initializer)
        }
        for wrong in ["", "constant", "constant=x", "uniform=-1", "he=2", "glorot"] {
            #expect(throws: ParameterError.self) { try Initializer(.text(wrong)) }
        }
    }
}

@Suite struct KernelSetTests {
    private func kernels(
        _ chain: String, _ layer: String = "conv1", takesPhotos: Bool? = nil, names: [String] = [],
        preparesPhotos: Bool = false
    ) throws -> KernelSet {
        var network = try Network(chain: chain)
        if preparesPhotos {
            var options = PreprocessingOptions()
            try options.set(.mean, to: "0.5")
            network = network.withPhotos(prepared: options)
        }
        let prepared = PreparedNetwork(network, NetworkRequest(chain))
        let node = try #require(network.node(named: layer))
        return try #require(
            KernelSet(node, try prepared.weights(of: node), in: network, names: names, takesPhotos: takesPhotos))
    }

    @Test func transposedKernelsAreTurnedFiltersFirst() throws {
        let network = try Network(chain: "6x5x5 -> conv-transpose 4@3 g2")
        let node = network.nodes[0]
        let weights = try PreparedNetwork(network, NetworkRequest("")).weights(of: node)
        let given = try #require(weights[.weight])
        let set = try #require(KernelSet(node, weights, in: network))
        #expect(set.weights.shape == [4, 3, 3, 3])
        for filter in 0..<4 {
            for channel in 0..<3 {
                let input = filter / 2 * 3 + channel
                #expect(set.slice(filter, channel)[1, 2] == given[input, filter % 2, 1, 2])
            }
        }
    }

    @Test func onlyKernelsOverAPhotoAreColoured() throws {
        #expect(try kernels("3x9x9 -> conv 4@3", takesPhotos: true).isOverColors)
        #expect(try kernels("3x9x9 -> zero-pad 1 -> conv 4@3", takesPhotos: true).isOverColors)
        #expect(try !kernels("3x9x9 -> relu -> conv 4@3", takesPhotos: true).isOverColors)
        #expect(try !kernels("3x9x9 -> conv 3@1 -> conv 4@3", "conv2", takesPhotos: true).isOverColors)
        #expect(try !kernels("1x9x9 -> conv 4@3", takesPhotos: true).isOverColors)
        #expect(try !kernels("3x9x9 -> depthwise-conv 3", "depthwise-conv1", takesPhotos: true).isOverColors)
    }

    /// Three channels may be anything, as the value of a signal and its differences.
    @Test func threeChannelsAreAPhotosWhereTheNetworkPreparesPhotos() throws {
        #expect(try kernels("3x9x9 -> conv 4@3").channelNames.isEmpty)
        let photo = try kernels("3x9x9 -> conv 4@3", preparesPhotos: true)
        #expect(photo.isOverColors && photo.channelNames == ["red", "green", "blue"])
        let named = try kernels("3x9x9 -> conv 4@3", names: ["value", "delta", "delta-delta"], preparesPhotos: true)
        #expect(!named.isOverColors && named.channelNames == ["value", "delta", "delta-delta"])
    }

    @Test func channelNamesStandInTheFigure() throws {
        func scene(_ names: String) throws -> Scene {
            try Kernels([("network", .text("3x9x9 -> conv 4@3")), ("channel-names", .text(names))]).scene(
                in: FigureContext(measurer: FixedTextMeasurer(), resources: SamplePictures()))
        }
        #expect(try scene("value, delta,delta-delta").description.details.contains("value, delta and delta-delta"))
        #expect(throws: ParameterError.self) { try scene("value,delta") }
    }

    @Test func sortingKeepsEveryFilter() throws {
        let all = try kernels("3x9x9 -> conv 20@3", takesPhotos: true)
        for order in [Kernels.KernelOrder.filter, .norm, .similarity] {
            var figure = Kernels()
            figure.sort = order
            let selection = try KernelSelection(figure, all)
            #expect(selection.filters.sorted() == Array(0..<20))
            let norms = selection.filters.map { all[$0].norm }
            #expect(order != .norm || norms == norms.sorted(by: >))
        }
    }

    /// Every weight has its colour on the one scale that stands beside: zero is grey, the largest black or white.
    @Test func greyIsZeroInColour() throws {
        let context = FigureContext(measurer: FixedTextMeasurer(), resources: SamplePictures())
        var figure = Kernels()
        (figure.options.network, figure.view) = (NetworkName("colors"), .color)
        let scene = try figure.scene(in: context)
        let prepared = try SamplePictures().network(NetworkRequest("colors"))
        let weights = try #require(try prepared.weights(of: prepared.network.nodes[0])[.weight])
        let limit = weights.largest
        func flat(_ mark: Mark) -> [Mark] {
            if case .group(let group) = mark { group.marks.flatMap(flat) } else { [mark] }
        }
        let images = scene.marks.flatMap(flat).compactMap { mark -> PixelImage? in
            if case .image(let image) = mark, image.pixels.width == 7 { image.pixels } else { nil }
        }
        try #require(images.count == 24)
        for (filter, image) in images.enumerated() {
            for channel in 0..<3 {
                let weight = weights[filter, channel, 2, 5]
                let expected = (0.5 + weight / (2 * limit)) * 255
                #expect(abs(Float(image.rgb[(2 * 7 + 5) * 3 + channel]) - expected) <= 0.51)
            }
        }
    }
}

@Suite struct LayerStatisticsTests {
    @Test func histogramsCountEveryValueOnce() throws {
        let network = try Network(chain: "4x10x10 -> relu")
        let values = Tensor([2, 4, 10, 10], (0..<800).map { $0 % 4 == 0 ? 0 : Float(($0 * 7919) % 601) / 100 - 2 })
        let histogram = LayerHistogram(network.nodes[0], values)
        let zeros = values.elements.count { $0 == 0 }
        #expect(abs(histogram.statistics.zeroShare - Double(zeros) / 800) < 1e-9)
        for (bins, axis) in [(7, -2...4), (48, -2.5...9), (3, 0...1)] as [(Int, ClosedRange<Float>)] {
            #expect(abs(histogram.bins(bins, over: axis).reduce(0, +) - Double(800 - zeros)) < 1e-6)
        }
        // Against counting directly.
        let halves = histogram.bins(2, over: -2...4)
        let below = values.elements.count { $0 != 0 && $0 < 1 }
        #expect(abs(halves[0] - Double(below)) <= 2)
    }

    @Test func silentUnitsAreZeroInEverySample() throws {
        let network = try Network(chain: "3 -> relu")
        let values = Tensor([2, 3], [0, 1, 0, 0, 0, 2])
        let histogram = LayerHistogram(network.nodes[0], values)
        #expect(histogram.units == 3 && histogram.silentUnits == 1)
    }

    @Test func statisticsAreThoseOfTheFiniteValues() {
        let statistics = ValueStatistics([Tensor([3], [1, .nan, 3]), Tensor([2], [.infinity, 2])])
        #expect(statistics.count == 5 && statistics.infiniteCount == 2 && statistics.range == 1...3)
        #expect(statistics.mean == 2 && abs(statistics.deviation - (2.0 / 3).squareRoot()) < 1e-9)
    }

    @Test func scalesOfMapsEndBeforeAFewOutliers() {
        var values = [Float](repeating: 1, count: 1000)
        for index in 0..<1000 { values[index] = Float(index) / 1000 }
        #expect(!ValueScale.maps([Tensor([1, 1000], values)], isSigned: false, .light).isClipped)
        values[999] = 50
        let clipped = ValueScale.maps([Tensor([1, 1000], values)], isSigned: false, .light)
        #expect(clipped.isClipped && clipped.range.upperBound < 1.1)
        #expect(clipped.endLabels.high.hasPrefix("≥") && clipped.endLabels.low == "0")
        values[998] = -60
        let signed = ValueScale.maps([Tensor([1, 1000], values)], isSigned: true, .light)
        #expect(signed.range.lowerBound == -signed.range.upperBound && signed.endLabels.low.hasPrefix("≤"))
    }

    @Test func averagingKeepsTheMean() {
        let map = Tensor([4, 6], (0..<24).map(Float.init))
        let small = map.averaged(by: 2)
        #expect(small.shape == [2, 3] && small[0, 0] == (0 + 1 + 6 + 7) / 4)
        #expect(
            map.averaged(by: 4).shape == [1, 2]
                && map.averaged(by: 4)[0, 1] == (4 + 5 + 10 + 11 + 16 + 17 + 22 + 23) / 8)
    }

    @Test func numbersKeepThreeDigits() {
        #expect(compact(0.012345) == "0.0123" && compact(123.4) == "123" && compact(-1.234) == "−1.23")
        #expect(compact(134_999) == "1.35·10⁵" && compact(0) == "0" && compact(9.996e-5) == "1·10⁻⁴")
        #expect(percent(0.001) == "under 1\u{A0}%" && percent(0.999) == "over 99\u{A0}%" && percent(1) == "100\u{A0}%")
    }
}
