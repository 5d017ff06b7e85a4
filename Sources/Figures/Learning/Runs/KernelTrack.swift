import Scenes
import Tensors
import Training

/// The kernels of one layer of a run, step by step.
struct KernelTrack {
    /// What a kernel's picture is.
    enum Form: Hashable {
        /// All of it, over red, green and blue.
        case colors
        /// Its slice for one channel; of a volume, the middle one along its depth.
        case slice(channel: Int)
        /// Its channels as rows, of a kernel with one axis or none.
        case rows
    }

    let form: Form
    /// How many kernels the layer has, over how many channels.
    let count: Int
    let channels: Int
    /// Each `[F, C, k…]`; at least one, in order of their steps.
    let weights: [(step: Int, kernels: Tensor)]

    /// - Returns: `nil` if none of the layer's kernels were recorded.
    /// - Throws: ``FigureError`` for a channel that the kernels do not have, or kernels that change their shape.
    init?(_ run: LearningRun, layer: String, channel: Int?) throws(FigureError) {
        weights = run.record.snapshots.compactMap { snapshot in
            snapshot.kernels[layer].map { (snapshot.step, $0) }
        }
        guard let shape = weights.first?.kernels.shape else { return nil }
        guard shape.rank >= 2, shape.elementCount > 0, weights.allSatisfy({ $0.kernels.shape == shape }) else {
            throw .badRecord(
                run: run.name, problem: "the kernels of '\(layer)' are \(shape), or not of one shape at all steps")
        }
        (count, channels) = (shape[0], shape[1])
        if let channel, !(0..<channels).contains(channel) {
            throw .indexOutside(what: "channel", index: channel, count: channels)
        }
        if shape.rank < 4 {
            form = .rows
        } else if shape.rank == 4, channels == 3, channel == nil, run.record.layers.first == layer {
            form = .colors
        } else {
            form = .slice(channel: channel ?? 0)
        }
    }

    /// Kernel `index` as it was in a snapshot: `[h, w]`, in colours `[3, h, w]`.
    func picture(_ index: Int, in kernels: Tensor) -> Tensor {
        let kernel = kernels.slice(index)
        switch form {
        case .colors: return kernel
        case .rows: return kernel.shape.rank == 1 ? kernel.reshaped(to: [1, channels]) : kernel
        case .slice(let channel):
            var slice = kernel.slice(channel)
            while slice.shape.rank > 2 { slice = slice.slice(slice.shape[0] / 2) }
            return slice
        }
    }

    /// Whether some of the kernels are no numbers at some step.
    func hasBroken(_ kernels: [Int]) -> Bool {
        weights.contains { snapshot in
            kernels.contains { !picture($0, in: snapshot.kernels).elements.allSatisfy(\.isFinite) }
        }
    }

    /// The snapshot that is nearest to a step, the earlier of two.
    func nearest(to step: Int) -> (step: Int, kernels: Tensor) {
        weights.min { (abs($0.step - step), $0.step) < (abs($1.step - step), $1.step) } ?? weights[0]
    }

    /// What the pictures leave out; nothing where they are the whole kernels.
    var note: String? {
        switch form {
        case .colors: "a colour's brightness is its weight, grey is zero"
        case .rows: channels > 1 ? "rows are channels, columns the kernel's taps" : nil
        case .slice(let channel):
            channels > 1 ? "the slices for channel \(channel) of \(channels)" : nil
        }
    }
}
