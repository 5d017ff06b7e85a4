import Foundation

@testable import Tensors

/// One case of an oracle: which of its numbers are expected, under which shape.
protocol OracleCase: Decodable {
    var output: [Int] { get }
    var offset: Int { get }
}

/// A case that is run on numbers: the input is drawn first, what else there is after it.
protocol DrawnCase: OracleCase {
    var seed: UInt64 { get }
    var input: [Int] { get }
}

/// What independent software says, computed in Float64 by the scripts in `Tests/Oracles`.
struct Oracle<Case: OracleCase> {
    let cases: [Case]
    private let numbers: [Float]

    /// - Parameter name: the stem of the topic's two files; sizes need no numbers.
    init(_ name: String, hasNumbers: Bool = true) throws {
        let folder = Bundle.module.bundleURL.appending(path: "Oracles")
        cases = try JSONDecoder().decode(
            [Case].self, from: Data(contentsOf: folder.appending(path: "\(name).json")))
        let bytes = hasNumbers ? try Data(contentsOf: folder.appending(path: "\(name).f32")) : Data()
        numbers = bytes.withUnsafeBytes { bytes in
            (0..<bytes.count / 4).map {
                Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self)))
            }
        }
    }

    /// Every case with its input, what is expected, and the numbers from which the rest is drawn.
    func check(_ body: (Case, _ input: Tensor, _ expected: Tensor, inout Numbers) throws -> Void) rethrows
    where Case: DrawnCase {
        for oracleCase in cases {
            var numbers = Numbers(seed: oracleCase.seed)
            let input = numbers.tensor(oracleCase.input)
            try body(oracleCase, input, expected(of: oracleCase), &numbers)
        }
    }

    private func expected(of oracleCase: Case) -> Tensor {
        let shape = Shape(oracleCase.output)
        return Tensor(shape, Array(numbers[oracleCase.offset..<oracleCase.offset + shape.elementCount]))
    }
}

/// The inputs and weights of a case: SplitMix64's draws as multiples of 1/256 in [−1, 1), exact in Float32.
/// `Tests/Oracles/common.py` makes the same ones.
struct Numbers {
    private var random: SplitMix64

    init(seed: UInt64) {
        random = SplitMix64(seed: seed)
    }

    mutating func tensor(_ sizes: [Int]) -> Tensor {
        let shape = Shape(sizes)
        return Tensor(shape, (0..<shape.elementCount).map { _ in Float(Int(random.next() >> 55) - 256) / 256 })
    }
}

/// One number, or one for each axis.
struct Amount: Decodable {
    let perAxis: PerAxis

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        perAxis = if let one = try? value.decode(Int.self) { .all(one) } else { .each(try value.decode([Int].self)) }
    }
}

/// `"same"`, `1`, `[1, 2]` or `[[0, 1], [2, 3]]`.
struct PaddingSpelling: Decodable {
    let padding: Padding

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        padding =
            if let name = try? value.decode(String.self) {
                switch name {
                case "valid": .valid
                case "same": .same
                case "full": .full
                default: throw DecodingError.dataCorruptedError(in: value, debugDescription: "no padding is \(name)")
                }
            } else if let number = try? value.decode(Int.self) {
                .symmetric(.all(number))
            } else if let numbers = try? value.decode([Int].self) {
                .symmetric(.each(numbers))
            } else {
                .explicit(try value.decode([[Int]].self).map { Padding.Sides($0[0], $0[1]) })
            }
    }
}

extension Border {
    /// - Parameter name: as the oracles spell it.
    init?(named name: String, constant: Float) {
        switch name {
        case "zeros": self = .zeros
        case "constant": self = .constant(constant)
        case "reflect": self = .reflect
        case "symmetric": self = .symmetric
        case "replicate": self = .replicate
        case "circular": self = .circular
        default: return nil
        }
    }
}

extension Tensor {
    /// How this differs from what is expected by more than `tolerance` of the largest magnitude, or `nil`.
    func difference(from expected: Tensor, tolerance: Float = 1e-5) -> String? {
        guard shape == expected.shape else { return "a \(shape) output, not \(expected.shape)" }
        let largest = expected.elements.filter(\.isFinite).reduce(0) { max($0, abs($1)) }
        for (index, (actual, wanted)) in zip(elements, expected.elements).enumerated() {
            let agree =
                wanted.isFinite
                ? abs(actual - wanted) <= tolerance * largest : actual == wanted || actual.isNaN && wanted.isNaN
            guard agree else { return "element \(index) is \(actual), not \(wanted) (the largest is \(largest))" }
        }
        return nil
    }
}

/// How often each option was drawn; prints the table as it goes.
struct Tally<Case> {
    let cases: [Case]
    /// What was drawn fewer than twenty times.
    private(set) var rare: [String] = []

    init(_ title: String, _ cases: [Case]) {
        self.cases = cases
        print("\(title): \(cases.count) cases")
    }

    mutating func count(_ option: String, _ isDrawn: (Case) -> Bool) {
        let count = cases.count(where: isDrawn)
        print("    \(option): \(count)")
        if count < 20 { rare.append("\(option): \(count)") }
    }

    /// Each of the six ways to say a padding.
    mutating func countPaddings(of padding: (Case) -> Padding, with prefix: String = "", where isDrawn: (Case) -> Bool)
    {
        count(prefix + "valid") { isDrawn($0) && padding($0) == .valid }
        count(prefix + "same") { isDrawn($0) && padding($0) == .same }
        count(prefix + "full") { isDrawn($0) && padding($0) == .full }
        count(prefix + "padding by one number") {
            if case .symmetric(.all) = padding($0) { isDrawn($0) } else { false }
        }
        count(prefix + "padding per axis") {
            if case .symmetric(.each) = padding($0) { isDrawn($0) } else { false }
        }
        count(prefix + "padding per side") {
            if case .explicit = padding($0) { isDrawn($0) } else { false }
        }
    }
}
