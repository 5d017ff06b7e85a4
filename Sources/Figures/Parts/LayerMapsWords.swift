import Networks
import Tensors

extension LayerMaps {
    /// What the layer gives, in numbers.
    func details(_ node: Node) -> String {
        var sentences = ["Layer \(node.name) (\(node.figureWords)) gives \(sizes(node.output)) values."]
        if shown.count < count { sentences.append("Shown are \(what).") }
        if let slice { sentences.append("Of each volume the slice at depth \(slice) is shown.") }
        let values = ValueStatistics(shown.map(\.values))
        sentences.append("The values shown lie between \(values.rangeWords), their mean is \(values.meanWords).")
        if values.zeroShare > 0 { sentences.append("\(percent(values.zeroShare)) of them are exactly zero.") }
        let ranked = shown.sorted { ($1.activity, $0.channel) < ($0.activity, $1.channel) }
        if let mostActive, shown.count > 1 {
            let others = ranked.dropFirst().prefix(3).filter { $0.activity > 0 }.map { "\($0.channel)" }
            sentences.append(
                "The most active\(shown.count < count ? " of those shown" : "") is \(mostActive.channel), with a mean magnitude of \(decimal(mostActive.activity, places: 3))"
                    + (others.isEmpty ? "." : ", followed by \(listed(others))."))
        }
        let silent = shown.filter(\.isSilent).map { "\($0.channel)" }
        if !silent.isEmpty {
            let first = silent.prefix(12)
            let more = silent.count > first.count ? " and \(silent.count - first.count) more" : ""
            sentences.append("Zero everywhere: \(first.joined(separator: ", "))\(more).")
        }
        return sentences.joined(separator: " ")
    }
}

/// `43 %`
func percent(_ share: Double) -> String {
    let whole = (100 * share).rounded()
    // Something is not nothing, and not all is not all.
    if share > 0 && whole == 0 { return "under 1\u{A0}%" }
    if share < 1 && whole == 100 { return "over 99\u{A0}%" }
    return "\(Int(whole))\u{A0}%"
}

/// What a heap of numbers is like; numbers that are none are left out, and counted.
struct ValueStatistics {
    let count: Int
    let range: ClosedRange<Float>?
    let mean: Double
    let deviation: Double
    /// How many of all are exactly zero, from 0 to 1.
    let zeroShare: Double
    let infiniteCount: Int

    init(_ tensors: [Tensor]) {
        var (finite, zeros, sum) = (0, 0, 0.0)
        count = tensors.reduce(0) { $0 + $1.shape.elementCount }
        for tensor in tensors {
            tensor.withUnsafeElements { values in
                for value in values where value.isFinite {
                    finite += 1
                    sum += Double(value)
                    if value == 0 { zeros += 1 }
                }
            }
        }
        let mean = finite > 0 ? sum / Double(finite) : 0
        var squares = 0.0
        for tensor in tensors {
            tensor.withUnsafeElements { values in
                for value in values where value.isFinite {
                    let difference = Double(value) - mean
                    squares += difference * difference
                }
            }
        }
        self.mean = mean
        deviation = finite > 0 ? (squares / Double(finite)).squareRoot() : 0
        zeroShare = finite > 0 ? Double(zeros) / Double(finite) : 0
        infiniteCount = count - finite
        let ranges = tensors.compactMap(\.finiteRange)
        range = ranges.map(\.lowerBound).min().flatMap { low in ranges.map(\.upperBound).max().map { low...$0 } }
    }

    var rangeWords: String { range.map { "\(compact($0.lowerBound)) and \(compact($0.upperBound))" } ?? "nothing" }
    var meanWords: String { compact(Float(mean)) }
}

/// A number with a few digits that count, whatever its size.
func compact(_ value: Float, digits: Int = 3) -> String {
    let size = value.magnitude
    if size == 0 || !size.isFinite { return decimal(value) }
    if size >= 1e5 || size < 1e-4 { return scientific(value, places: digits - 1) }
    let whole = [100, 10, 1, 0.1, 0.01].firstIndex { size >= $0 } ?? 5
    return decimal(value, places: max(0, whole + digits - 3))
}
