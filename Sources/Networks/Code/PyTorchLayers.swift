import Tensors

/// A layer in PyTorch's words. Values lie channels first, sequences steps first.
struct PyTorchLayers {
    let plan: CodePlan
    let node: Node

    private var layout: Layout { plan.network.layout }
    private var input: FeatureShape { node.inputs[0] }
    private var axes: Int { input.spatial.count }

    /// - Parameter values: The names of what it reads.
    func steps(reading values: [String]) -> CodeResult {
        layerSteps(values).map { steps in
            let steps = node.isFrozen ? steps.map(\.frozen) : steps
            return steps + (node.activation.map { [activation($0)] } ?? [])
        }
    }

    private func layerSteps(_ values: [String]) -> CodeResult {
        switch node.layer {
        case .conv(let conv):
            return weighted { channels in
                convolution(
                    conv.window, from: channels, to: conv.filters, groups: conv.groups, hasBias: conv.hasBias)
            }
        case .depthwiseConv(let conv):
            return weighted { channels in
                convolution(
                    conv.window, from: channels, to: channels * conv.multiplier, groups: channels,
                    hasBias: conv.hasBias)
            }
        case .separableConv(let conv):
            return weighted { channels in
                let between = channels * conv.multiplier
                var steps = convolution(conv.window, from: channels, to: between, groups: channels, hasBias: false)
                let pointwise = Python.call(
                    "nn.Conv\(axes)d", ["\(between)", "\(conv.filters)", "1", conv.hasBias ? nil : "bias=False"])
                let last = steps.removeLast()
                steps.append(.member("nn.Sequential(\(last.modules[0]), \(pointwise))"))
                return steps
            }
        case .convTranspose(let conv): return weighted { transposed(conv, from: $0) }
        case .locallyConnected(let conv): return locallyConnected(conv)
        case .maxPool(let pool): return maxPool(pool.window)
        case .averagePool(let pool): return averagePool(pool)
        case .globalMaxPool: return .success([globalPool("Max", "amax")])
        case .globalAveragePool: return .success([globalPool("Avg", "mean")])
        case .roiPool(let pool):
            let regions = pool.places.map { Python.tuple($0) }.joined(separator: ", ")
            return .success([.function("roi_pool($, \(Python.tuple(pool.size)), [\(regions)])")])
        case .spatialPyramidPool(let pool):
            return .success([.member("SpatialPyramidPool(\(pool.levels.map { "\($0)" }.joined(separator: ", ")))")])
        case .dense(let dense):
            guard let features = input.channels.integer else { return .failure(CodeReason(.parametersOfUnknownSize)) }
            return .success([
                .member(
                    Python.call("nn.Linear", ["\(features)", "\(dense.units)", dense.hasBias ? nil : "bias=False"]))
            ])
        case .flatten:
            return .success(input.isVector ? [] : [.function("torch.flatten($, 1)", modules: ["nn.Flatten()"])])
        case .reshape(let reshape): return .success(self.reshape(reshape))
        case .permute(let permute):
            let order = permute.order(from: channelsFirst(input), to: channelsFirst(node.output))
            let isSame = order == Array(order.indices)
            return .success(isSame ? [] : [.function("$.permute(\(listed([0] + order.map { $0 + 1 })))")])
        case .batchNorm(let norm):
            guard let channels = input.channels.integer else { return .failure(CodeReason(.parametersOfUnknownSize)) }
            let epsilon = norm.epsilon == 1e-5 ? nil : "eps=\(norm.epsilon)"
            let module = Python.call("nn.BatchNorm\(max(axes, 1))d", ["\(channels)", epsilon])
            return .success([
                input.isSequence ? .member(module, call: "@($.transpose(1, 2)).transpose(1, 2)") : .member(module)
            ])
        case .localResponseNorm(let norm):
            let arguments = [
                "\(norm.size)", norm.alpha == 1e-4 ? nil : "alpha=\(norm.alpha)",
                norm.beta == 0.75 ? nil : "beta=\(norm.beta)", norm.bias == 1 ? nil : "k=\(norm.bias)",
            ]
            return .success([
                .function(
                    Python.call("F.local_response_norm", ["$"] + arguments),
                    modules: [Python.call("nn.LocalResponseNorm", arguments)])
            ])
        case .dropout(let dropout): return .success([.member("nn.Dropout(\(Self.number(dropout.rate)))")])
        case .activation(let activation): return .success([self.activation(activation)])
        case .add(let add): return .success([.function(merged(values, " + ", add.shortcut))])
        case .multiply: return .success([.function(merged(values, " * ", .none))])
        case .concat:
            let dimension = node.output.isSequence ? 2 : 1
            return .success([.function("torch.cat([\(values.joined(separator: ", "))], dim=\(dimension))")])
        case .zeroPad(let pad): return .success(node.sides(pad.padding).map { padded($0) } ?? [])
        case .crop(let crop):
            return .success(
                node.sides(crop.margin).map { padded($0.map { Padding.Sides(-$0.before, -$0.after) }) } ?? [])
        case .upsample(let upsample): return .success([self.upsample(upsample)])
        case .pixelShuffle(let shuffle):
            return .success([
                .function("F.pixel_shuffle($, \(shuffle.factor))", modules: ["nn.PixelShuffle(\(shuffle.factor))"])
            ])
        case .pixelUnshuffle(let shuffle):
            return .success([
                .function("F.pixel_unshuffle($, \(shuffle.factor))", modules: ["nn.PixelUnshuffle(\(shuffle.factor))"])
            ])
        case .operator: return .failure(CodeReason(.noLayer))
        case .lstm(let lstm):
            let written = input.sizes(in: layout)
            guard let features = written[1].integer else { return .failure(CodeReason(.parametersOfUnknownSize)) }
            let isTurned = !input.isSequence && layout == .channelsLast
            let states = "@($\(isTurned ? ".transpose(1, 2)" : ""))[0]"
            return .success([
                .member(
                    "nn.LSTM(\(features), \(lstm.units), batch_first=True)",
                    call: lstm.returnsSequences ? states : states + "[:, -1]")
            ])
        }
    }

