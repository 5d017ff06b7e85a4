import Networks
import Scenes
import Tensors

/// What a figure of RoI pooling draws.
struct RoIModel: BinnedPooling {
    let map: BinnedMap
    let channels: Int
    /// How many bins down and across, of every region.
    let bins: [Int]
    let regions: [BinnedRegion]
    let outputs: [Tensor]?

    private static let mostRegions = 6
    private static let mostBins = 16

    /// - Throws: ``FigureError``, ``ParameterError``, `ShapeError`, `LayerProblem`.
    init(_ options: RoIPooling, _ context: FigureContext) throws {
        try requireCount(options.inputChannels, option: "input-channels")
        channels = options.inputChannels
        map = try BinnedMap(options.values, options.input, usual: [8, 8], options.image, context)
        bins = try options.size.values(axes: 2, option: "size")
        guard bins.allSatisfy({ (1...Self.mostBins).contains($0) }) else {
            throw FigureError.tooManyCells(rows: bins[0], columns: bins[1], limit: Self.mostBins)
        }
        guard (1...Self.mostRegions).contains(options.regions.count) else {
            throw ParameterError(
                option: "regions", value: counted(options.regions.count, "region"),
                expected: "from 1 to \(Self.mostRegions)")
        }
        for region in options.regions where region.corners[0] >= map.sizes[1] || region.corners[1] >= map.sizes[0] {
            throw ParameterError(
                option: "regions", value: region.parameterText,
                expected: "a region that begins on the map: columns are 0 to \(map.sizes[1] - 1), rows 0 to "
                    + "\(map.sizes[0] - 1)")
        }
        let layer = RoIPool(size: bins, regions: options.regions.map { $0.corners.map(Double.init) })
        _ = try layer.inferred(
            from: LayerInput([FeatureShape(([channels] + map.sizes).map { Quantity($0) })]))
        let (height, width, bins) = (map.sizes[0], map.sizes[1], bins)
        regions = layer.regions.map { region in
            let place = layer.place(of: region, height: height, width: width)
            return BinnedRegion(rows: place.rows, columns: place.columns, bins: bins)
        }
        outputs = map.pooled(regions)
    }

    func name(ofRegion index: Int) -> String { "region \(index + 1)" }

    /// What popular drawings get wrong.
    var overlaps: [String] {
        regions.enumerated().compactMap { index, region in
            region.overlapWords.map { "of region \(index + 1) \($0)" }
        }
    }

    var dividedWords: String { "a region's size" }

    var fixedWords: String {
        "Every region comes out as \(Figures.sizes(bins)), whatever its size: a dense layer can follow. 0 parameters."
    }
}
