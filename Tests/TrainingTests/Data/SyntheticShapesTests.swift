import Tensors
import Testing

@testable import Training

@Suite struct SyntheticShapesTests {
    @Test func theSameSeedGivesTheSamePicturesWhateverTheThreads() {
        let shapes = SyntheticShapes(SyntheticShapes.Kind.allCases, size: 14, count: 60, noise: 0.1, seed: 3)
        let all = shapes.dataset
        let alone = Parallelism.$threadCount.withValue(1) { shapes.dataset }
        #expect(all.inputs == alone.inputs)
        // A picture does not depend on how many follow.
        var fewer = shapes
        fewer.count = 7
        #expect(fewer.dataset.inputs == all.samples(0..<7).inputs)
        var other = shapes
        other.seed = 4
        #expect(other.dataset.inputs != all.inputs)
    }

    @Test func picturesAreDrawnInTheMiddleWithSoftEdges() {
        for kind in SyntheticShapes.Kind.allCases {
            let inputs = SyntheticShapes([kind], size: 20, count: 40).dataset.inputs
            for index in 0..<40 {
                let picture = inputs.slice(index).slice(0)
                #expect(picture.elements.allSatisfy { (0...1).contains($0) })
                let lit = picture.elements.count { $0 > 0.5 }
                #expect((8..<160).contains(lit), "\(kind) \(index): \(lit)")
                // Edges are antialiased, and nothing touches the rim.
                #expect(picture.elements.contains { $0 > 0.05 && $0 < 0.5 }, "\(kind) \(index)")
                for place in 0..<20 {
                    for value in [picture[0, place], picture[19, place], picture[place, 0], picture[place, 19]] {
                        #expect(value == 0, "\(kind) \(index)")
                    }
                }
            }
        }
    }

    @Test func barsLieAsTheyAreCalled() {
        func spread(_ kind: SyntheticShapes.Kind) -> [(rows: Int, columns: Int)] {
            let inputs = SyntheticShapes([kind], size: 24, count: 30, seed: 1).dataset.inputs
            return (0..<30).map { index in
                let picture = inputs.slice(index).slice(0)
                let rows = (0..<24).count { row in (0..<24).contains { picture[row, $0] > 0.4 } }
                let columns = (0..<24).count { column in (0..<24).contains { picture[$0, column] > 0.4 } }
                return (rows, columns)
            }
        }
        #expect(spread(.horizontalBars).allSatisfy { $0.columns > 2 * $0.rows - 4 && $0.columns > $0.rows })
        #expect(spread(.verticalBars).allSatisfy { $0.rows > 2 * $0.columns - 4 && $0.rows > $0.columns })
        #expect(spread(.circles).allSatisfy { abs($0.rows - $0.columns) <= 1 })
    }

    @Test func aStrokeCoversItsArea() {
        // A ring's area is 2πr·w, a stroke's 2·reach·w and its two round ends.
        let ring = DrawnShape(strokes: [.ring(centre: .init(x: 16, y: 16), radius: 8)], width: 2.5)
        var area = 0.0
        for y in 0..<32 {
            for x in 0..<32 { area += ring.coverage(at: .init(x: Double(x) + 0.5, y: Double(y) + 0.5)) }
        }
        #expect(abs(area - 2 * Double.pi * 8 * 2.5) < 0.02 * 2 * Double.pi * 8 * 2.5, "\(area)")
    }
}
