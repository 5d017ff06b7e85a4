import Tensors

/// A layer in Keras' words. Values lie channels last, sequences steps first.
struct KerasLayers {
    let plan: CodePlan
    let node: Node
    /// For each value that it reads, and for its own, whether the program keeps two axes as steps and features.
    let areSteps: (inputs: [Bool], output: Bool)

    private var layout: Layout { plan.network.layout }
    private var input: FeatureShape { node.inputs[0] }
    private var axes: Int { input.spatial.count }

    /// - Parameter values: The names of what it reads.
    func steps(reading values: [String]) -> CodeResult {
        switch node.layer {
        case .conv(let conv):
            guard let channels = input.channels.integer else { return .failure(CodeReason(.parametersOfUnknownSize)) }
            return convolution(
                conv.window, channels, to: conv.filters, groups: conv.groups, hasBias: conv.hasBias)
        case .depthwiseConv(let conv):
            return depthwise(conv.window, multiplier: conv.multiplier, hasBias: conv.hasBias)
        case .separableConv(let conv): return separable(conv)
        case .convTranspose(let conv): return transposed(conv)
        case .locallyConnected(let conv): return locallyConnected(conv)
        case .maxPool(let pool): return maxPool(pool.window)
        case .averagePool(let pool): return averagePool(pool)
        case .globalMaxPool: return .success([.layer("layers.GlobalMaxPooling\(axes)D()")])
        case .globalAveragePool: return .success([.layer("layers.GlobalAveragePooling\(axes)D()")])
        case .roiPool(let pool):
            guard input.known != nil else { return .failure(CodeReason(.cutsOfUnknownSize)) }
            let regions = pool.places.map { Python.tuple($0) }
            return .success([
                .function("roi_pool($, \(Python.tuple(pool.size)), [\(regions.joined(separator: ", "))])")
            ])
        case .spatialPyramidPool(let pool):
            guard input.known != nil else { return .failure(CodeReason(.cutsOfUnknownSize)) }
            return .success([
                .function("spatial_pyramid_pool($, [\(pool.levels.map { "\($0)" }.joined(separator: ", "))])")
            ])
        case .dense(let dense):
            guard input.channels.integer != nil else { return .failure(CodeReason(.parametersOfUnknownSize)) }
            return activated("layers.Dense", ["\(dense.units)", dense.hasBias ? nil : "use_bias=False"])
        case .flatten: return .success(input.isVector ? [] : [.layer("layers.Flatten()")])
        case .reshape(let reshape): return .success(self.reshape(reshape))
        case .permute(let permute):
            let order = permute.order(
                from: written(input, areSteps.inputs[0]), to: written(node.output, areSteps.output))
            return .success(permuted(order))
        case .batchNorm(let norm):
            guard input.channels.integer != nil else { return .failure(CodeReason(.parametersOfUnknownSize)) }
            let norm = Python.call("layers.BatchNormalization", ["epsilon=\(norm.epsilon)", untrained])
            return .success([.layer(norm)] + activation(node.activation))
        case .localResponseNorm(let norm):
            return .success([
                .function("local_response_norm($, \(norm.size), \(norm.alpha), \(norm.beta), \(norm.bias))")
            ])
        case .dropout(let dropout): return .success([.layer("layers.Dropout(\(dropout.rate))")])
        case .activation(let activation): return .success(self.activation(activation))
        case .add(let add): return .success(merged("layers.Add", values, add.shortcut))
        case .multiply: return .success(merged("layers.Multiply", values, .none))
        case .concat: return .success([.function("layers.Concatenate()([\(values.joined(separator: ", "))])")])
        case .zeroPad(let pad): return .success(node.sides(pad.padding).map { padded($0) } ?? [])
        case .crop(let crop): return .success(node.sides(crop.margin).map { cropped($0) } ?? [])
        case .upsample(let upsample): return self.upsample(upsample)
        case .pixelShuffle(let shuffle): return .success(pixelShuffle(shuffle.factor))
        case .pixelUnshuffle(let shuffle): return .success(pixelUnshuffle(shuffle.factor))
        case .operator: return .failure(CodeReason(.noLayer))
        case .lstm(let lstm):
            guard input.sizes(in: layout)[1].integer != nil else {
                return .failure(CodeReason(.parametersOfUnknownSize))
            }
            let turned = written(input, areSteps.inputs[0]) == [0, 1] ? [] : permuted([1, 0])
            let arguments = ["\(lstm.units)", lstm.returnsSequences ? "return_sequences=True" : nil, untrained]
            return .success(turned + [.layer(Python.call("layers.LSTM", arguments))])
        }
    }

