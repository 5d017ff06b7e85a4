import Execution
import Networks
import Scenes
import Tensors
import Testing

@testable import Figures

@Suite struct BinTests {
    private let context = FigureContext(measurer: FixedTextMeasurer(), resources: SamplePictures())

    @Test func regionsGiveWhatTheLayerGives() throws {
        var figure = RoIPooling()
        figure.input = [9, 11]
        figure.size = [3, 2]
        figure.regions = [RegionBox(0, 0, 6, 4), RegionBox(3, 2, 10, 8), RegionBox(5, 5, 5, 5)]
        let model = try RoIModel(figure, context)
        let layer = RoIPool(size: [3, 2], regions: figure.regions.map { $0.corners.map(Double.init) })
        let network = try Network(input: [1, 9, 11], layers: [LayerDescription(.roiPool(layer), name: "regions")])
        let map = try #require(model.map.values)
        let prepared = PreparedNetwork(network, NetworkRequest("regions"))
        let output = try #require(
            try prepared.execution().run(["input": map.reshaped(to: [1, 1, 9, 11])])["regions"])
        #expect(model.outputs?.flatMap(\.elements) == output.elements)
    }

    @Test func aPyramidHas21NumbersAMap() throws {
        var figure = PyramidPooling()
        figure.inputChannels = 256
        figure.input = [13, 13]
        let model = try PyramidModel(figure, context)
        #expect(model.length.value == 5376)
        #expect(model.stepCount == 21)
        #expect(model.outputs?[2].elements == [try #require(model.map.values).elements.max() ?? 0])
        #expect(model.place(16).region == 1 && model.place(20) == (2, 0))
        #expect(model.regions[0].rowBins.map(\.count) == [4, 4, 4, 4], "13 places in 4 bins, each of 4")
    }

    @Test func fiveRowsInTwoBinsShareOne() {
        let region = BinnedRegion(rows: 1..<6, columns: 0..<4, bins: [2, 2])
        #expect(region.rowBins == [1..<4, 3..<6])
        #expect(region.overlapWords == "row 3 lies in more than one bin")
        #expect(region.reading(3) == "rows 3 to 5 and columns 2 to 3")
        #expect(BinnedRegion(rows: 0..<4, columns: 0..<6, bins: [2, 3]).overlapWords == nil)
    }

    @Test func regionsOutsideAreRefused() {
        var figure = RoIPooling()
        figure.regions = [RegionBox(8, 0, 9, 3)]
        #expect(throws: (any Error).self) { try figure.scene(in: context) }
        #expect(throws: ParameterError.self) { try RegionBox(.text("3,3,1,5")) }
        var pyramid = PyramidPooling()
        pyramid.input = [3, 9]
        #expect(throws: (any Error).self) { try pyramid.scene(in: context) }
    }
}
