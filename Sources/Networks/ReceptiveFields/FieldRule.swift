/// How a layer changes the receptive field of what it reads.
public enum FieldRule: Hashable, Sendable {
    /// Each unit sees what its input unit sees.
    case unchanged
    /// One map for each spatial axis.
    case axes([AxisMap])
    /// The spatial axes in another order; nothing where one was no spatial axis before.
    case permuted([Int?])
    /// Every unit sees everything.
    case everything
    /// Units have no place in the image any more, as after `flatten`.
    case meaningless
}

/// Which input positions an output position reads, along one axis.
///
/// Periodic: position g + `period` reads what g reads, `advance` further on.
public enum AxisMap: Hashable, Sendable {
    /// `before` is nothing where the padding depends on an unknown size.
    case window(kernel: Int, stride: Int, dilation: Int, before: Int?)
    case transposed(kernel: Int, stride: Int, dilation: Int, before: Int)
    /// Nearest neighbour, or bilinear between two, from `input` positions to `output`.
    case resized(input: Int, output: Int, isLinear: Bool)

    static let identity = AxisMap.window(kernel: 1, stride: 1, dilation: 1, before: 0)

    var period: Int {
        switch self {
        case .window: 1
        case .transposed(_, let stride, _, _): stride
        case .resized(let input, let output, _): output / greatestCommonDivisor(input, output)
        }
    }

    var advance: Int {
        switch self {
        case .window(_, let stride, _, _): stride
        case .transposed: 1
        case .resized(let input, let output, _): input / greatestCommonDivisor(input, output)
        }
    }

    /// The input positions that output `position` reads, before any is cut off by the input's ends.
    ///
    /// - Parameter most: No more than this many from each end are asked for; those between are left out.
    func taps(_ position: Int, most: Int = .max) -> [Int] {
        switch self {
        case .window(let kernel, let stride, let dilation, let before):
            let first = position * stride - (before ?? 0)
            return Self.ends(kernel, most).map { first + $0 * dilation }
        case .transposed(let kernel, let stride, let dilation, let before):
            return Self.transposedTaps(position + before, kernel, stride, dilation, most)
        case .resized(let input, let output, let isLinear):
            // Half-pixel centres; the nearest one is that below, as PyTorch has it.
            guard isLinear else { return [floorDivision(position * input, output)] }
            let twice = (2 * position + 1) * input - output  // 2·output·source
            let low = floorDivision(twice, 2 * output)
            return twice == low * 2 * output ? [low] : [low, low + 1]
        }
    }

    /// i·s + t·d = place, for taps t of the kernel.
    private static func transposedTaps(
        _ place: Int, _ kernel: Int, _ stride: Int, _ dilation: Int, _ most: Int
    ) -> [Int] {
        // Taps that meet a grid of this stride come every s/gcd(s, d).
        let step = stride / greatestCommonDivisor(stride, dilation)
        guard let first = (0..<min(step, kernel)).first(where: { (place - $0 * dilation) % stride == 0 }) else {
            return []
        }
        let count = (kernel - 1 - first) / step + 1
        return ends(count, most).map { (place - (first + $0 * step) * dilation) / stride }.sorted()
    }

    private static func ends(_ count: Int, _ most: Int) -> [Int] {
        count / 2 <= most ? Array(0..<count) : Array(0..<most) + Array(count - most..<count)
    }
}

func floorDivision(_ a: Int, _ b: Int) -> Int {
    a / b - (a % b < 0 ? 1 : 0)
}