    /// Numbers with a point.
    private static func number(_ value: Double) -> String { "\(value)" }

    private func listed(_ values: [Int]) -> String { values.map { "\($0)" }.joined(separator: ", ") }

    private func weighted(_ steps: (Int) -> [CodeStep]?) -> CodeResult {
        guard let channels = input.channels.integer else { return .failure(CodeReason(.parametersOfUnknownSize)) }
        return steps(channels).map { .success($0) } ?? .failure(CodeReason(.paddingOfUnknownSize))
    }
}

// Windows.
extension PyTorchLayers {
    /// Zeros around the image, or less than nothing.
    private func padded(_ sides: [Padding.Sides], with value: String? = nil) -> [CodeStep] {
        guard !sides.isZero else { return [] }
        let module = value.map { "nn.ConstantPad\(axes)d(\(amounts(sides)), \($0))" }
        let arguments = ["$", amounts(sides), value.map { "value=\($0)" }]
        return [
            .function(Python.call("F.pad", arguments), modules: [module ?? "nn.ZeroPad\(axes)d(\(amounts(sides)))"])
        ]
    }

    /// As PyTorch has it: the last axis first.
    private func amounts(_ sides: [Padding.Sides]) -> String {
        Python.tuple(sides.reversed().flatMap { [$0.before, $0.after] })
    }

    /// `same` where only the data will tell how much that is.
    private func samePadding(_ windows: [AxisWindow], value: String? = nil) -> CodeStep {
        let extents = windows.map { $0.dilation * ($0.kernel - 1) + 1 }
        return .member(
            Python.call(
                "SamePad", [Python.tuple(extents), Python.tuple(windows.strides), value.map { "value=\($0)" }]))
    }

    private func convolution(
        _ window: SlidingWindow, from channels: Int, to filters: Int, groups: Int, hasBias: Bool
    ) -> [CodeStep] {
        let windows = node.windows(window)
        var padding: String?
        var before: [CodeStep] = []
        if window.padding == .same, windows.allSatisfy({ $0.stride == 1 }) {
            padding = windows.allSatisfy { $0.kernel == 1 } ? nil : "padding=\"same\""
        } else if let sides = windows.sides {
            if sides.isZero {
            } else if sides.isSymmetric {
                padding = "padding=\(Python.perAxis(sides.map(\.before)))"
            } else {
                before = padded(sides)
            }
        } else {
            before = [samePadding(windows)]
        }
        let arguments = [
            "\(channels)", "\(filters)", Python.perAxis(windows.kernels), named("stride", windows.strides), padding,
            named("dilation", windows.dilations), groups == 1 ? nil : "groups=\(groups)", hasBias ? nil : "bias=False",
        ]
        return before + [.member(Python.call("nn.Conv\(axes)d", arguments))]
    }

