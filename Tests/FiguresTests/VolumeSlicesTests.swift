import Scenes
import Tensors
import Testing

@testable import Figures

@Suite struct VolumeSlicesTests {
    private let context = FigureContext(measurer: FixedTextMeasurer(), resources: SamplePictures())

    @Test func slicesAreTheVolumesOwnValues() throws {
        let values = Tensor([3, 4, 5], (0..<60).map(Float.init))
        let figure = VolumeFigure(values: values, place: [1, 2, 3], isPicture: true, name: "numbers")
        let front = figure.slice(.depth, down: .row, across: .column)
        let side = figure.slice(.column, down: .row, across: .depth)
        let below = figure.slice(.row, down: .depth, across: .column)
        #expect(front.shape == [4, 5] && side.shape == [4, 3] && below.shape == [3, 5])
        for z in 0..<3 {
            for y in 0..<4 {
                for x in 0..<5 {
                    #expect(front[y, x] == values[1, y, x])
                    #expect(side[y, z] == values[z, y, 3])
                    #expect(below[z, x] == values[z, 2, x])
                }
            }
        }
        #expect(figure.value == values[1, 2, 3])
    }

    @Test func theCutsMeetWhereTheyAreAskedTo() throws {
        var figure = VolumeSlices()
        figure.volume = VolumeReference("thin")
        figure.at = .strongest
        let volume = try SamplePictures().tensor(at: "thin")
        let strongest = try #require(
            volume.elements.indices.max { abs(volume.elements[$0]) < abs(volume.elements[$1]) })
        let place = [strongest / 1800, strongest / 30 % 60, strongest % 30]
        #expect(
            try figure.scene(in: context).description.summary.contains(
                "depth \(place[0]), row \(place[1]) and column \(place[2])"))
        for wrong in [UnitChoice.at([2, 0, 0]), .at([0, 60, 0]), .at([0, 0])] {
            figure.at = wrong
            #expect(throws: (any Error).self) { try figure.scene(in: context) }
        }
        figure.at = .centre
        figure.channel = 1
        #expect(throws: FigureError.self) { try figure.scene(in: context) }
    }

    @Test func layersAnswerToTheVolume() throws {
        var figure = VolumeSlices()
        figure.options.network = NetworkName("1x40x56x48 -> conv 2@3x3x3 -> global-average-pool")
        figure.layer = "conv1"
        #expect(try figure.scene(in: context).description.summary.contains("38\u{A0}×\u{A0}54\u{A0}×\u{A0}46"))
        figure.layer = "global-average-pool1"
        #expect(throws: FigureError.self) { try figure.scene(in: context) }
        figure.layer = nil
        figure.volume = VolumeReference("tall")
        #expect(throws: (any Error).self) { try figure.scene(in: context) }
    }

    @Test(arguments: VolumeAxis.allCases)
    func stepsGoSliceBySlice(_ axis: VolumeAxis) throws {
        var figure = VolumeSlices()
        figure.axis = axis
        let steps = try figure.steps(in: context)
        let volume = try figure.volume.values(in: context)
        #expect(steps.count == volume.shape[axis.index + 1])
        #expect(try figure.scene(in: context).description.details.contains("Slice \(steps.usual) of \(steps.count)"))
        var cut = context
        cut.step = .at(3)
        #expect(try figure.scene(in: cut).description.summary.contains("\(axis.rawValue) 2"))
    }
}
