import Networks
import Scenes
import Tensors

/// What a figure of spatial pyramid pooling draws.
struct PyramidModel: BinnedPooling {
    let map: BinnedMap
    let channels: Int
    /// The whole map, in the bins of each level.
    let regions: [BinnedRegion]
    let outputs: [Tensor]?
    /// How many numbers the vector has.
    let length: Derivation

    private static let mostLevels = 5
    private static let mostBins = 12

    /// - Throws: ``FigureError``, ``ParameterError``, `ShapeError`, `LayerProblem`.
    init(_ options: PyramidPooling, _ context: FigureContext) throws {
        try requireCount(options.inputChannels, option: "input-channels")
        guard (1...Self.mostLevels).contains(options.levels.count) else {
            throw ParameterError(
                option: "levels", value: counted(options.levels.count, "level"),
                expected: "from 1 to \(Self.mostLevels)")
        }
        for bins in options.levels where !(1...Self.mostBins).contains(bins) {
            throw ParameterError(
                option: "levels", value: "\(bins)", expected: "from 1 to \(Self.mostBins) bins a side")
        }
        channels = options.inputChannels
        map = try BinnedMap(options.values, options.input, usual: [9, 9], options.image, context)
        let inference = try SpatialPyramidPool(levels: options.levels).inferred(
            from: LayerInput([FeatureShape(([channels] + map.sizes).map { Quantity($0) })]))
        length = inference.sizes[0]
        let (rows, columns) = (0..<map.sizes[0], 0..<map.sizes[1])
        regions = options.levels.map { BinnedRegion(rows: rows, columns: columns, bins: [$0, $0]) }
        outputs = map.pooled(regions)
    }

    func name(ofRegion index: Int) -> String { Figures.sizes(regions[index].bins) }

    var overlaps: [String] {
        regions.compactMap { level in
            level.overlapWords.map { "with \(Figures.sizes(level.bins)) bins \($0)" }
        }
    }

    var dividedWords: String { "the map's size" }

    var fixedWords: String {
        let order =
            channels > 1
            ? " Each level holds its \(channels) maps one after the other." : ""
        return "A map of another size gives as many numbers: a dense layer can follow. 0 parameters." + order
    }
}
