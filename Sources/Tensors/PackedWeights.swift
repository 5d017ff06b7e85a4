import ConvolutionKernels
import Dispatch

/// Weights as the loops of one path read them.
struct PackedWeights: Sendable {
    let path: Correlation.Path
    /// For taps as they were given; for layers in panels of filters, one group after another; for Winograd transformed.
    let weights: [Float]
    /// One per filter; where filters come in panels, each group's fill whole panels.
    let bias: [Float]
}

extension Correlation {
    /// Panels of filters of one group.
    var panels: Int { (filtersPerGroup + Int(CK_PANEL_FILTERS) - 1) / Int(CK_PANEL_FILTERS) }
    /// Packed weights of one group for one product of matrices.
    var panelsSize: Int { panels * Int(CK_PANEL_FILTERS) * depth }

    /// - Parameters:
    ///   - weights: `[filters, channelsPerGroup, taps…]`, not turned.
    ///   - bias: One per filter.
    func packed(_ weights: [Float], bias: [Float], for path: Path) -> PackedWeights {
        switch path {
        case .taps, .separated, .depthwise:
            return PackedWeights(path: path, weights: weights, bias: bias)
        case .layer:
            return PackedWeights(path: path, weights: panelled(weights), bias: paddedBias(bias))
        case .winograd:
            return PackedWeights(path: path, weights: transformed(weights), bias: paddedBias(bias))
        }
    }

    private func panelled(_ weights: [Float]) -> [Float] {
        [Float](unsafeUninitializedCapacity: groups * panelsSize) { packed, count in
            for group in 0..<groups {
                weights.withUnsafeBufferPointer { weights in
                    ck_pack_weights(
                        weights.baseAddress! + group * filtersPerGroup * depth, Int32(filtersPerGroup), Int64(depth),
                        packed.baseAddress! + group * panelsSize)
                }
            }
            count = groups * panelsSize
        }
    }

    private func transformed(_ weights: [Float]) -> [Float] {
        let size = winogradWeightsSize
        let kernels = Self.kernels
        return [Float](unsafeUninitializedCapacity: groups * size) { packed, count in
            weights.withUnsafeBufferPointer { weights in
                nonisolated(unsafe) let (weights, packed) = (weights.baseAddress!, packed.baseAddress!)
                Parallelism.split(groups * panels, work: Double(groups * size)) { range in
                    for unit in range {
                        let (group, panel) = (unit / panels, unit % panels)
                        kernels.pointee.winograd_weights(
                            weights + group * filtersPerGroup * depth, Int32(filtersPerGroup),
                            Int32(channelsPerGroup), Int32(panel), Int32(panel + 1), packed + group * size)
                    }
                }
            }
            count = groups * size
        }
    }

    private func paddedBias(_ bias: [Float]) -> [Float] {
        (0..<groups).flatMap { group in
            (0..<panels * Int(CK_PANEL_FILTERS)).map {
                $0 < filtersPerGroup ? bias[group * filtersPerGroup + $0] : 0
            }
        }
    }
}

/// Packed weights by path, made when a path is first taken. Several threads may ask.
final class PackedWeightsStore: @unchecked Sendable {
    private let queue = DispatchQueue(label: "packed weights")
    private var packed: [Correlation.Path: PackedWeights] = [:]

    func callAsFunction(_ path: Correlation.Path, _ pack: () -> PackedWeights) -> PackedWeights {
        queue.sync {
            if let found = packed[path] { return found }
            let made = pack()
            packed[path] = made
            return made
        }
    }
}
