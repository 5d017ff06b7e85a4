import ConvolutionKernels

/// What the fast path runs: sums of products of taps and input positions, the border already worked out.
///
/// Both convolution and each phase of a transposed convolution become one of these.
struct Correlation {
    let batch: Int
    let groups: Int
    let channelsPerGroup: Int
    let filtersPerGroup: Int
    /// Depth, height, width.
    let axes: [Axis]
    /// What positions without a source hold.
    let constant: Float

    /// Output `o` under tap `k` reads padded position `o·stride + k·dilation`, counted from `before` places outside the input.
    struct Axis {
        let inputSize: Int
        let outputSize: Int
        let taps: Int
        let stride: Int
        let dilation: Int
        /// Negative where the first window begins inside the input.
        let before: Int
        let border: Border

        var reach: Int { (taps - 1) * dilation }
        var paddedSize: Int { (outputSize - 1) * stride + reach + 1 }

        /// For each padded position the input position, or -1.
        var sources: [Int32] {
            (0..<paddedSize).map { Int32(border.source(of: $0 - before, size: inputSize) ?? -1) }
        }
    }

    var inputPlane: Int { axes.reduce(1) { $0 * $1.inputSize } }
    var outputPlane: Int { axes.reduce(1) { $0 * $1.outputSize } }
    var taps: Int { axes.reduce(1) { $0 * $1.taps } }
    /// Rows of the patch matrix: how many products each sum has.
    var depth: Int { channelsPerGroup * taps }
    var filters: Int { groups * filtersPerGroup }
    var work: Double { Double(batch * filters) * Double(depth) * Double(outputPlane) }

    /// Whether tables as long as the padded axes are in proportion: a dilation of a billion is left to the definition.
    var hasTables: Bool {
        axes.allSatisfy { axis in
            let generous = 16 * (axis.inputSize + axis.outputSize * min(axis.stride, 64) + axis.taps) + 65_536
            return axis.paddedSize <= min(generous, Int(Int32.max) / 4)
                && max(axis.inputSize, abs(axis.before), axis.stride, axis.dilation) < Int(Int32.max) / 4
        }
    }

    /// The ways there are, and the rule that chooses.
    enum Path: Hashable, Sendable, CaseIterable {
        /// Filters, each by itself: its taps in a list, sums in registers, nothing copied but the edges.
        case taps
        /// The same, a kernel of rank 1 as its two factors.
        case separated
        /// A product of matrices; pays once each copied patch serves several filters.
        case layer
        /// The same for 3 × 3 taps with a quarter of the products, made from transformed patches and weights.
        case winograd
        /// Each output map from one input map.
        case depthwise
    }

    /// The rule: few filters a group go through taps, unless a sum has thousands that cannot be separated; many filters
    /// share packed patches, transformed ones where that pays.
    func path(_ weights: [Float]) -> Path {
        switch Self.forcedPath {
        case .winograd: return fitsWinograd ? .winograd : .layer
        case .depthwise: return fitsDepthwise ? .depthwise : .layer
        case .taps, .separated, .layer: return Self.forcedPath!
        case nil: break
        }
        if groups > 1, filtersPerGroup <= 4, fitsDepthwise { return .depthwise }
        if fitsWinograd, paysWinograd { return .winograd }
        guard filtersPerGroup <= 4, axes[2].stride <= 4 else { return .layer }
        let isFlat = channelsPerGroup == 1 && axes[0].taps == 1
        return depth <= 4096 || isFlat && Factors(Array(weights.prefix(depth)), width: axes[2].taps) != nil
            ? .separated : .layer
    }

    /// For tests: a way to take, and whether by the code for any processor. Both are read before work is split: other
    /// threads do not see them.
    @TaskLocal static var forcedPath: Path?
    @TaskLocal static var isPortable = false

    static var kernels: UnsafePointer<ck_kernels> { isPortable ? ck_portable_kernels() : ck_kernels() }

    /// - Parameters:
    ///   - weights: `[filters, channelsPerGroup, taps…]`, not turned.
    ///   - bias: one per filter.
    func run(
        _ input: UnsafePointer<Float>, weights: [Float], bias: [Float], into output: UnsafeMutablePointer<Float>
    ) {
        run(input, packed(weights, bias: bias, for: path(weights)), finish: Finish(), into: output)
    }

    func run(
        _ input: UnsafePointer<Float>, _ packed: PackedWeights, finish: Finish,
        into output: UnsafeMutablePointer<Float>
    ) {
        let sources = axes.map(\.sources)
        sources[0].withUnsafeBufferPointer { depth in
            sources[1].withUnsafeBufferPointer { height in
                sources[2].withUnsafeBufferPointer { width in
                    let tables = [depth, height, width].map { $0.baseAddress! }
                    switch packed.path {
                    case .taps, .separated:
                        runFilters(
                            input, packed.weights, packed.bias, output, tables: tables,
                            separating: packed.path == .separated)
                        finish(output, count: batch * filters * outputPlane)
                    case .layer:
                        runLayer(input, packed, finish, output, tables: tables)
                    case .winograd:
                        runWinograd(input, packed, finish, output, tables: tables)
                    case .depthwise:
                        runDepthwise(input, packed, finish, output, tables: tables)
                    }
                }
            }
        }
    }
}