    /// `trainable=False` for what training leaves alone.
    private var untrained: String? { node.isFrozen ? "trainable=False" : nil }

    private func size(_ quantity: Quantity) -> String { quantity.integer.map { "\($0)" } ?? "-1" }

    private func sizes(_ quantities: [Quantity]) -> String { Python.tuple(quantities.map(size)) }
}

// Activations.
extension KerasLayers {
    /// Its name, where the usual coefficients are meant.
    private func name(_ activation: Activation) -> String? {
        switch activation.function {
        case .relu, .relu6, .gelu, .sigmoid, .tanh, .softplus, .softmax: activation.function.rawValue
        case .swish: "silu"
        case .elu: activation.coefficient == 1 ? "elu" : nil
        // Keras' own slope is 0.2.
        case .leakyReLU: nil
        }
    }

    private func activation(_ activation: Activation?) -> [CodeStep] {
        guard let activation else { return [] }
        let layer: String =
            switch activation.function {
            case .relu: "layers.ReLU()"
            case .relu6: "layers.ReLU(max_value=6)"
            case .leakyReLU: "layers.LeakyReLU(negative_slope=\(activation.coefficient ?? 0.01))"
            case .elu: activation.coefficient == 1 ? "layers.ELU()" : "layers.ELU(\(activation.coefficient ?? 1))"
            case .softmax: "layers.Softmax()"
            case .gelu, .swish, .sigmoid, .tanh, .softplus: "layers.Activation(\"\(name(activation) ?? "")\")"
            }
        return [.layer(layer)]
    }

    /// A layer with weights, with its activation as an argument if there is a name for it.
    private func activated(_ layer: String, _ arguments: [String?], hasActivation: Bool = true) -> CodeResult {
        let name = hasActivation ? node.activation.flatMap(self.name) : nil
        let call = Python.call(layer, arguments + [name.map { "activation=\"\($0)\"" }, untrained])
        return .success([.layer(call)] + (name == nil && hasActivation ? activation(node.activation) : []))
    }
}

// Windows.
extension KerasLayers {
    private func around(_ sides: [Padding.Sides]) -> String {
        if sides.isSymmetric { return Python.perAxis(sides.map(\.before)) }
        let pairs = sides.map { "(\($0.before), \($0.after))" }
        return pairs.count == 1 ? pairs[0] : "(\(pairs.joined(separator: ", ")))"
    }

    private func padded(_ sides: [Padding.Sides]) -> [CodeStep] {
        let added = sides.map { Padding.Sides(max($0.before, 0), max($0.after, 0)) }
        let cut = sides.map { Padding.Sides(max(-$0.before, 0), max(-$0.after, 0)) }
        let axes = sides.count
        return (added.isZero ? [] : [.layer("layers.ZeroPadding\(axes)D(\(around(added)))")])
            + (cut.isZero ? [] : [.layer("layers.Cropping\(axes)D(\(around(cut)))")])
    }

    private func cropped(_ sides: [Padding.Sides]) -> [CodeStep] {
        padded(sides.map { Padding.Sides(-$0.before, -$0.after) })
    }

    /// Whether Keras' `same` pads just so.
    private func isSame(_ window: SlidingWindow, _ windows: [AxisWindow], _ sides: [Padding.Sides]?) -> Bool {
        if window.padding == .same { return true }
        guard let sides, !sides.isZero else { return false }
        var other = window
        other.padding = .same
        other.rounding = .floor
        let same = node.windows(other)
        return same.sides == sides && same.map(\.output.value) == windows.map(\.output.value)
    }

    private func named(_ option: String, _ values: [Int], usually usual: Int = 1) -> String? {
        values.allSatisfy { $0 == usual } ? nil : "\(option)=\(Python.perAxis(values))"
    }

