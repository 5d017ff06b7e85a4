public import Execution
public import Networks
public import Tensors

/// What a network learns from, and what it is tested on.
public struct TrainingData: Sendable {
    public let training: Dataset
    /// Samples that it does not learn from; nothing where all are for learning.
    public let heldOut: Dataset?
    /// The held-out samples as people see them, `[N, C, H, W]` from 0 to 1, before they were prepared for the network;
    /// nothing where they are no pictures.
    public let pictures: Tensor?

    public init(training: Dataset, heldOut: Dataset?, pictures: Tensor? = nil) {
        (self.training, self.heldOut, self.pictures) = (training, heldOut, pictures ?? heldOut?.pictures)
    }

    /// The same, the contrast of each sample normalised, also where samples are to become themselves.
    package var contrastNormalized: TrainingData {
        TrainingData(
            training: training.contrastNormalized, heldOut: heldOut?.contrastNormalized, pictures: pictures)
    }

    /// The same, in the range and with the normalisation that the network's `preprocess` asks for.
    ///
    /// - Throws: `PhotoError` for as many numbers as there are no channels.
    public func prepared(for network: Network) throws(PhotoError) -> TrainingData {
        guard var preprocessing = network.header.preprocessing else { return self }
        preprocessing.axes = .nchw
        return TrainingData(
            training: try training.prepared(by: preprocessing), heldOut: try heldOut?.prepared(by: preprocessing),
            pictures: pictures)
    }
}

extension Dataset {
    /// The samples as pictures `[N, C, H, W]`, whatever becomes of them in a network; nothing where they are none.
    package var pictures: Tensor? {
        let sizes = inputs.shape.sizes
        switch sizes.count {
        case 3: return inputs.reshaped(to: [sizes[0], 1, sizes[1], sizes[2]])
        case 4 where [1, 3].contains(sizes[1]): return inputs
        case 4 where [1, 3].contains(sizes[3]): return inputs.permuted([0, 3, 1, 2])
        default: return nil
        }
    }

    fileprivate var contrastNormalized: Dataset {
        let normalized = inputs.contrastNormalized
        switch targets {
        case .classes: return Dataset(inputs: normalized, targets: targets)
        case .values(let tensor):
            return Dataset(inputs: normalized, targets: .values(normalized.reshaped(to: tensor.shape)))
        }
    }

    fileprivate func prepared(by preprocessing: Preprocessing) throws(PhotoError) -> Dataset {
        guard inputs.shape.rank == 4 else { return self }
        var prepared: [Tensor] = []
        for index in 0..<count { prepared.append(try preprocessing.normalized(inputs.slice(index))) }
        return Dataset(inputs: .stacked(prepared, inputs.shape), targets: targets)
    }
}

extension Tensor {
    /// Samples after each other, whatever shape each has.
    ///
    /// - Precondition: Together they have the elements of `shape`.
    package static func stacked(_ samples: some Sequence<Tensor>, _ shape: Shape) -> Tensor {
        Tensor(shape) { buffer in
            var place = 0
            for sample in samples {
                sample.withUnsafeElements { elements in
                    _ = UnsafeMutableBufferPointer(rebasing: buffer[place..<place + elements.count])
                        .initialize(fromContentsOf: elements)
                }
                place += sample.shape.elementCount
            }
            precondition(place == shape.elementCount, "\(place) elements for \(shape)")
        }
    }
}
