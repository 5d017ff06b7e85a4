import Networks
import Tensors

/// A volume, the order in which it is read, and where each element comes to lie.
struct FlattenModel {
    let channels: Int
    let rows: Int
    let columns: Int
    let order: ShapeOrder
    /// `[C, H, W]`
    let values: Tensor?
    /// How many values there are, and how many parameters a dense layer behind them has.
    let size: Derivation
    let units: Int?
    let parameters: Derivation?

    static let mostElements = 1 << 20

    struct Place: Hashable {
        let channel: Int
        let row: Int
        let column: Int
    }

    /// An element beside another.
    struct Neighbour {
        enum Side: CaseIterable {
            case right, below, channel
        }

        let side: Side
        /// How many places further on it lies.
        let distance: Int
        /// Nothing at the volume's end.
        let place: Place?
    }

    var count: Int { channels * rows * columns }
    var spatial: [Int] { [rows, columns] }

    /// c·H·W + i·W + j, or i·W·C + j·C + c.
    func index(_ place: Place) -> Int {
        place.channel * stride(.channel) + place.row * stride(.below) + place.column * stride(.right)
    }

    func place(_ index: Int) -> Place {
        Place(
            channel: index / stride(.channel) % channels, row: index / stride(.below) % rows,
            column: index / stride(.right) % columns)
    }

    /// How far apart neighbours lie.
    func stride(_ side: Neighbour.Side) -> Int {
        switch (order, side) {
        case (.chw, .right), (.hwc, .channel): 1
        case (.chw, .below): columns
        case (.chw, .channel): rows * columns
        case (.hwc, .right): channels
        case (.hwc, .below): columns * channels
        }
    }

    /// Those that the volume is large enough for, the nearest first.
    func neighbours(of index: Int) -> [Neighbour] {
        let place = place(index)
        return Neighbour.Side.allCases.compactMap { side -> Neighbour? in
            let next: Place
            switch side {
            case .right:
                guard columns > 1 else { return nil }
                next = Place(channel: place.channel, row: place.row, column: place.column + 1)
            case .below:
                guard rows > 1 else { return nil }
                next = Place(channel: place.channel, row: place.row + 1, column: place.column)
            case .channel:
                guard channels > 1 else { return nil }
                next = Place(channel: place.channel + 1, row: place.row, column: place.column)
            }
            let isInside = next.channel < channels && next.row < rows && next.column < columns
            return Neighbour(side: side, distance: stride(side), place: isInside ? next : nil)
        }.sorted { $0.distance < $1.distance }
    }

    /// An element with all neighbours, near the middle.
    var clearest: Int {
        index(
            Place(
                channel: max(0, channels - 2) / 2, row: max(0, rows - 2 + rows % 2) / 2, column: max(0, columns - 1) / 2
            ))
    }

    /// Where an element goes, with its place for letters.
    func derivation(of index: Int) -> Derivation {
        let place = place(index)
        var (terms, bindings) = ([Expression](), [Derivation.Binding]())
        func factor(_ letter: String, _ meaning: String, _ value: Int) -> Expression {
            let symbol = Expression.Symbol(letter, meaning)
            if !bindings.contains(where: { $0.symbol == symbol }) { bindings.append(.init(symbol, Quantity(value))) }
            return .symbol(symbol)
        }
        let c = channels > 1 ? factor("c", "channel", place.channel) : nil
        let (i, j) = (factor("i", "row", place.row), factor("j", "column", place.column))
        let width = factor("W", "width", columns)
        switch order {
        case .chw:
            if let c { terms.append(c * factor("H", "height", rows) * width) }
            terms += [i * width, j]
        case .hwc:
            guard let c else {
                terms = [i * width, j]
                break
            }
            let depth = factor("C", "channels", channels)
            terms = [i * width * depth, j * depth, c]
        }
        return Derivation(.named("index"), terms.dropFirst().reduce(terms[0], +), bindings)
    }
}

extension FlattenModel {
    /// - Throws: ``ParameterError``, ``FigureError``.
    init(_ options: FlattenFigure, _ context: FigureContext) throws {
        let given: Tensor? = if case .given(let matrix) = options.values { matrix } else { nil }
        let sizes = try Self.sizes(options, given)
        (channels, rows, columns) = (sizes[0], sizes[1], sizes[2])
        order = context.notation.shapes
        var numbers = CellNumbers(seed: context.seed)
        switch options.values {
        case .none: values = nil
        case .random: values = numbers.matrix(channels * rows, columns, in: 0...9).reshaped(to: Shape(sizes))
        case .given(let matrix): values = matrix.reshaped(to: Shape(sizes))
        case .photo:
            let patch =
                channels == 1
                ? try options.image.patch([rows, columns], at: options.at, in: context)
                : try options.image.colorPatch([rows, columns], at: options.at, in: context)
            guard patch.shape.elementCount == channels * rows * columns else {
                let fitting =
                    patch.shape[0] == 1
                    ? "1 channel: the photo is grey" : "1 channel for its brightness, or \(patch.shape[0])"
                throw ParameterError.volume(sizes, expected: fitting)
            }
            values = patch.reshaped(to: Shape(sizes))
        }
        let shape = FeatureShape(sizes.map { Quantity($0) })
        let layout: Layout =
            switch order {
            case .chw: .channelsFirst
            case .hwc: .channelsLast
            }
        let inference = try Flatten().inferred(from: LayerInput([shape], layout: layout))
        size = inference.sizes[0]
        units = options.units
        parameters =
            try options.units.map { units in
                try requireCount(units, option: "units")
                return try Dense(units: units).inferred(from: LayerInput([inference.shape])).parameters.count(.pytorch)
            } ?? nil
    }

    private static func sizes(_ options: FlattenFigure, _ given: Tensor?) throws -> [Int] {
        let sizes =
            options.input?.volume() ?? given.map { [1] + $0.shape.sizes }
            ?? (options.values == .photo ? [1, 4, 4] : [2, 3, 4])
        try requireVolume(sizes, most: mostElements, given: given)
        return sizes
    }
}
