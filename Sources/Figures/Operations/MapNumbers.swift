import Execution
import Tensors

/// Several maps as an operation reads them: how many, how large, and their numbers if they have some.
struct MapNumbers {
    let channels: Int
    /// Height and width.
    let sizes: [Int]
    /// `[C, H, W]`
    let maps: Tensor?
    /// What the maps of a photo are called.
    let names: [String]

    /// More are not computed with.
    static let mostNumbers = 1_000_000

    struct Request {
        var values: MapValues
        var channels: Int?
        var sizes: [Int]?
        var usualChannels = 3
        var usualSizes = [6, 6]
        var image: ImageReference
        var at: CellPlace?
        /// Whether a photo is read as its brightness.
        var isGray = false
        var range = 0...3
    }

    init(_ request: Request, _ numbers: inout CellNumbers, _ context: FigureContext) throws {
        if let channels = request.channels { try requireCount(channels, option: "input-channels") }
        func check(_ own: Int, _ what: String) throws(ParameterError) -> Int {
            guard let asked = request.channels, asked != own else { return own }
            throw ParameterError(option: "input-channels", value: "\(asked)", expected: "\(own), \(what)")
        }
        var photo: Tensor?
        switch request.values {
        case .none, .random:
            channels = request.channels ?? request.usualChannels
            sizes = request.sizes ?? request.usualSizes
        case .given(let maps):
            channels = try check(maps.count, "as many as --values has")
            sizes = maps[0].shape.sizes
            if let asked = request.sizes, asked != sizes {
                throw ParameterError(
                    option: "values", value: maps[0].matrixText,
                    expected: "maps of \(Figures.sizes(asked)), as --input says")
            }
        case .photo:
            let pixels = try request.isGray ? request.image.brightness(in: context) : request.image.pixels(in: context)
            photo = pixels
            channels = try check(pixels.shape[0], "the channels of the photo")
            sizes = request.sizes ?? request.usualSizes
        }
        let limit = Board.mostCells
        guard sizes.allSatisfy({ (1...limit).contains($0) }) else {
            throw FigureError.tooManyCells(rows: sizes[0], columns: sizes[1], limit: limit)
        }
        let count = channels * sizes[0] * sizes[1]
        if request.values != .none, count > Self.mostNumbers {
            throw ParameterError(
                option: "input-channels", value: "\(channels)",
                expected: "fewer channels where cells have numbers, or --values none")
        }
        let shape = Shape([channels] + sizes)
        switch request.values {
        case .none: maps = nil
        case .random: maps = Tensor(shape, (0..<count).map { _ in Float(numbers.integer(in: request.range)) })
        case .given(let given): maps = Tensor(shape, given.flatMap(\.elements))
        case .photo:
            // As pixels are stored, so that sums come out as they are printed.
            maps = try photo?.patch(sizes, at: request.at).bytes
        }
        names =
            photo != nil && channels == 3
            ? ["red", "green", "blue"] : photo != nil && channels == 1 ? ["brightness"] : []
    }

    /// What there is to say of the numbers.
    var remark: String { names.isEmpty ? "" : ", pixels from 0 to 255" }

    /// A map's name, or which of how many it is.
    func name(_ channel: Int) -> String {
        names.isEmpty ? "channel \(channel + 1) of \(channels)" : names[channel]
    }

    /// One map `[H, W]`.
    func map(_ channel: Int) -> Tensor? { maps?.map(channel) }
}

extension Tensor {
    /// Whole numbers from 0 to 255 for those from 0 to 1.
    var bytes: Tensor { Tensor(shape, elements.map { ($0 * 255).rounded() }) }

    /// One map `[H, W]` of several, or of the maps of several filters: the last two axes at indices of the others.
    func map(_ indices: Int...) -> Tensor {
        let (rows, columns) = (shape[shape.rank - 2], shape[shape.rank - 1])
        let index = zip(indices, shape.sizes).reduce(0) { $0 * $1.1 + $1.0 }
        let start = index * rows * columns
        return Tensor([rows, columns], Array(elements[start..<start + rows * columns]))
    }
}