    /// A layer that slides, with the padding that it needs before, and what Keras cannot do at once after it.
    private func sliding(
        _ window: SlidingWindow, hasActivation: Bool = true,
        _ layer: ([String?]) -> (name: String, arguments: [String?])
    ) -> CodeResult {
        let windows = node.windows(window)
        // With dilation Keras moves on by one; of what comes out every so-manyth is what the stride gives.
        let isThinned = windows.strides.contains { $0 > 1 } && windows.dilations.contains { $0 > 1 }
        let isSame = self.isSame(window, windows, windows.sides) && !isThinned
        guard let sides = windows.sides ?? (isSame ? [] : nil) else {
            return .failure(CodeReason(.paddingOfUnknownSize))
        }
        let (name, arguments) = layer([
            isThinned ? nil : named("strides", windows.strides),
            isSame && windows.contains { $0.kernel > 1 || $0.stride > 1 } ? "padding=\"same\"" : nil,
            named("dilation_rate", windows.dilations),
        ])
        return activated(name, arguments, hasActivation: hasActivation).map { steps in
            var steps = (isSame ? [] : padded(sides)) + steps
            if isThinned {
                let taken = windows.strides.map { ", ::\($0)" }.joined()
                steps.append(.function("$[:\(taken)]"))
            }
            return steps
        }
    }

    private func convolution(
        _ window: SlidingWindow, _ channels: Int, to filters: Int, groups: Int, hasBias: Bool,
        hasActivation: Bool = true
    ) -> CodeResult {
        let kernels = node.windows(window).kernels
        return sliding(window, hasActivation: hasActivation) { options in
            (
                "layers.Conv\(kernels.count)D",
                ["\(filters)", Python.perAxis(kernels)] + options
                    + [groups == 1 ? nil : "groups=\(groups)", hasBias ? nil : "use_bias=False"]
            )
        }
    }

    private func depthwise(
        _ window: SlidingWindow, multiplier: Int, hasBias: Bool, hasActivation: Bool = true
    ) -> CodeResult {
        guard let channels = input.channels.integer else { return .failure(CodeReason(.parametersOfUnknownSize)) }
        let windows = node.windows(window)
        // Keras has none for volumes, and TensorFlow none with different strides.
        guard axes <= 2, Set(windows.strides).count == 1 else {
            return convolution(
                window, channels, to: channels * multiplier, groups: channels, hasBias: hasBias,
                hasActivation: hasActivation)
        }
        return sliding(window, hasActivation: hasActivation) { options in
            (
                "layers.DepthwiseConv\(axes)D",
                [Python.perAxis(windows.kernels)] + options
                    + [
                        multiplier == 1 ? nil : "depth_multiplier=\(multiplier)", hasBias ? nil : "use_bias=False",
                    ]
            )
        }
    }

    private func separable(_ conv: SeparableConv) -> CodeResult {
        let windows = node.windows(conv.window)
        let isThinned = windows.strides.contains { $0 > 1 } && windows.dilations.contains { $0 > 1 }
        guard axes <= 2, Set(windows.strides).count == 1, !isThinned else {
            let bias = conv.hasBias ? nil : "use_bias=False"
            return depthwise(conv.window, multiplier: conv.multiplier, hasBias: false, hasActivation: false)
                .flatMap { before in
                    activated("layers.Conv\(axes)D", ["\(conv.filters)", "1", bias]).map { before + $0 }
                }
        }
        guard input.channels.integer != nil else { return .failure(CodeReason(.parametersOfUnknownSize)) }
        return sliding(conv.window) { options in
            (
                "layers.SeparableConv\(axes)D",
                ["\(conv.filters)", Python.perAxis(windows.kernels)] + options
                    + [
                        conv.multiplier == 1 ? nil : "depth_multiplier=\(conv.multiplier)",
                        conv.hasBias ? nil : "use_bias=False",
                    ]
            )
        }
    }