    private func named(_ option: String, _ values: [Int], default usual: Int = 1) -> String? {
        values.allSatisfy { $0 == usual } ? nil : "\(option)=\(Python.perAxis(values))"
    }

    /// PyTorch crops as much on both sides and adds rows at the end; what that cannot say is cut off afterwards.
    private func transposed(_ conv: ConvTranspose, from channels: Int) -> [CodeStep]? {
        let kernels = node.values(conv.window.kernelSize)
        let strides = node.values(conv.window.stride)
        let dilations = node.values(conv.window.dilation)
        let extra = node.values(conv.outputPadding)
        var padding: [Int] = []
        var added: [Int] = []
        var cut: [Padding.Sides] = []
        for (axis, sides) in conv.cropped(node).enumerated() {
            let most = max(strides[axis], dilations[axis]) - 1
            let (before, after) = (sides.before, sides.after - extra[axis])
            if before - after >= 0, before - after <= most {
                padding.append(before)
                added.append(before - after)
                cut.append(Padding.Sides(0, 0))
            } else if before < after {
                padding.append(before)
                added.append(0)
                cut.append(Padding.Sides(0, after - before))
            } else {
                padding.append(max(after, 0))
                added.append(max(-after, 0))
                cut.append(Padding.Sides(before - max(after, 0), 0))
            }
        }
        let module = Python.call(
            "nn.ConvTranspose\(axes)d",
            [
                "\(channels)", "\(conv.filters)", Python.perAxis(kernels), named("stride", strides),
                named("padding", padding, default: 0), named("output_padding", added, default: 0),
                conv.groups == 1 ? nil : "groups=\(conv.groups)", conv.hasBias ? nil : "bias=False",
                named("dilation", dilations),
            ])
        return [.member(module)] + padded(cut.map { Padding.Sides(-$0.before, -$0.after) })
    }

    private func locallyConnected(_ conv: LocallyConnected) -> CodeResult {
        let windows = node.windows(conv.window)
        let places = node.output.spatial.compactMap(\.integer)
        guard let channels = input.channels.integer, places.count == axes, let sides = windows.sides else {
            return .failure(CodeReason(.parametersOfUnknownSize))
        }
        let module = Python.call(
            "LocallyConnected",
            [
                "\(channels)", "\(conv.filters)", Python.tuple(windows.kernels), Python.tuple(places),
                windows.strides.allSatisfy { $0 == 1 } ? nil : "stride=\(Python.tuple(windows.strides))",
                windows.dilations.allSatisfy { $0 == 1 } ? nil : "dilation=\(Python.tuple(windows.dilations))",
                conv.hasBias ? nil : "bias=False",
            ])
        return .success(padded(sides) + [.member(module)])
    }

    /// Whether PyTorch's pools take this padding themselves: as much on both sides, and at most half a window.
    private func isPoolPadding(_ sides: [Padding.Sides], _ windows: [AxisWindow]) -> Bool {
        sides.isSymmetric && zip(sides, windows).allSatisfy { $0.before <= $1.kernel / 2 }
    }

    private func poolArguments(_ windows: [AxisWindow]) -> [String?] {
        [
            Python.perAxis(windows.kernels),
            windows.strides == windows.kernels ? nil : "stride=\(Python.perAxis(windows.strides))",
        ]
    }

    private func pool(_ name: String, _ arguments: [String?]) -> CodeStep {
        .function(
            Python.call("F.\(name)_pool\(axes)d", ["$"] + arguments),
            modules: [Python.call("nn.\(name == "max" ? "Max" : "Avg")Pool\(axes)d", arguments)])
    }

