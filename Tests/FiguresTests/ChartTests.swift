import Scenes
import Testing

@testable import Figures

/// Axes, smoothed curves and labels that keep clear of each other.
@Suite struct ChartTests {
    @Test func ticksAreOneTwoOrFiveTimesAPowerOfTen() {
        #expect(ChartAxis.linear(0...100, most: 4).ticks == [0, 50, 100])
        #expect(ChartAxis.linear(0...1, most: 5).ticks.map { ($0 * 10).rounded() } == [0, 2, 4, 6, 8, 10])
        #expect(ChartAxis.linear(-3...11, most: 3).range == -5...15)
        let steps = ChartAxis.linear(0...899, most: 6, isTight: true)
        #expect(steps.range == 0...899 && steps.ticks == [0, 200, 400, 600, 800])
        #expect(ChartAxis.linear(7...7).range.contains(7))
    }

    @Test func logarithmsBeginAndEndAtRoundNumbers() {
        let wide = ChartAxis.logarithmic(3e-9...40, most: 4)
        #expect(wide.range.lowerBound <= 3e-9 && wide.range.upperBound >= 40)
        #expect(wide.ticks.count <= 5)
        let narrow = ChartAxis.logarithmic(0.03...0.4)
        #expect(narrow.ticks.map { narrow.label($0) } == ["0.02", "0.05", "0.1", "0.2", "0.5"])
        #expect(wide.label(1e-5) == "10⁻⁵" && wide.label(1000) == "1000" && wide.label(1e4) == "10⁴")
        #expect(
            abs(
                (wide.position(1e-3) ?? 0) - (wide.position(1e-4) ?? 0) - (wide.position(1) ?? 0)
                    + (wide.position(0.1) ?? 0)) < 1e-9)
        #expect(wide.position(0) == nil && wide.position(-1) == nil && wide.position(.nan) == nil)
    }

    @Test func logarithmsAreDrawnWhereValuesSpanMoreThanTwoPowersOfTen() {
        #expect(AxisScale.auto.axis(for: [0.01, 1.1]).scale == .logarithmic)
        #expect(AxisScale.auto.axis(for: [0.02, 1]).scale == .linear)
        #expect(AxisScale.auto.axis(for: [0, 0.001, 5]).scale == .linear)
        #expect(AxisScale.log.axis(for: [0, 1, 5, .nan]).scale == .logarithmic)
        #expect(AxisScale.log.axis(for: [0, -1]).scale == .linear)
        #expect(AxisScale.linear.axis(for: [1e-6, 1, .infinity]).range.upperBound == 1)
        #expect(AxisScale.auto.axis(for: []).range.contains(0))
    }

    @Test func everyValueHasAPlaceOnItsAxis() {
        var numbers = CellNumbers(seed: 5)
        for _ in 0..<300 {
            let values = (0..<5).map { _ in
                Double(numbers.integer(in: 1...999)) * power(10, Double(numbers.integer(in: -12...9)))
            }
            for scale in AxisScale.allCases {
                let axis = scale.axis(for: values)
                #expect((2...9).contains(axis.ticks.count), "\(values) \(scale): \(axis.ticks)")
                for value in values {
                    let position = axis.position(value) ?? -1
                    #expect(position >= -1e-6 && position <= 1 + 1e-6, "\(value) of \(values), \(scale)")
                }
            }
        }
    }

    @Test func labelsKeepClearOfEachOther() {
        var numbers = CellNumbers(seed: 9)
        for _ in 0..<200 {
            let labels = (0..<numbers.integer(in: 1...8)).map { _ in
                EndLabels.Label(
                    wanted: Double(numbers.integer(in: 0...100)), height: Double(numbers.integer(in: 5...12)))
            }
            let middles = EndLabels(labels, within: 0...100).middles
            let frames = zip(middles, labels).map { ($0 - $1.height / 2, $0 + $1.height / 2) }.sorted { $0.0 < $1.0 }
            for (above, below) in zip(frames, frames.dropFirst()) { #expect(above.1 <= below.0 + 1e-9) }
            #expect(frames.allSatisfy { $0.0 >= -1e-9 && $0.1 <= 100 + 1e-9 })
        }
        let alone = EndLabels([.init(wanted: 20, height: 8), .init(wanted: 60, height: 8)], within: 0...100)
        #expect(alone.middles == [20, 60])
    }

    @Test func meansLeaveOutWhatIsNoNumber() {
        let curve = LearningCurve([1, 3, .nan, 5, 7].enumerated().map { Point(Double($0), $1) })
        #expect(curve.smoothed(3).points.map(\.y).map { $0.isNaN ? -1 : $0 } == [2, 2, -1, 6, 6])
        #expect(curve.firstBroken == 2 && curve.last?.y == 7)
        #expect(curve.halfway?.x == 3)
        #expect(curve.words().contains("rises from 1 at step 0 to 7 at step 4"))
        #expect(LearningCurve([Point(1, .nan)]).words() == "is never a number")
    }
}
