public import Tensors

/// A number that stands for everything that was added to it, in that order.
///
/// Words of 64 bits are mixed in one after another. It tells honest
/// changes apart; it is no protection against forgery.
public struct Fingerprint: Sendable {
    private var state: UInt64 = 0

    public init() {}

    public var text: String {
        let digits = String(state, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    private mutating func add(_ word: UInt64) {
        state = SplitMix64.mixed(state ^ word)
    }

    public mutating func add(_ bytes: UnsafeRawBufferPointer) {
        add(UInt64(bytes.count))
        let whole = bytes.count - bytes.count % 8
        for offset in stride(from: 0, to: whole, by: 8) {
            add(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
        }
        var rest: UInt64 = 0
        for offset in whole..<bytes.count { rest = rest << 8 | UInt64(bytes[offset]) }
        if whole < bytes.count { add(rest) }
    }

    public mutating func add(_ text: String) {
        var text = text
        text.withUTF8 { add(UnsafeRawBufferPointer($0)) }
    }

    public mutating func add(_ tensor: Tensor) {
        for size in tensor.shape { add(UInt64(size)) }
        tensor.withUnsafeElements { add(UnsafeRawBufferPointer($0)) }
    }
}

extension TrainingData {
    /// Stands for every value and every class of the samples.
    public var fingerprint: String {
        var fingerprint = Fingerprint()
        for data in [training, heldOut].compactMap(\.self) {
            fingerprint.add(data.inputs)
            switch data.targets {
            case .classes(let classes, let names):
                fingerprint.add((names + classes.map(String.init)).joined(separator: "\n"))
            case .values(let tensor): fingerprint.add(tensor)
            }
        }
        return fingerprint.text
    }
}
