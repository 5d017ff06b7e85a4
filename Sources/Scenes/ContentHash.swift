/// FNV-1a (Fowler, Noll and Vo, 1991) of 64 bits: tells contents apart by a few letters and digits.
package struct ContentHash {
    private var value: UInt64 = 0xCBF2_9CE4_8422_2325

    package init(_ bytes: [UInt8] = []) { add(bytes) }

    package mutating func add(_ bytes: [UInt8]) {
        for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }

    package var text: String { String(value, radix: 36) }
    /// Of 31 bits.
    package var shortText: String { String(value >> 33, radix: 36) }
}
