import Networks
import Scenes
import Tensors

/// What a figure of spatial pyramid pooling draws.
struct PyramidModel {
    let map: BinnedMap
    let channels: Int
    /// The whole map, in the bins of each level.
    let levels: [BinnedRegion]
    /// The maxima of each level; nothing for cells without numbers.
    let outputs: [Tensor]?
    /// How many numbers the vector has.
    let length: Derivation

    var stepCount: Int { levels.reduce(0) { $0 + $1.binCount } }

    /// Which level a step is in, and which of its bins it is about.
    func place(_ step: Int) -> (level: Int, bin: Int) {
        var rest = min(step, stepCount - 1)
        for (index, level) in levels.enumerated() {
            if rest < level.binCount { return (index, rest) }
            rest -= level.binCount
        }
        return (0, 0)
    }

    private static let mostLevels = 5
    private static let mostBins = 12

    /// - Throws: ``FigureError``, ``ParameterError``, `ShapeError`, `LayerProblem`.
    init(_ options: PyramidPooling, _ context: FigureContext) throws {
        guard (1...1_000_000).contains(options.inputChannels) else {
            throw ParameterError(
                option: "input-channels", value: "\(options.inputChannels)",
                expected: "a whole number from 1 to 1,000,000")
        }
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
        levels = options.levels.map { BinnedRegion(rows: rows, columns: columns, bins: [$0, $0]) }
        let levels = levels
        outputs = map.values.map { values in levels.map { $0.pooled(values) } }
    }

    /// How large the cells of the outputs are.
    func outputCell(_ page: SceneBuilder) -> (cell: Double, size: Double, width: Double) {
        let across = Double(levels.map { $0.bins[1] }.max() ?? 1)
        for (size, least) in [(Text.labelSize, 19.0), (Text.smallSize, 11)] {
            let cell = max(least, map.values.map { page.widest($0, size: size) + 4 } ?? 0)
            if cell * across <= page.width / 2 || size == Text.smallSize { return (cell, size, cell * across) }
        }
        return (11, Text.smallSize, 11 * across)
    }

    /// What stays the same whatever the map's size is.
    var fixedWords: String {
        let order =
            channels > 1
            ? " Each level holds its \(channels) maps one after the other." : ""
        return "A map of another size gives as many numbers: a dense layer can follow. 0 parameters." + order
    }

    var overlaps: [String] {
        levels.compactMap { level in
            level.overlapWords.map { "with \(Figures.sizes(level.bins)) bins \($0)" }
        }
    }
}