    private func maxPool(_ window: SlidingWindow) -> CodeResult {
        let windows = node.windows(window)
        let dilation = named("dilation", windows.dilations)
        let infinity = "float(\"-inf\")"
        guard let sides = windows.sides else {
            return .success([
                samePadding(windows, value: infinity), pool("max", poolArguments(windows) + [dilation]),
            ])
        }
        if isPoolPadding(sides, windows) {
            let padding = named("padding", sides.map(\.before), default: 0)
            let ceil = window.rounding == .ceiling && window.padding != .same ? "ceil_mode=True" : nil
            return .success([pool("max", poolArguments(windows) + [padding, dilation, ceil])])
        }
        let isRoundedUp = window.rounding == .ceiling && window.padding != .same
        guard let all = isRoundedUp ? windows.exactSides(input.spatial) : sides else {
            return .failure(CodeReason(.paddingOfUnknownSize))
        }
        return .success(padded(all, with: infinity) + [pool("max", poolArguments(windows) + [dilation])])
    }

    private func averagePool(_ average: AveragePool) -> CodeResult {
        let windows = node.windows(average.window)
        let arguments = poolArguments(windows)
        let isRoundedUp = average.window.rounding == .ceiling && average.window.padding != .same
        guard let sides = windows.sides else {
            guard average.countsPadding else { return .failure(CodeReason(.paddingOfUnknownSize)) }
            return .success([samePadding(windows), pool("avg", arguments)])
        }
        // In volumes PyTorch wants the window inside the bare input.
        let isInside = axes < 3 || zip(input.spatial, windows).allSatisfy { ($0.integer ?? .max) >= $1.kernel }
        if isPoolPadding(sides, windows), isInside || sides.isZero {
            let padding = named("padding", sides.map(\.before), default: 0)
            let ceil = isRoundedUp ? "ceil_mode=True" : nil
            let isCounted = average.countsPadding || padding == nil ? nil : "count_include_pad=False"
            return .success([pool("avg", arguments + [padding, ceil, isCounted])])
        }
        guard let all = isRoundedUp ? windows.exactSides(input.spatial) : sides else {
            return .failure(CodeReason(.paddingOfUnknownSize))
        }
        guard average.countsPadding else { return .success([meanOfRead(all, arguments)]) }
        let beyond = zip(all, sides).map { Padding.Sides(0, $0.after - $1.after) }
        return .success(padded(sides) + (beyond.isZero ? [pool("avg", arguments)] : [meanOfRead(beyond, arguments)]))
    }

    /// The mean of what lies in the image: the mean with zeros, by the share of the image.
    private func meanOfRead(_ sides: [Padding.Sides], _ arguments: [String?]) -> CodeStep {
        let pooled = { (value: String) in
            Python.call("F.avg_pool\(axes)d", ["F.pad(\(value), \(amounts(sides)))"] + arguments)
        }
        return .function("\(pooled("$")) / \(pooled("torch.ones_like($)"))")
    }

    private func globalPool(_ name: String, _ function: String) -> CodeStep {
        .function(
            "$.\(function)(dim=\(Python.tuple((0..<axes).map { $0 + 2 })))",
            modules: ["nn.Adaptive\(name)Pool\(axes)d(1)", "nn.Flatten()"])
    }
}

// What moves and joins values.
extension PyTorchLayers {
    /// Which of the written axes each of the values' axes is.
    private func channelsFirst(_ shape: FeatureShape) -> [Int] {
        let rank = shape.rank
        return layout == .channelsFirst || shape.isSequence ? Array(0..<rank) : [rank - 1] + Array(0..<rank - 1)
    }

    private func reshape(_ reshape: Reshape) -> [CodeStep] {
        // At most one size can be left to PyTorch: the batch, unless there is an unknown one.
        let isKnown = node.output.sizes.allSatisfy { $0.integer != nil }
        let sizes = node.output.sizes(in: layout).map { $0.integer ?? -1 }
        let shape = "\(isKnown ? "-1" : "len($)"), \(listed(sizes))"
        switch layout {
        case .channelsFirst:
            let isSplit = input.isVector && sizes.count > 1
            return [
                .function("$.reshape(\(shape))", modules: isSplit ? ["nn.Unflatten(1, \(Python.tuple(sizes)))"] : [])
            ]
        case .channelsLast:
            let before = input.rank > 1 && !input.isSequence ? ".movedim(1, -1)" : ""
            return [.function("$\(before).reshape(\(shape))\(sizes.count > 1 ? ".movedim(-1, 1)" : "")")]
        }
    }

