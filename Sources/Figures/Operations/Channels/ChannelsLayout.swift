import Scenes
import Tensors

/// Where the parts of a figure of several channels stand: inputs, slices, their sums, and maps.
struct ChannelsLayout {
    /// Of the numbers.
    let size: Double
    let cell: Double
    let weightCell: Double
    let sumWidth: Double
    let outputCell: Double
    let gap: Double
    /// Between sums and maps.
    let turn: Double
    /// Whether the maps stand beside the sums, or below all else.
    let isBeside: Bool
    let inputWidth: Double
    let weightWidth: Double
    let outputWidth: Double

    static let sumHeight = 15.0

    var weightLeft: Double { inputWidth + gap }
    var sumLeft: Double { weightLeft + weightWidth + gap + 6 }
    var sumRight: Double { sumLeft + sumWidth }
    var outputLeft: Double { isBeside ? sumRight + turn : 0 }
    var width: Double { isBeside ? outputLeft + outputWidth : max(sumRight + 26, outputWidth) }

    /// The roomiest that fits the page; nothing if none does.
    init?(_ model: ChannelsModel, in page: SceneBuilder) {
        guard let fitting = Self.choices(model, page).first(where: { $0.width <= page.width }) else { return nil }
        self = fitting
    }

    /// For pictures of single steps beside each other.
    init(thumbnail model: ChannelsModel, in page: SceneBuilder) {
        let least = model.numbers == nil ? 4.0 : 11
        self.init(model, page, Text.smallSize, least: least, 12, turn: 22, isBeside: true)
    }

    private static func choices(_ model: ChannelsModel, _ page: SceneBuilder) -> [ChannelsLayout] {
        let tall = Double(model.channels.count * max(model.board.rowCount, model.kernelSizes[0]))
        let roomy = [
            ChannelsLayout(
                model, page, Text.labelSize, least: min(20, max(16, 330 / tall)), 22, turn: 44, isBeside: true),
            ChannelsLayout(model, page, Text.smallSize, least: 12, 20, turn: 44, isBeside: true),
            ChannelsLayout(model, page, Text.labelSize, least: 16, 20, turn: 44, isBeside: false),
            ChannelsLayout(model, page, Text.smallSize, least: 11, 15, turn: 44, isBeside: false),
        ]
        guard model.numbers == nil else { return roomy }
        // Cells without numbers are as large as the page allows.
        return [true, false].flatMap { isBeside in
            [12.0, 9, 7, 5, 4, 3, 2.4].map {
                ChannelsLayout(
                    model, page, Text.smallSize, least: min($0, max(2.4, 400 / tall)), 20, turn: 44,
                    isBeside: isBeside)
            }
        }
    }

    private init(
        _ model: ChannelsModel, _ page: SceneBuilder, _ size: Double, least: Double, _ gap: Double, turn: Double,
        isBeside: Bool
    ) {
        (self.size, self.gap, self.turn, self.isBeside) = (size, gap, turn, isBeside)
        if let texts = model.texts {
            func widest(_ texts: Set<String>) -> Double {
                texts.map { page.measure(Text($0, style: .bold, size: size)).width }.max() ?? 0
            }
            cell = max(least, widest(texts.input) + 4)
            weightCell = max(least, widest(texts.weights) + 4)
            outputCell = max(least, widest(texts.output) + 4)
            sumWidth = max(24, widest(texts.sums) + page.measure(Text("+ ", size: size)).width + 8)
        } else {
            (cell, weightCell, outputCell, sumWidth) = (least, least, least, 18)
        }
        inputWidth = cell * Double(model.board.columnCount)
        weightWidth = weightCell * Double(model.kernelSizes[1])
        outputWidth = outputCell * Double(model.board.columns.outputSize)
    }
}
