/// The greatest value in each of a fixed grid of bins, for every region. Each region is a sample of its own from here on.
///
/// Input [C, H, W], output [C, h, w] for each region; bin b of B over n places covers ⌊b·n/B⌋ to ⌈(b+1)·n/B⌉.
/// Source: Girshick, *Fast R-CNN*, 2015.
public struct RoIPool: LayerKind {
    public var size: [Int]
    /// [x0, y0, x1, y1] of the first and last place, before ``scale``.
    public var regions: [[Double]]
    /// From a region's coordinates to the map's.
    public var scale: Double

    public init(size: [Int], regions: [[Double]], scale: Double = 1) {
        (self.size, self.regions, self.scale) = (size, regions, scale)
    }

    static let declaration = LayerDeclaration(
        .roiPool, "Regions of any size to one fixed size: the maximum of uneven bins.",
        example: .init("roi-pool: { size: [7, 7], regions: [[0, 0, 12, 6]] }", input: "512x14x14"),
        source: "Girshick, Fast R-CNN, 2015",
        options: [
            .required("size", .perAxis(atLeast: 1), "How many bins, for height and width."),
            .required("regions", .regions, "The regions, as [x0, y0, x1, y1], ends included."),
            .optional(
                "scale", .number(1e-6...1e6), default: .number(1), "From the regions' coordinates to the map's."),
        ])

    init(_ options: LayerOptions) {
        let size = options.integers("size")
        var regions: [[Double]] = []
        if case .list(let items)? = options["regions"] {
            for case .list(let corners) in items { regions.append(corners.compactMap(\.double)) }
        }
        self.init(
            size: size.count == 1 ? [size[0], size[0]] : size, regions: regions, scale: options.double("scale"))
    }

    public var options: [String: OptionValue] {
        [
            "size": .list(size.map(OptionValue.integer)),
            "regions": .list(regions.map { .list($0.map(OptionValue.number)) }),
            "scale": .number(scale),
        ]
    }

    public func inferred(from input: LayerInput) throws(LayerProblem) -> Inference {
        let shape = try input.shape.image
        guard shape.spatial.count == 2 else { throw .onlyTwoDimensional(shape) }
        guard size.count == 2 else { throw .countPerAxis(option: "size", given: size.count, axes: 2) }
        for region in regions {
            for axis in 0..<2 {
                guard let size = shape.spatial[axis].integer else { continue }
                // What reaches past the end is cut off there, as the paper's code does.
                let start = (region[1 - axis] * scale).rounded()
                guard start >= 0, start < Double(size) else { throw .regionOutside(region, map: shape) }
            }
        }
        var inference = Inference(FeatureShape(channels: shape.channels, spatial: size.map { Quantity($0) }))
        inference.field = .meaningless
        return inference
    }

    /// Which places of a map a region covers: its ends are rounded, cut off at the map's, and at least one place apart.
    package func place(of region: [Double], height: Int, width: Int) -> (rows: Range<Int>, columns: Range<Int>) {
        func range(_ first: Double, _ last: Double, _ size: Int) -> Range<Int> {
            let start = min(max(0, Int((first * scale).rounded())), size - 1)
            return start..<max(start + 1, min(Int((last * scale).rounded()) + 1, size))
        }
        return (range(region[1], region[3], height), range(region[0], region[2], width))
    }

    /// What bin b of B over n places covers: ⌊b·n/B⌋ to ⌈(b+1)·n/B⌉.
    package static func bin(_ index: Int, of count: Int, over places: Int) -> Range<Int> {
        index * places / count..<((index + 1) * places + count - 1) / count
    }
}
