import Networks
import Tensors

/// Three layers between the same sizes, and a row of a few units of each to be drawn.
struct SharingModel {
    /// `[C, …]` and `[F, …']`
    let input: [Int]
    let output: [Int]
    let kernel: [Int]
    let layers: [SharingLayer]
    /// Of the drawn example: units of the input, taps, stride and units of the output.
    let inputs: Int
    let taps: Int
    let stride: Int
    let outputs: Int
}

/// One way of connecting a layer.
struct SharingLayer {
    enum Kind: CaseIterable {
        case dense, local, convolution
    }

    let kind: Kind
    /// Weights and biases, at the sizes asked for.
    let parameters: Derivation
    let weights: Quantity
    /// In the drawn example.
    let drawnWeights: Quantity

    var biases: Quantity { parameters.value - weights }
}

extension SharingModel {
    /// The input that an output reads, by the place of its connection.
    func input(of output: Int, tap: Int, _ kind: SharingLayer.Kind) -> Int {
        switch kind {
        case .dense: tap
        case .local, .convolution: output * stride + tap
        }
    }

    func connections(_ kind: SharingLayer.Kind) -> Int {
        switch kind {
        case .dense: inputs
        case .local, .convolution: taps
        }
    }

    /// Which weight a connection has: outputs of a convolution share theirs.
    func weight(of output: Int, tap: Int, _ kind: SharingLayer.Kind) -> Int {
        switch kind {
        case .dense, .local: output * connections(kind) + tap
        case .convolution: tap
        }
    }

    static func letter(_ weight: Int) -> String {
        let letters = Array("abcdefghijklmnopqrstuvwxyz")
        return String(letters[weight % letters.count])
    }

    /// - Throws: ``ParameterError``, `LayerProblem`.
    init(_ options: Sharing) throws {
        let sizes: [Int] =
            switch options.input {
            case .all(let size): [size]
            case .each(let sizes): sizes
            }
        guard sizes.count >= 2 else {
            throw ParameterError(
                option: "input", value: options.input.parameterText,
                expected: "channels and sizes, as 3x32x32 for a picture or 3x40 for a signal")
        }
        guard (1...1_000_000).contains(options.filters), sizes.allSatisfy({ $0 <= 1_000_000 }) else {
            throw ParameterError(
                option: "filters", value: "\(options.filters)", expected: "sizes and filters from 1 to 1000000")
        }
        input = sizes
        // The core's own check: it names the axis that a window does not fit.
        let windows = try Window.along(
            Array(sizes.dropFirst()), kernel: options.kernel.values(axes: sizes.count - 1, option: "kernel"),
            stride: options.stride, padding: options.padding)
        kernel = windows.map(\.kernelSize)
        output = [options.filters] + windows.map(\.outputSize)

        taps = min(windows[windows.count - 1].kernelSize, 3)
        stride = min(windows[windows.count - 1].stride, taps > 1 ? 2 : 1)
        outputs = stride == 1 ? 4 : 3
        inputs = (outputs - 1) * stride + taps

        let window = SlidingWindow(
            kernelSize: options.kernel, stride: options.stride, padding: .explicit(windows.map(\.padding)))
        let small = SlidingWindow(kernelSize: .all(taps), stride: .all(stride))
        let (real, drawn) = ((sizes, options.filters, window, output), ([1, inputs], 1, small, [1, outputs]))
        layers = try SharingLayer.Kind.allCases.map { kind in
            guard let parameters = try kind.parameters(real, hasBias: true),
                let weights = try kind.parameters(real, hasBias: false),
                let drawn = try kind.parameters(drawn, hasBias: false), parameters.value.integer != nil
            else {
                throw ParameterError(
                    option: "input", value: options.input.parameterText,
                    expected: "smaller sizes: so many weights are past all counting")
            }
            return SharingLayer(
                kind: kind, parameters: parameters, weights: weights.value, drawnWeights: drawn.value)
        }
    }
}

extension SharingLayer.Kind {
    /// As the layers themselves count.
    fileprivate func parameters(
        _ layer: (input: [Int], filters: Int, window: SlidingWindow, output: [Int]), hasBias: Bool
    ) throws -> Derivation? {
        let shape = FeatureShape(layer.input.map { Quantity($0) })
        let inference: Inference
        switch self {
        case .dense:
            guard let units = layer.output.map({ Quantity($0) }).reduce(1, *).integer else { return nil }
            let flat = FeatureShape([shape.elementCount])
            inference = try Dense(units: units, hasBias: hasBias).inferred(from: LayerInput([flat]))
        case .local:
            inference = try LocallyConnected(filters: layer.filters, window: layer.window, hasBias: hasBias)
                .inferred(from: LayerInput([shape]))
        case .convolution:
            inference = try Conv(filters: layer.filters, window: layer.window, hasBias: hasBias)
                .inferred(from: LayerInput([shape]))
        }
        return inference.parameters.count(.pytorch)
    }

    var title: String {
        switch self {
        case .dense: "dense"
        case .local: "locally connected"
        case .convolution: "convolution"
        }
    }

    var words: String {
        switch self {
        case .dense: "every output reads all inputs, with weights of its own"
        case .local: "every output reads its window, with weights of its own"
        case .convolution: "every output reads its window, all with the same weights"
        }
    }
}
