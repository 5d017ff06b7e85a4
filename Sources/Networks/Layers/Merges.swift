/// The sum of several layers, value by value.
///
/// Source: He et al., *Deep residual learning for image recognition*, 2016.
public struct Add: LayerKind {
    /// What happens to an input that is larger and has fewer channels than the others.
    public enum Shortcut: String, CaseIterable, Sendable {
        /// Nothing: shapes must agree.
        case none
        /// It is subsampled, and the channels that it lacks are zeros (option A of the paper).
        case zeroPad = "zero-pad"
    }

    public var shortcut: Shortcut

    public init(shortcut: Shortcut = .none) { self.shortcut = shortcut }

    static let declaration = LayerDeclaration(
        .add, "The sum of several layers, value by value: the shortcut of a residual block.", main: "from",
        takesActivation: true, merges: true,
        example: .init(
            "conv: { filters: 16, kernel: 3, padding: 1, name: a }",
            "conv: { filters: 16, kernel: 3, padding: 1 }", "add: a", input: "16x32x32"),
        source: "He et al., Deep residual learning for image recognition, 2016",
        options: [
            .optional(
                "shortcut", .choice(Shortcut.allCases.map(\.rawValue)), default: .text("none"),
                "zero-pad: a larger input with fewer channels is subsampled and filled up with zero channels.")
        ])

    init(_ options: LayerOptions) { self.init(shortcut: Shortcut(rawValue: options.text("shortcut")) ?? .none) }

    public var options: [String: OptionValue] { ["shortcut": .text(shortcut.rawValue)] }

    public func inferred(from input: LayerInput) throws(LayerProblem) -> Inference {
        guard input.shapes.count > 1 else { throw .tooFewInputs(operation: "add", count: input.shapes.count) }
        switch shortcut {
        case .none: return Inference(try input.broadcast("add"))
        case .zeroPad: return Inference(try input.shapes.subsampledToSmallest())
        }
    }
}

/// The product of several layers, value by value; a vector [C] or a map of one channel is spread over the others.
public struct Multiply: LayerKind {
    public init() {}

    static let declaration = LayerDeclaration(
        .multiply, "The product of several layers, value by value; a vector scales the channels of a map.",
        main: "from", takesActivation: true, merges: true,
        example: .init(
            "conv: { filters: 16, kernel: 3, padding: 1, name: maps }", "global-average-pool",
            "dense: { units: 16, activation: sigmoid }", "multiply: maps", input: "16x32x32"),
        source: "Hu et al., Squeeze-and-excitation networks, 2018")

    public var options: [String: OptionValue] { [:] }

    public func inferred(from input: LayerInput) throws(LayerProblem) -> Inference {
        guard input.shapes.count > 1 else { throw .tooFewInputs(operation: "multiply", count: input.shapes.count) }
        return Inference(try input.broadcast("multiply"))
    }
}

/// The channels of several layers, one after another.
///
/// Source: Szegedy et al., *Going deeper with convolutions*, 2015.
public struct Concat: LayerKind {
    public init() {}

    static let declaration = LayerDeclaration(
        .concat, "The channels of several layers, one after another.", main: "from", merges: true,
        example: .init(
            "conv: { filters: 16, kernel: 1, name: one }",
            "conv: { from: input, filters: 32, kernel: 3, padding: 1, name: three }",
            "concat: { from: [one, three] }", input: "8x28x28"),
        source: "Szegedy et al., Going deeper with convolutions, 2015")

    public var options: [String: OptionValue] { [:] }

    public func inferred(from input: LayerInput) throws(LayerProblem) -> Inference {
        let shapes = input.shapes
        guard shapes.count > 1 else { throw .tooFewInputs(operation: "concat", count: shapes.count) }
        guard shapes.allSatisfy({ $0.rank == shapes[0].rank && $0.isSequence == shapes[0].isSequence }) else {
            throw .shapesDiffer(shapes, operation: "concatenate", hint: .rank)
        }
        guard shapes.allSatisfy({ $0.replacingChannels(1) == shapes[0].replacingChannels(1) }) else {
            throw .shapesDiffer(shapes, operation: "concatenate", hint: .spatial)
        }
        let symbols = shapes.indices.map {
            Expression.Symbol("C", subscript: "\($0 + 1)", "channels of input \($0 + 1)")
        }
        let channels = Derivation(
            .output(axes: ["channels"]), .sum(of: symbols.map(Expression.symbol)),
            zip(symbols, shapes).map { .init($0, $1.channels) })
        var inference = Inference(shapes[0].replacingChannels(channels.value))
        inference.sizes = [channels]
        return inference
    }
}

extension LayerInput {
    /// The shape that all inputs have, or are spread to: sizes of 1 repeat, and a vector belongs to the channels.
    fileprivate func broadcast(_ operation: String) throws(LayerProblem) -> FeatureShape {
        let rank = shapes.map(\.rank).max() ?? 0
        var sizes = [Quantity](repeating: 1, count: rank)
        for shape in shapes {
            guard shape.rank == rank || shape.isVector else {
                throw .shapesDiffer(shapes, operation: operation, hint: .rank)
            }
            for axis in 0..<rank {
                let size = axis < shape.rank ? shape.sizes[axis] : 1
                if sizes[axis] == 1 { sizes[axis] = size }
                guard size == 1 || size == sizes[axis] else {
                    throw .shapesDiffer(shapes, operation: operation, hint: axis == 0 ? .channels : .spatial)
                }
            }
        }
        return FeatureShape(sizes, isSequence: shapes[0].isSequence)
    }
}

extension [FeatureShape] {
    /// The smallest image with the most channels, if every larger one is subsampled to it by a whole number.
    fileprivate func subsampledToSmallest() throws(LayerProblem) -> FeatureShape {
        guard var target = first, allSatisfy({ $0.rank == target.rank && !$0.isSequence }) else {
            throw .shapesDiffer(self, operation: "add", hint: .rank)
        }
        for shape in self {
            guard let channels = target.channels.integer, let others = shape.channels.integer else {
                throw .needsKnownSize("shortcut", shape)
            }
            let spatial = zip(target.spatial, shape.spatial).map { Quantity.min($0, $1) }
            target = FeatureShape(channels: Quantity(Swift.max(channels, others)), spatial: spatial)
        }
        for shape in self where shape.shortcutStride(to: target) == nil {
            throw .shapesDiffer(self, operation: "add", hint: .spatial)
        }
        return target
    }
}

extension FeatureShape {
    /// The step of the subsampling that brings this size to a smaller one: ⌈size/step⌉, the same on every axis.
    package func shortcutStride(to target: FeatureShape) -> Int? {
        var strides: Set<Int> = []
        for (size, wanted) in zip(spatial, target.spatial) {
            if size == wanted {
                strides.insert(1)
                continue
            }
            guard let size = size.integer, let wanted = wanted.integer, wanted > 0 else { return nil }
            let stride = (size + wanted - 1) / wanted
            guard (size + stride - 1) / stride == wanted else { return nil }
            strides.insert(stride)
        }
        return strides.count == 1 ? strides.first : nil
    }
}
