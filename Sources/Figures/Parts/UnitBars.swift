import Scenes
import Tensors

extension SceneBuilder {
    /// The units of a layer as bars above and below zero, the most active marked with its number and value.
    ///
    /// - Returns: where the bars came to stand.
    mutating func units(_ maps: LayerMaps, in room: Rect) -> Rect {
        let values = maps.shown.map { $0.values.elements[0] }
        let finite = values.filter(\.isFinite)
        let (low, high) = (min(0, finite.min() ?? 0), max(0, finite.max() ?? 0))
        let span = high > low ? (low...high).width : 1
        let places = decimals(for: max(abs(low), abs(high)))
        let ticks = low < 0 && high > 0 ? [low, 0, high] : high > low ? [low, high] : [0]
        let tickWidth = ticks.map { measure(Text(decimal($0, places: places), size: 8)).width }.max() ?? 0
        // Above the bars stands the number of the marked one.
        let chart = Rect(room.left + tickWidth + 6, room.top + 13, room.width - tickWidth - 6, 96)
        func y(_ value: Float) -> Double { chart.bottom - (Double(value) - Double(low)) / span * chart.height }
        let pitch = min(16, chart.width / Double(values.count))
        for (index, value) in values.enumerated() where value.isFinite && value != 0 {
            let isMarked = values.count > 1 && maps.shown[index].channel == maps.mostActive?.channel
            let x = chart.left + (Double(index) + 0.5) * pitch
            let bar = Rect(x - 0.38 * pitch, min(y(value), y(0)), 0.76 * pitch, abs(y(value) - y(0)))
            path(.rect(bar), fill: .solid(theme.emphasised(isMarked ? .activation : .dense)))
            if isMarked {
                let label = Text(
                    "\(maps.shown[index].channel): \(decimal(value, places: places))", style: .bold, size: 8)
                let half = measure(label).width / 2
                let center = min(max(x, chart.left + half), max(chart.right - half, chart.left + half))
                text(label, at: Point(center, chart.top - 4), anchor: .middle)
            }
        }
        let right = chart.left + pitch * Double(values.count)
        line(Point(chart.left, y(0)), Point(right, y(0)), Stroke(theme.mutedInk, width: 0.75))
        for tick in ticks.sorted() {
            // Zero gives way to an end that lies near.
            if tick == 0, ticks.count == 3, min(y(0) - y(high), y(low) - y(0)) < 10 { continue }
            line(Point(chart.left - 3, y(tick)), Point(chart.left, y(tick)), Stroke(theme.mutedInk, width: 0.5))
            text(
                Text(decimal(tick, places: places), size: 8), at: Point(chart.left - 5, y(tick)), anchor: .end,
                baseline: .middle)
        }
        numbers(of: maps, pitch: pitch, left: chart.left, top: chart.bottom + 3)
        if maps.shown.count < maps.count {
            text(
                Text("… \(maps.count - maps.shown.count) more", size: 8), at: Point(chart.left, chart.bottom + 14),
                color: theme.mutedInk, baseline: .top)
        }
        return Rect(chart.left, chart.top, right - chart.left, chart.height)
    }

    /// The units' numbers below their bars: all, or as many as there is room for.
    private mutating func numbers(of maps: LayerMaps, pitch: Double, left: Double, top: Double) {
        let widest = maps.shown.map { measure(Text("\($0.channel)", size: Text.smallSize)).width }.max() ?? 0
        let step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].first { Double($0) * pitch >= widest + 3 } ?? 5000
        for index in stride(from: 0, to: maps.shown.count, by: step) {
            text(
                Text("\(maps.shown[index].channel)", size: Text.smallSize),
                at: Point(left + (Double(index) + 0.5) * pitch, top), color: theme.mutedInk, anchor: .middle,
                baseline: .top)
        }
    }
}
