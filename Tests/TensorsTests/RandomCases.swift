@testable import Tensors

extension SplitMix64 {
    mutating func tensor(_ shape: Shape) -> Tensor {
        Tensor(shape, (0..<shape.elementCount).map { _ in Float.random(in: -1...1, using: &self) })
    }

    mutating func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }
}

/// How often each option was drawn.
struct FastPathTally {
    private(set) var counts: [String: Int] = [:]

    mutating func add(_ names: String...) {
        for name in names { counts[name, default: 0] += 1 }
    }

    func report(_ title: String) {
        print(title, counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", "))
    }
}

extension Tensor {
    /// The largest difference, in parts of the largest magnitude.
    func distance(to other: Tensor) -> Float {
        guard shape == other.shape else { return .infinity }
        let scale = other.elements.reduce(Float.leastNormalMagnitude) { Swift.max($0, abs($1)) }
        var worst: Float = 0
        for (a, b) in zip(elements, other.elements) where a != b {
            let difference = abs(a - b) / scale
            worst = difference.isNaN ? .infinity : Swift.max(worst, difference)
        }
        return worst
    }

    var bits: [UInt32] { elements.map(\.bitPattern) }
}

/// A convolution with everything drawn at random, sizes that fit.
struct ConvolutionCase: CustomStringConvertible {
    var options: Convolution
    var input: Tensor
    var weights: Tensor
    var bias: Tensor?

    var description: String { "\(options), input \(input.shape), weights \(weights.shape), bias \(bias != nil)" }

    init(_ random: inout SplitMix64, tally: inout FastPathTally) {
        let axes = [1, 2, 2, 2, 3].randomElement(using: &random)!
        let groups = [1, 1, 2, 3].randomElement(using: &random)!
        let channels = [1, 1, 2, 5].randomElement(using: &random)!
        let filters = [1, 2, 7].randomElement(using: &random)!
        let batch = [nil, 1, 2].randomElement(using: &random)!
        let border: Border = [.zeros, .constant(0.75), .reflect, .symmetric, .replicate, .circular]
            .randomElement(using: &random)!
        let operation = Convolution.Operation.allCases.randomElement(using: &random)!
        let stride = (0..<axes).map { _ in [1, 1, 1, 2, 3, 5].randomElement(using: &random)! }
        let dilation = (0..<axes).map { _ in [1, 1, 2, 3].randomElement(using: &random)! }
        let kernel = (0..<axes).map { _ in random.pick(1...(axes == 3 ? 3 : 5)) }
        let sizes = (0..<axes).map { axis in
            let most = axes == 3 ? 6 : axis == axes - 1 ? 70 : 9
            return Bool.random(using: &random) ? random.pick(1...most) : random.pick(1...3)
        }
        let padding: Padding
        switch random.pick(0...4) {
        case 0: padding = .valid
        case 1: padding = .same
        case 2: padding = .full
        case 3: padding = .symmetric(.each((0..<axes).map { _ in random.pick(0...4) }))
        default: padding = .explicit((0..<axes).map { _ in .init(random.pick(0...5), random.pick(0...5)) })
        }
        // Where a window does not fit, the input grows.
        let grown = sizes.indices.map { axis in
            let reach = dilation[axis] * (kernel[axis] - 1) + 1
            return padding == .same || padding == .full ? sizes[axis] : max(sizes[axis], reach)
        }
        options = Convolution(
            stride: .each(stride), dilation: .each(dilation), padding: padding, border: border, groups: groups,
            operation: operation)
        input = random.tensor(Shape((batch.map { [$0] } ?? []) + [groups * channels] + grown))
        weights = random.tensor(Shape([groups * filters, channels] + kernel))
        if random.pick(0...2) == 0 { weights = weights.map { abs($0) < 0.5 ? 0 : $0 } }
        bias = Bool.random(using: &random) ? random.tensor([groups * filters]) : nil
        tally.add(
            "\(axes)-D", "groups \(groups)", "channels \(channels)", "filters \(filters)",
            batch.map { "batch \($0)" } ?? "no batch", bias == nil ? "no bias" : "bias",
            "\(border)", "\(operation)", ["valid", "same", "full", "symmetric", "explicit"][padding.kind],
            stride.max()! > 1 ? "strided" : "stride 1", dilation.max()! > 1 ? "dilated" : "dilation 1",
            grown == Array(repeating: 1, count: axes) ? "single element" : "more elements",
            grown.last! >= 24 ? "wide" : "narrow")
    }
}

extension Padding {
    var kind: Int {
        switch self {
        case .valid: 0
        case .same: 1
        case .full: 2
        case .symmetric: 3
        case .explicit: 4
        }
    }
}