    /// Keras gives the whole result, at least as long as stride times input; the rest is cut off or added after it.
    private func transposed(_ conv: ConvTranspose) -> CodeResult {
        guard input.channels.integer != nil else { return .failure(CodeReason(.parametersOfUnknownSize)) }
        let kernels = node.values(conv.window.kernelSize)
        let strides = node.values(conv.window.stride)
        let dilations = node.values(conv.window.dilation)
        let extra = node.values(conv.outputPadding)
        let spans = zip(kernels, dilations).map { $1 * ($0 - 1) + 1 }
        guard !strides.contains(where: { $0 > 1 }) || !dilations.contains(where: { $0 > 1 }) else {
            return .failure(CodeReason(.noDilatedStride))
        }
        let wanted = conv.cropped(node)
        let isSame =
            conv.window.padding == .same && zip(spans, strides).allSatisfy { $0 >= $1 }
            && extra.allSatisfy { $0 == 0 }
        // By how much the result ends before, or after, the last place of the last kernel.
        let ends = wanted.indices.map { wanted[$0].after - extra[$0] }
        // What Keras appends of itself where the kernel is narrower than the stride.
        let appended = zip(spans, strides).map { max($1 - $0, 0) }
        let isLonger = !isSame && zip(ends, appended).contains { $0 + $1 < 0 }
        let isWithinStride = zip(ends, strides).allSatisfy { -$0 < $1 }
        var before: [CodeStep] = []
        var longer: String?
        var cut = wanted.indices.map { Padding.Sides(wanted[$0].before, ends[$0] + appended[$0]) }
        if isLonger, isWithinStride {
            longer = "output_padding=\(Python.tuple(ends.map { max(-$0, 0) }))"
            cut = wanted.indices.map { Padding.Sides(wanted[$0].before, max(ends[$0], 0)) }
        } else if isLonger {
            // A zero more at the end adds nothing but a stride's length.
            let zeros = cut.indices.map { (max(-cut[$0].after, 0) + strides[$0] - 1) / strides[$0] }
            before = padded(zeros.map { Padding.Sides(0, $0) })
            cut = cut.indices.map { Padding.Sides(cut[$0].before, cut[$0].after + zeros[$0] * strides[$0]) }
        }
        let arguments = [
            "\(conv.filters / conv.groups)", Python.perAxis(kernels), named("strides", strides),
            isSame ? "padding=\"same\"" : nil, longer, named("dilation_rate", dilations),
            conv.hasBias ? nil : "use_bias=False",
        ]
        return activated("layers.Conv\(axes)DTranspose", arguments, hasActivation: conv.groups == 1).map { steps in
            var steps = steps
            if conv.groups > 1 {
                // Keras has no groups here: one layer for each.
                let module = steps[0].modules[0]
                let parts = "for part in ops.split($, \(conv.groups), axis=-1)"
                steps = [.function("layers.Concatenate()([\(module)(part) \(parts)])")] + activation(node.activation)
            }
            return before + steps + (isSame ? [] : cropped(cut))
        }
    }

    private func locallyConnected(_ conv: LocallyConnected) -> CodeResult {
        let windows = node.windows(conv.window)
        guard let sides = windows.sides, input.known != nil, node.output.known != nil else {
            return .failure(CodeReason(.parametersOfUnknownSize))
        }
        return activated(
            "LocallyConnected",
            [
                "\(conv.filters)", Python.tuple(windows.kernels),
                windows.strides.allSatisfy { $0 == 1 } ? nil : "strides=\(Python.tuple(windows.strides))",
                windows.dilations.allSatisfy { $0 == 1 } ? nil : "dilation_rate=\(Python.tuple(windows.dilations))",
                conv.hasBias ? nil : "use_bias=False",
            ]
        ).map { padded(sides) + $0 }
    }

    private func pool(_ name: String, _ windows: [AxisWindow], isSame: Bool = false) -> String {
        Python.call(
            "layers.\(name)Pooling\(windows.count)D",
            [
                Python.perAxis(windows.kernels),
                windows.strides == windows.kernels ? nil : "strides=\(Python.perAxis(windows.strides))",
                isSame ? "padding=\"same\"" : nil,
            ])
    }

