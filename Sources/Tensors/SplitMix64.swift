/// Random numbers by seed, the same on every machine.
///
/// Source: Steele, Lea and Flood, *Fast splittable pseudorandom number generators*, 2014.
package struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64

    private static let step: UInt64 = 0x9E37_79B9_7F4A_7C15

    /// - Parameters:
    ///   - seed: What the stream begins with.
    ///   - count: How many numbers are passed over.
    package init(seed: UInt64, after count: Int = 0) {
        state = seed &+ Self.step &* UInt64(count)
    }

    package mutating func next() -> UInt64 {
        state &+= Self.step
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// The first number that `value` begins: each bit of it depends on every bit of the value.
    package static func mixed(_ value: UInt64) -> UInt64 {
        var random = SplitMix64(seed: value)
        return random.next()
    }
}
