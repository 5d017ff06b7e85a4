import ConvolutionKernels

extension Correlation {
    private var tilesAcross: Int { (axes[2].outputSize + Int(CK_WINOGRAD_TILE) - 1) / Int(CK_WINOGRAD_TILE) }
    private var tilesDown: Int { (axes[1].outputSize + Int(CK_WINOGRAD_TILE) - 1) / Int(CK_WINOGRAD_TILE) }
    /// Where in a patch products are made.
    private var places: Int { Int(CK_WINOGRAD_PATCH * CK_WINOGRAD_PATCH) }

    /// Transformed weights of one group.
    var winogradWeightsSize: Int { places * panels * Int(CK_PANEL_FILTERS) * channelsPerGroup }

    var fitsWinograd: Bool {
        axes[0].taps == 1 && axes[0].inputSize == 1 && axes[0].outputSize == 1 && axes[0].before == 0
            && axes[1...].allSatisfy { $0.taps == 3 && $0.stride == 1 && $0.dilation == 1 }
    }

    /// Whether the transforms are made up for: by enough channels and filters, and tiles that are not mostly empty.
    var paysWinograd: Bool {
        let tiles = tilesAcross * tilesDown
        let scratch = places * (channelsPerGroup + filtersPerGroup) * max(tilesAcross, min(tiles, 128))
        return min(channelsPerGroup, filtersPerGroup) >= 8 && tiles >= 9 && 5 * ((tiles + 7) & ~7) < outputPlane
            && scratch <= 24 << 20
    }

    /// Each image and group with 36 products for 4 × 4 outputs; see `winograd.h`.
    func runWinograd(
        _ input: UnsafePointer<Float>, _ packed: PackedWeights, _ finish: Finish, _ output: UnsafeMutablePointer<Float>,
        tables: [UnsafePointer<Int32>]
    ) {
        let kernels = Self.kernels
        // Where there are many tiles, each thread takes rows of them through all three steps, some 64 at a time, whose
        // patches stay in its cache. A few tiles are one piece, and each step is dealt out by itself.
        let tiles = tilesAcross * tilesDown
        let threads = Parallelism.threadCount
        let pieces = tiles < 128 ? 1 : min(tilesDown, ((tiles + 63) / 64 + threads - 1) / threads * threads)
        let largest = (tilesDown + pieces - 1) / pieces

        packed.weights.withUnsafeBufferPointer { weights in
            packed.bias.withUnsafeBufferPointer { bias in
                for part in 0..<batch * groups {
                    nonisolated(unsafe) let (weights, bias, output) = (
                        weights.baseAddress!, bias.baseAddress!, output
                    )
                    Parallelism.split(pieces, work: work) { range in
                        let scratch = WinogradScratch(self, tiles: largest * tilesAcross, kernels)
                        defer { scratch.deallocate() }
                        for piece in range {
                            let group = part % groups
                            let start = part * filtersPerGroup * outputPlane
                            let layer = ck_winograd(
                                input: input + part * channelsPerGroup * inputPlane,
                                channels: Int32(channelsPerGroup), filters: Int32(filtersPerGroup),
                                rows: axes[1].described(tables[1]), columns: axes[2].described(tables[2]),
                                constant: constant, weights: weights + group * winogradWeightsSize,
                                bias: bias + group * panels * Int(CK_PANEL_FILTERS), tiles_across: Int32(tilesAcross),
                                first_tile_row: Int32(tilesDown * piece / pieces),
                                end_tile_row: Int32(tilesDown * (piece + 1) / pieces), patches: scratch.patches,
                                sums: scratch.sums, patches_pitch: Int64(scratch.patchesPitch),
                                sums_pitch: Int64(scratch.sumsPitch), output: output + start,
                                finish: finish.described(from: start))
                            run(layer, kernels, isDealtOut: pieces == 1)
                        }
                    }
                }
            }
        }
    }

    /// The three steps for some rows of tiles.
    private func run(_ layer: ck_winograd, _ kernels: UnsafePointer<ck_kernels>, isDealtOut: Bool) {
        func step(_ count: Int, work: Int, _ body: (UnsafePointer<ck_winograd>, Int32, Int32) -> Void) {
            withUnsafePointer(to: layer) { layer in
                guard isDealtOut else { return body(layer, 0, Int32(count)) }
                nonisolated(unsafe) let layer = layer
                Parallelism.split(count, work: Double(work)) { body(layer, Int32($0.lowerBound), Int32($0.upperBound)) }
            }
        }
        let tiles = tilesAcross * tilesDown
        step(channelsPerGroup, work: 70 * channelsPerGroup * tiles) {
            let isDone = kernels.pointee.winograd_patches($0, $1, $2)
            precondition(isDone, "no memory for a few rows of \(axes[2].outputSize) elements")
        }
        step(places * panels, work: places * channelsPerGroup * filtersPerGroup * tiles / 8) {
            kernels.pointee.winograd_products($0, $1, $2)
        }
        step(filtersPerGroup, work: 60 * filtersPerGroup * tiles) { kernels.pointee.winograd_outputs($0, $1, $2) }
    }

    /// Where patches and sums of so many tiles stand.
    private struct WinogradScratch {
        let patches: UnsafeMutablePointer<Float>
        let patchesPitch: Int
        let sumsPitch: Int
        let sums: UnsafeMutablePointer<Float>

        init(_ correlation: Correlation, tiles: Int, _ kernels: UnsafePointer<ck_kernels>) {
            let lanes = 2 * Int(kernels.pointee.vector_width)
            let tiles = (tiles + lanes - 1) / lanes * lanes
            // A cache line more than a power of two, so that the places do not fall onto each other in the cache.
            patchesPitch = tiles * correlation.channelsPerGroup + 16
            sumsPitch = tiles * correlation.panels * Int(CK_PANEL_FILTERS) + 16
            let places = correlation.places
            patches = .allocate(capacity: places * (patchesPitch + sumsPitch) + lanes)
            sums = patches + places * patchesPitch
        }

        func deallocate() { patches.deallocate() }
    }
}