    private func upsample(_ upsample: Upsample) -> CodeStep {
        let mode =
            switch upsample.mode {
            case .nearest: "nearest"
            case .bilinear: ["linear", "bilinear", "trilinear"][axes - 1]
            }
        let target =
            switch upsample.target {
            case .factor(let factor): "scale_factor=\(Python.perAxis(node.values(factor)))"
            case .size(let size): "size=\(Python.perAxis(node.values(size)))"
            }
        return .function(
            "F.interpolate($, \(target), mode=\"\(mode)\")", modules: ["nn.Upsample(\(target), mode=\"\(mode)\")"])
    }

    private func merged(_ values: [String], _ sign: String, _ shortcut: Add.Shortcut) -> String {
        let rank = node.inputs.map(\.rank).max() ?? 0
        return zip(values, node.inputs).map { value, shape in
            switch shortcut {
            case .none:
                // A vector belongs to the channels.
                let missing = rank - shape.rank
                return missing == 0 ? value : "\(value)[:, :\(String(repeating: ", None", count: missing))]"
            case .zeroPad:
                let stride = shape.shortcutStride(to: node.output) ?? 1
                let taken = String(repeating: ", ::\(stride)", count: shape.spatial.count)
                let kept = stride == 1 ? value : "\(value)[:, :\(taken)]"
                let channels = (node.output.channels - shape.channels).integer ?? 0
                guard channels > 0 else { return kept }
                let sides = [Int](repeating: 0, count: 2 * shape.spatial.count + 1) + [channels]
                return "F.pad(\(kept), \(Python.tuple(sides)))"
            }
        }.joined(separator: sign)
    }

    private func activation(_ activation: Activation) -> CodeStep {
        let shape = node.output
        let coefficient = activation.coefficient.map { "\($0)" } ?? ""
        var (call, module): (String, String) =
            switch activation.function {
            case .relu: ("F.relu($)", "nn.ReLU()")
            case .relu6: ("F.relu6($)", "nn.ReLU6()")
            case .leakyReLU: ("F.leaky_relu($, \(coefficient))", "nn.LeakyReLU(\(coefficient))")
            case .elu: ("F.elu($, \(coefficient))", "nn.ELU(\(coefficient))")
            case .gelu: ("F.gelu($)", "nn.GELU()")
            case .swish: ("F.silu($)", "nn.SiLU()")
            case .sigmoid: ("torch.sigmoid($)", "nn.Sigmoid()")
            case .tanh: ("torch.tanh($)", "nn.Tanh()")
            case .softplus: ("F.softplus($)", "nn.Softplus()")
            case .softmax:
                ("F.softmax($, dim=\(shape.isSequence ? 2 : 1))", "nn.Softmax(dim=\(shape.isSequence ? 2 : 1))")
            }
        if activation.function == .elu, activation.coefficient == 1 { (call, module) = ("F.elu($)", "nn.ELU()") }
        return CodeStep(modules: [module], call: call, isNested: true)
    }
}

extension CodeStep {
    fileprivate var frozen: CodeStep {
        guard isMember, let module = modules.first else { return self }
        var step = self
        step.modules = ["\(module).requires_grad_(False)"]
        return step
    }
}

extension ConvTranspose {
    /// What is cut off the whole result along each axis, less than nothing where it is extended.
    func cropped(_ node: Node) -> [Padding.Sides] {
        let (kernels, strides) = (node.values(window.kernelSize), node.values(window.stride))
        let (dilations, extra) = (node.values(window.dilation), node.values(outputPadding))
        return kernels.indices.map { axis in
            let span = dilations[axis] * (kernels[axis] - 1) + 1
            switch window.padding {
            case .same:
                // Output padding counts before the crop, as in ONNX.
                let total = span + extra[axis] - strides[axis]
                return Padding.Sides(max(total, 0) / 2, total - max(total, 0) / 2)
            case .full: return Padding.Sides(span - 1, span - 1)
            case .valid, .symmetric, .explicit: return node.sides(window.padding)?[axis] ?? Padding.Sides(0, 0)
            }
        }
    }
}

extension Permute {
    /// The order of a value's axes: for each of the result's, which of what it reads.
    ///
    /// - Parameters: which of the written axes each of the values' axes is, before and after.
    func order(from before: [Int], to after: [Int]) -> [Int] {
        after.map { before.firstIndex(of: axes[$0] - 1) ?? 0 }
    }
}
