public import Tensors

/// A larger image by repeating or interpolating values; half-pixel centres.
///
/// Input [C, …], output [C, i · factor], or of a given size.
public struct Upsample: LayerKind {
    public enum Mode: String, CaseIterable, Sendable { case nearest, bilinear }

    public enum Target: Hashable, Sendable {
        case factor(PerAxis)
        case size(PerAxis)
    }

    public var target: Target
    public var mode: Mode

    public init(_ target: Target, mode: Mode = .nearest) { (self.target, self.mode) = (target, mode) }

    static let declaration = LayerDeclaration(
        .upsample, "A larger image, by repeating values or between them.", main: "factor",
        example: .init("upsample: { factor: 2, mode: bilinear }", input: "64x14x14"),
        options: [
            .optional("factor", .perAxis(atLeast: 1), "How many times larger; 2 if neither it nor a size is given."),
            .optional("size", .perAxis(atLeast: 1), "The size to reach, instead of a factor."),
            .optional(
                "mode", .choice(Mode.allCases.map(\.rawValue)), default: .text("nearest"),
                "nearest repeats values, bilinear goes from one to the next."),
        ])

    init(_ options: LayerOptions) {
        let target: Target =
            if let size = options["size"] { .size(size.perAxis) } else {
                .factor(options["factor"]?.perAxis ?? 2)
            }
        self.init(target, mode: Mode(rawValue: options.text("mode")) ?? .nearest)
    }

    public var options: [String: OptionValue] {
        switch target {
        case .factor(let factor): ["factor": OptionValue(factor), "mode": .text(mode.rawValue)]
        case .size(let size): ["size": OptionValue(size), "mode": .text(mode.rawValue)]
        }
    }

    public func inferred(from input: LayerInput) throws(LayerProblem) -> Inference {
        let shape = try input.shape.image
        let axes = shape.spatial.count
        var sizes: [Derivation] = []
        var maps: [AxisMap] = []
        for axis in 0..<axes {
            let name = shape.axisNames[axis]
            switch target {
            case .factor(let factor):
                let factor = try factor.perAxis(axes, "factor")[axis]
                sizes.append(
                    Derivation(
                        .output(axes: [name]), .i * .factor,
                        [.init(.input, shape.spatial[axis]), .init(.factor, Quantity(factor))]))
                maps.append(.resized(input: 1, output: factor, isLinear: mode == .bilinear))
            case .size(let size):
                let size = try size.perAxis(axes, "size")[axis]
                guard let before = shape.spatial[axis].integer else { throw .needsKnownSize("size", shape) }
                sizes.append(
                    Derivation(.output(axes: [name]), .value(Quantity(size)), remark: "the size that is asked for"))
                maps.append(.resized(input: before, output: size, isLinear: mode == .bilinear))
            }
        }
        var inference = Inference(FeatureShape(channels: shape.channels, spatial: sizes.map(\.value)))
        inference.sizes = sizes
        inference.field = .axes(maps)
        return inference
    }
}
