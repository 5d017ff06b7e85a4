package import Execution
import Tensors

extension NormalGenerator {
    /// The numbers of one thing among those that are drawn by one seed: no other thing and no other seed begins nearby.
    package init(seed: UInt64, stream: UInt64) {
        self.init(seed: SplitMix64.mixed(SplitMix64.mixed(seed) &+ stream))
    }

    /// Evenly from `range`, its end left out.
    package mutating func uniform(in range: Range<Double>) -> Double {
        range.lowerBound + Double(uniform()) * (range.upperBound - range.lowerBound)
    }

    /// - Precondition: `count` is from 1 to 2²⁴, the steps of a uniform number.
    package mutating func index(below count: Int) -> Int {
        precondition((1...1 << 24).contains(count), "\(count) places to choose from")
        return min(count - 1, Int(Double(uniform()) * Double(count)))
    }

    /// In an order that is drawn. Source: Durstenfeld, *Algorithm 235: Random permutation*, 1964.
    package mutating func shuffled(_ values: some Sequence<Int>) -> [Int] {
        var values = Array(values)
        for last in stride(from: values.count - 1, to: 0, by: -1) { values.swapAt(last, index(below: last + 1)) }
        return values
    }
}