    private func maxPool(_ window: SlidingWindow) -> CodeResult {
        let windows = node.windows(window)
        guard windows.dilations.allSatisfy({ $0 == 1 }) else { return .failure(CodeReason(.noDilatedPooling)) }
        let isRoundedUp = window.rounding == .ceiling && window.padding != .same
        let all = isRoundedUp ? windows.exactSides(input.spatial) : windows.sides
        if isSame(window, windows, all) { return .success([.layer(pool("Max", windows, isSame: true))]) }
        guard let sides = all else { return .failure(CodeReason(.paddingOfUnknownSize)) }
        guard !sides.isZero else { return .success([.layer(pool("Max", windows))]) }
        let added = sides.map { "(\(max($0.before, 0)), \(max($0.after, 0)))" }.joined(separator: ", ")
        let cut = sides.map { Padding.Sides(0, max(-$0.after, 0)) }
        let isCutOnly = sides.allSatisfy { $0.before <= 0 && $0.after <= 0 }
        let minusInfinity = CodeStep.function(
            "ops.pad($, [(0, 0), \(added), (0, 0)], constant_values=float(\"-inf\"))")
        return .success((isCutOnly ? [] : [minusInfinity]) + cropped(cut) + [.layer(pool("Max", windows))])
    }

    private func averagePool(_ average: AveragePool) -> CodeResult {
        let windows = node.windows(average.window)
        let isRoundedUp = average.window.rounding == .ceiling && average.window.padding != .same
        let exact = isRoundedUp ? windows.exactSides(input.spatial) : windows.sides
        // Keras' own padding does not count.
        let isUncounted = !average.countsPadding || (isRoundedUp && windows.sides?.isZero == true)
        if isUncounted, isSame(average.window, windows, exact) {
            return .success([.layer(pool("Average", windows, isSame: true))])
        }
        guard let sides = windows.sides, let all = exact else {
            return .failure(CodeReason(.paddingOfUnknownSize))
        }
        let pooled = CodeStep.layer(pool("Average", windows))
        guard average.countsPadding else {
            return .success(all.isZero ? [pooled] : [meanOfRead(all, windows)])
        }
        let beyond = zip(all, sides).map { Padding.Sides(0, $0.after - $1.after) }
        return .success(padded(sides) + [beyond.isZero ? pooled : meanOfRead(beyond, windows)])
    }

    /// The mean of what lies in the image: the mean with zeros, by the share of the image.
    private func meanOfRead(_ sides: [Padding.Sides], _ windows: [AxisWindow]) -> CodeStep {
        let layers = (padded(sides) + [.layer(pool("Average", windows))]).map { $0.modules[0] }
        let pooled = { (value: String) in layers.reduce(value) { "\($1)(\($0))" } }
        return .function("\(pooled("$")) / \(pooled("ops.ones_like($)"))")
    }
}

// What moves and joins values.
extension KerasLayers {
    /// Which of the written axes each of the values' axes is.
    private func written(_ shape: FeatureShape, _ isSteps: Bool) -> [Int] {
        let rank = shape.rank
        return layout == .channelsLast || shape.isSequence || isSteps
            ? Array(0..<rank) : Array(1..<rank) + [0]
    }

    private func permuted(_ order: [Int]) -> [CodeStep] {
        order == Array(order.indices) ? [] : [.layer("layers.Permute(\(Python.tuple(order.map { $0 + 1 })))")]
    }

    /// Elements are kept in the order of the network's layout, so its axes come before and the program's after.
    private func reshape(_ reshape: Reshape) -> [CodeStep] {
        func inverted(_ order: [Int]) -> [Int] { order.indices.map { order.firstIndex(of: $0) ?? 0 } }
        let before = input.rank > 1 ? permuted(inverted(written(input, areSteps.inputs[0]))) : []
        let after = node.output.rank > 1 ? permuted(written(node.output, areSteps.output)) : []
        return before + [.layer("layers.Reshape(\(sizes(node.output.sizes(in: layout))))")] + after
    }

