import Tensors

/// - Throws: ``FigureError/channelsNeeded(filter:given:)`` for kernels that take several channels.
func requireOneChannel(_ filter: Filter) throws(FigureError) {
    for kernel in filter.kernels where kernel.shape.rank == 3 && kernel.shape[0] != 1 {
        throw .channelsNeeded(filter: filter.name, given: kernel.shape[0])
    }
}

extension Filter {
    /// Whether its response is a picture still, as brightness from 0 to 1: smoothed or sharpened, not measured.
    var givesPicture: Bool {
        switch response {
        case .linear(let kernel): !isSigned && abs(kernel.elements.reduce(0, +) - 1) < 1e-3
        case .magnitude, .direction, .greatest: false
        }
    }
}

extension Tensor {
    /// A kernel of one channel as `[kh, kw]`.
    var matrix: Tensor {
        reshaped(to: [shape[shape.rank - 2], shape[shape.rank - 1]])
    }

    /// Where a map `[1, H, W]` is greatest in magnitude; `nil` where it is zero throughout.
    var strongest: (row: Int, column: Int)? {
        var best: (index: Int, value: Float)?
        for (index, element) in elements.enumerated() where element.isFinite && abs(element) > (best?.value ?? 0) {
            best = (index, abs(element))
        }
        let width = shape[shape.rank - 1]
        return best.map { ($0.index / width, $0.index % width) }
    }
}

extension Filter {
    /// `a 3 × 3 kernel with rows (−1, 0, 1), …`, for descriptions.
    var kernelWords: String {
        let kernels = kernels.map(\.matrix)
        let size = sizes(kernels[0].shape.sizes)
        let first =
            kernels[0].shape.elementCount <= 25
            ? " with rows " + listed(kernels[0].rowWords) : " with weights from \(kernels[0].rangeWords)"
        switch response {
        case .linear: return "a \(size) kernel\(first)"
        case .magnitude:
            return "the magnitude of two \(size) kernels, x\(first) and y with rows \(listed(kernels[1].rowWords))"
        case .direction: return "the direction of two \(size) kernels, x\(first)"
        case .greatest: return "the greatest of \(kernels.count) \(size) kernels, the first\(first)"
        }
    }
}

extension Tensor {
    fileprivate var rowWords: [String] {
        (0..<shape[0]).map { row in
            "(" + (0..<shape[1]).map { decimal(self[row, $0], places: 3) }.joined(separator: ", ") + ")"
        }
    }

    fileprivate var rangeWords: String {
        finiteRange.map { "\(decimal($0.lowerBound, places: 4)) to \(decimal($0.upperBound, places: 4))" } ?? "nothing"
    }
}

extension String {
    var capitalisedFirst: String {
        first.map { $0.uppercased() + dropFirst() } ?? self
    }
}
