import Networks
import Scenes
import Tensors
import Testing

@testable import Figures

/// Flattened volumes: every element goes where the core puts it.
@Suite struct FlattenTests {
    private func context(_ order: ShapeOrder = .chw) -> FigureContext {
        var context = FigureContext(measurer: FixedTextMeasurer(), resources: SamplePictures())
        context.notation.shapes = order
        return context
    }

    private func model(_ options: [String: String], _ order: ShapeOrder = .chw) throws -> FlattenModel {
        try FlattenModel(FlattenFigure(options.map { ($0.key, .text($0.value)) }), context(order))
    }

    @Test(arguments: [ShapeOrder.chw, .hwc])
    func everyElementHasAnIndexOfItsOwn(_ order: ShapeOrder) throws {
        let model = try model(["input": "3x4x5", "values": "random"], order)
        let values = try #require(model.values)
        var seen: Set<Int> = []
        for channel in 0..<3 {
            for row in 0..<4 {
                for column in 0..<5 {
                    let place = FlattenModel.Place(channel: channel, row: row, column: column)
                    let index = model.index(place)
                    seen.insert(index)
                    #expect(model.place(index) == place)
                    #expect(model.derivation(of: index).value == Quantity(index))
                    // The tensor's own order is channels first.
                    if order == .chw { #expect(values.elements[index] == values[channel, row, column]) }
                }
            }
        }
        #expect(seen == Set(0..<60))
    }

    @Test func neighboursLieAsFarApartAsTheFormulaSays() throws {
        let model = try model(["input": "6x5x5", "units": "150"])
        let index = model.index(.init(channel: 2, row: 3, column: 1))
        #expect(index == 2 * 25 + 3 * 5 + 1)
        #expect(model.neighbours(of: index).map(\.distance) == [1, 5, 25])
        for neighbour in model.neighbours(of: index) {
            #expect(try model.index(#require(neighbour.place)) == index + neighbour.distance)
        }
        #expect(model.neighbours(of: 149).allSatisfy { $0.place == nil })
        #expect(model.size.value == 150)
        #expect(model.parameters?.value == 22_650)
    }

    @Test func channelsLastPutChannelsSideBySide() throws {
        let model = try model(["input": "3x4x5"], .hwc)
        #expect(model.neighbours(of: 0).map(\.distance) == [1, 3, 15])
        #expect(model.neighbours(of: 0).map(\.side) == [.channel, .right, .below])
    }

    @Test func wordsFollowOneElement() throws {
        var context = context()
        context.step = .at(6)
        let words = try FlattenFigure([("input", .text("2x3x4"))]).scene(in: context).description
        #expect(
            words.details.contains("Element channel 0, row 1, column 1 goes to 0·3·4 + 1·4 + 1 = 5."),
            "\(words.details)")
        #expect(words.details.contains("goes to 17, 12 places further on"), "\(words.details)")
    }

    @Test(arguments: [
        ["input": "1000x1000x1000"], ["input": "9223372036854775807x3x3", "values": "1 2; 3 4"], ["units": "0"],
        ["values": "1 2; 3 4", "input": "1x3x2"], ["values": "photo", "input": "2x4x4"],
    ])
    func refusesWhatCannotBeDrawn(_ options: [String: String]) {
        #expect(throws: ParameterError.self) { try model(options) }
    }

    @Test func elisionsCountWhatTheyLeaveOut() {
        for (count, most, keeping) in [
            (9216, 12, [4000, 4001, 4006, 0, 9215]), (20, 7, [3]), (10, 3, [0, 9]), (4, 9, [2]),
        ] {
            let elision = Elision(count, most: most, keeping: keeping)
            let total = elision.slots.map { slot in
                switch slot {
                case .item: 1
                case .gap(let count): count
                }
            }.reduce(0, +)
            #expect(total == count)
            #expect(Set(keeping).isSubset(of: elision.items))
            #expect(elision.items == elision.items.sorted())
            #expect(!elision.slots.contains(.gap(1)))
        }
    }
}