    private func upsample(_ upsample: Upsample) -> CodeResult {
        let factors: [Int]?
        switch upsample.target {
        case .factor(let factor): factors = node.values(factor)
        case .size(let size):
            let all = zip(node.values(size), input.spatial).compactMap { target, size in
                size.integer.flatMap { target.isMultiple(of: $0) ? target / $0 : nil }
            }
            factors = all.count == axes ? all : nil
        }
        let targets = node.output.spatial
        switch upsample.mode {
        case .nearest:
            guard let factors else {
                return .success(
                    targets.indices.map { axis in
                        let (after, before) = (targets[axis].factorText, input.spatial[axis].factorText)
                        return .function("ops.take($, np.arange(\(after)) * \(before) // \(after), axis=\(axis + 1))")
                    })
            }
            let size = axes == 1 ? "\(factors[0])" : Python.perAxis(factors)
            return .success([.layer("layers.UpSampling\(axes)D(\(size))")])
        case .bilinear:
            guard axes <= 2 else { return .failure(CodeReason(.noInterpolation(axes: axes))) }
            // One axis is an image one pixel wide.
            let resize =
                if let factors {
                    "layers.UpSampling2D(\(axes == 1 ? "(\(factors[0]), 1)" : Python.perAxis(factors)), interpolation=\"bilinear\")"
                } else {
                    "layers.Resizing(\(size(targets[0])), \(axes == 1 ? "1" : size(targets[1])))"
                }
            return .success([
                axes == 2 ? .layer(resize) : .function("ops.squeeze(\(resize)(ops.expand_dims($, 2)), 2)")
            ])
        }
    }

    /// Channel c·r² + y·r + x goes to place (y, x).
    private func pixelShuffle(_ r: Int) -> [CodeStep] {
        let (height, width) = (input.spatial[0], input.spatial[1])
        let channels = node.output.channels
        return [
            .layer("layers.Reshape(\(sizes([height, width, channels, Quantity(r), Quantity(r)])))"),
            .layer("layers.Permute((1, 4, 2, 5, 3))"),
            .layer("layers.Reshape(\(sizes(node.output.spatial + [channels])))"),
        ]
    }

    private func pixelUnshuffle(_ r: Int) -> [CodeStep] {
        let (height, width) = (node.output.spatial[0], node.output.spatial[1])
        return [
            .layer("layers.Reshape(\(sizes([height, Quantity(r), width, Quantity(r), input.channels])))"),
            .layer("layers.Permute((1, 3, 5, 2, 4))"),
            .layer("layers.Reshape(\(sizes([height, width, node.output.channels])))"),
        ]
    }

    private func merged(_ layer: String, _ values: [String], _ shortcut: Add.Shortcut) -> [CodeStep] {
        let rank = node.inputs.map(\.rank).max() ?? 0
        let parts = values.indices.map { index in
            let (value, shape) = (values[index], node.inputs[index])
            switch shortcut {
            case .none:
                if shape.rank < rank {
                    // A vector belongs to the channels, or to a sequence's steps.
                    let ones = [String](repeating: "1", count: rank - 1)
                    let shape =
                        node.output.isSequence || areSteps.output
                        ? [size(shape.channels)] + ones : ones + [size(shape.channels)]
                    return "layers.Reshape(\(Python.tuple(shape)))(\(value))"
                }
                let isTurned =
                    rank == 2 && written(shape, areSteps.inputs[index]) != written(node.output, areSteps.output)
                return isTurned ? "layers.Permute((2, 1))(\(value))" : value
            case .zeroPad:
                let stride = shape.shortcutStride(to: node.output) ?? 1
                let taken = String(repeating: ", ::\(stride)", count: shape.spatial.count)
                let kept = stride == 1 ? value : "\(value)[:\(taken)]"
                let channels = (node.output.channels - shape.channels).integer ?? 0
                guard channels > 0 else { return kept }
                let none = String(repeating: "(0, 0), ", count: shape.spatial.count + 1)
                return "ops.pad(\(kept), [\(none)(0, \(channels))])"
            }
        }
        return [.function("\(layer)()([\(parts.joined(separator: ", "))])")] + activation(node.activation)
    }
}

extension RoIPool {
    /// The regions on the map: first row, first column, and how many of each.
    var places: [[Int]] {
        regions.map { region in
            let corners = region.map { Int(($0 * scale).rounded()) }
            return [
                corners[1], corners[0], max(corners[3] - corners[1] + 1, 1), max(corners[2] - corners[0] + 1, 1),
            ]
        }
    }
}
