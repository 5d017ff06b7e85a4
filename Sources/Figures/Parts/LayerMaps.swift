import Networks
import Tensors

/// What a layer gives, as maps that can be drawn.
struct LayerMaps {
    struct Map {
        let channel: Int
        /// `[H, W]`
        let values: Tensor
        /// The mean magnitude.
        let activity: Float
        let isSilent: Bool

        init(channel: Int, values: Tensor) {
            (self.channel, self.values) = (channel, values)
            let sum = values.withUnsafeElements { $0.reduce(0.0) { $1.isFinite ? $0 + Double(abs($1)) : $0 } }
            activity = Float(sum / Double(values.shape.elementCount))
            isSilent = values.finiteRange == 0...0
        }
    }

    /// How they are laid out.
    enum Form {
        /// Pictures in a grid.
        case planes
        /// One below the other, along one axis.
        case strips
        /// Single numbers.
        case units
    }

    let form: Form
    let shown: [Map]
    /// How many there are, those that are not drawn included.
    let count: Int
    /// Of volumes, where they are cut.
    let slice: Int?
    let mostActive: Map?

    static let usualCount = 64

    /// - Parameters:
    ///   - output: `[1, …]`; of a larger batch, such as regions, the first.
    ///   - node: The layer.
    ///   - chosen: Which of all maps are drawn, and in which order.
    init(
        _ output: Tensor, _ node: Node, chosen: ([Map]) throws(FigureError) -> [Map]
    ) throws(FigureError) {
        try self.init(output, isSequence: node.output.isSequence, chosen: chosen)
    }

    /// The same of anything, a network's input for example.
    init(
        _ output: Tensor, isSequence: Bool, chosen: ([Map]) throws(FigureError) -> [Map]
    ) throws(FigureError) {
        var values = output.slice(0)
        if isSequence { values = values.transposed }
        var slice: Int?
        switch values.shape.rank {
        case 0, 1:
            form = .units
            values = values.reshaped(to: [values.shape.elementCount, 1, 1])
        case 2:
            form = .strips
            values = values.reshaped(to: [values.shape[0], 1, values.shape[1]])
        case 3:
            form = .planes
        default:
            form = .planes
            let depth = values.shape[1] / 2
            slice = depth
            values = values.slices(at: depth)
        }
        let maps = (0..<values.shape[0]).map { Map(channel: $0, values: values.slice($0)) }
        self.slice = slice
        count = maps.count
        shown = try chosen(maps)
        mostActive = shown.max { ($0.activity, $1.channel) < ($1.activity, $0.channel) }.flatMap {
            $0.activity > 0 ? $0 : nil
        }
    }

    /// Whether some values are clearly below zero.
    var isSigned: Bool {
        let ranges = shown.compactMap(\.values.finiteRange)
        let high = ranges.map(\.upperBound).max() ?? 0
        return ranges.contains { $0.lowerBound < -0.02 * high }
    }

    var what: String {
        switch form {
        case .planes, .strips: counted(shown.count, "feature map") + (shown.count < count ? " of \(count)" : "")
        case .units: counted(shown.count, "unit") + (shown.count < count ? " of \(count)" : "")
        }
    }
}

extension Tensor {
    /// `[T, F]` as `[F, T]`.
    fileprivate var transposed: Tensor {
        let (rows, columns) = (shape[0], shape[1])
        return Tensor([columns, rows]) { output in
            withUnsafeElements { input in
                for row in 0..<rows {
                    for column in 0..<columns { output[column * rows + row] = input[row * columns + column] }
                }
            }
        }
    }

    /// `[C, D, …, H, W]` cut at one place of the second axis, and at the first of any between.
    fileprivate func slices(at place: Int) -> Tensor {
        let plane = shape[shape.rank - 2] * shape[shape.rank - 1]
        let volume = shape.dropFirst().reduce(1, *)
        let start = place * (volume / shape[1])
        return Tensor(
            [shape[0], shape[shape.rank - 2], shape[shape.rank - 1]],
            (0..<shape[0]).flatMap { elements[$0 * volume + start..<$0 * volume + start + plane] })
    }
}
