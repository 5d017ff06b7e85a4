import Networks
import Scenes
import Tensors

/// What a figure of RoI pooling draws.
struct RoIModel {
    let map: BinnedMap
    let channels: Int
    let bins: [Int]
    let regions: [BinnedRegion]
    /// The maxima of each region's bins; nothing for cells without numbers.
    let outputs: [Tensor]?

    var stepCount: Int { regions.count * bins[0] * bins[1] }

    func place(_ step: Int) -> (region: Int, bin: Int) {
        let each = bins[0] * bins[1]
        let step = min(step, stepCount - 1)
        return (step / each, step % each)
    }

    private static let mostRegions = 6
    private static let mostBins = 16

    /// - Throws: ``FigureError``, ``ParameterError``, `ShapeError`, `LayerProblem`.
    init(_ options: RoIPooling, _ context: FigureContext) throws {
        guard (1...1_000_000).contains(options.inputChannels) else {
            throw ParameterError(
                option: "input-channels", value: "\(options.inputChannels)",
                expected: "a whole number from 1 to 1,000,000")
        }
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
        let regions = regions
        outputs = map.values.map { values in regions.map { $0.pooled(values) } }
    }
}
