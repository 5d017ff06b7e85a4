import Scenes
import Tensors

/// One step of a convolution along time, laid out: the input below, each layer above what it reads.
struct Conv1DDrawing {
    let model: Conv1DModel
    let step: FigureStep

    private var isSmall: Bool { step.form == .thumbnail }

    func draw(in builder: inout SceneBuilder) {
        let labels = isSmall ? [] : model.labels(builder)
        let widest = min(builder.width(of: labels.map(\.label)), 150) + 1
        let fit = model.numbers.map { NumberCells($0, columns: model.placeCount, in: builder) }
        let beside = builder.width - widest - 12
        let isBeside = !isSmall && beside >= (fit.map { $0.cell * Double(model.placeCount) } ?? 260)
        let scale = TimeScale(model, width: isBeside ? beside : builder.width, cell: fit?.cell, isSmall: isSmall)
        let tops = TimeTops(model, scale, isSmall: isSmall)
        builder.stack(model, scale, tops, step, fit)
        guard !isSmall else { return }

        builder.timeAxis(model, scale, model.field(of: step.index), top: tops.bottom)
        if isBeside {
            let left = scale.x(model.extent.upperBound) + scale.pitch / 2 + 12
            for label in labels {
                builder.labels([label.label], left: left, top: tops.middle(of: label.row) - 6, width: widest)
            }
        } else {
            builder.labels(labels.map(\.label), left: 0, top: builder.below(8), width: builder.width)
        }
        if let numbers = model.numbers, let board = model.board, let fit {
            if !fit.hasCorners { kernel(numbers, in: &builder) }
            builder.sum(WindowNumbers(numbers, board, at: (0, step.index)), top: builder.below(8))
        }
        builder.timeNotes(model, top: builder.below(8))
    }

    /// Where corners are too small for weights, the kernel is a grid of its own.
    private func kernel(_ numbers: CellTable, in builder: inout SceneBuilder) {
        let least = builder.leastCell(numbers.kernel, NumberStyle(for: numbers.kernel))
        let cell = min(least, builder.width / Double(numbers.kernel.shape[1]))
        let name = "kernel" + (numbers.kernelName.map { ": \($0)" } ?? "")
        let frame = builder.labels(
            [CellLabel(.role(.kernel), name)], left: 0, top: builder.below(8), width: builder.width)
        builder.products(
            numbers.kernel, on: .flat(Point(0, frame.bottom + 4), cell: cell), cell: cell, size: Text.smallSize,
            isAsked: false)
    }

    static func leastWidth(_ model: Conv1DModel) -> Double {
        let places = Double(model.placeCount)
        return model.numbers.map { NumberCells.least($0) * places + 10 } ?? max(90, 5.5 * places)
    }

    /// Whether numbers find room on the page at all.
    ///
    /// - Throws: ``ParameterError`` that says what fits.
    static func check(_ model: Conv1DModel, _ context: FigureContext) throws {
        guard let numbers = model.numbers else { return }
        let most = Int(SceneBuilder(context).width / NumberCells.least(numbers))
        if max(model.placeCount, numbers.kernel.shape[1]) > most {
            throw ParameterError.rowTooLong(model.placeCount, most: most)
        }
    }
}

/// Where steps lie across the page.
struct TimeScale {
    let first: Double
    /// From one step of the input to the next.
    let pitch: Double
    /// A node's side.
    let cell: Double

    init(_ model: Conv1DModel, width: Double, cell: Double?, isSmall: Bool) {
        first = model.extent.lowerBound
        pitch = cell ?? min(width / Double(model.placeCount), isSmall ? 12 : 24)
        self.cell = cell ?? min(0.78 * pitch, 15)
    }

    /// The middle of a place in time.
    func x(_ time: Double) -> Double { (time - first + 0.5) * pitch }
}

/// Where the rows of a stack stand down the page, the last layer's first.
struct TimeTops {
    private let tops: [Double]
    private let heights: [Double]

    /// More features of a step are not drawn one above the other.
    static let mostFeatures = 5

    init(_ model: Conv1DModel, _ scale: TimeScale, isSmall: Bool) {
        let features = model.isNumbered ? model.rows[0].channels : min(model.rows[0].channels, Self.mostFeatures)
        heights = model.rows.indices.map { $0 == 0 ? Double(features) * scale.cell : scale.cell }
        let gap = isSmall ? 14 : model.isStack ? (model.layers.count > 5 ? 26.0 : 34) : 44
        var (y, tops) = (0.0, [Double]())
        for height in heights.reversed() {
            tops.insert(y, at: 0)
            y += height + gap
        }
        self.tops = tops
    }

    func top(_ row: Int) -> Double { tops[row] }
    func bottom(_ row: Int) -> Double { tops[row] + heights[row] }
    /// Of a row, or half-way to the row above it.
    func middle(of row: Double) -> Double {
        let index = Int(row)
        return row == Double(index)
            ? (top(index) + bottom(index)) / 2 : (top(index) + bottom(index + 1)) / 2
    }
    var bottom: Double { bottom(0) }
}
