import Execution
import Networks
public import Scenes
import Tensors

/// A network slid over a larger photo: one score for each place of its window, as a map.
public struct ScoreMap: NetworkFigure {
    public var options = NetworkOptions()
    public var layer: String?
    public var category: String?

    public init() {}

    public static let summary =
        "A network slid over a larger photo, its dense layers as convolutions: a map of scores, one for each window."

    public static var parameters: [FigureParameter<ScoreMap>] {
        networkParameters + [
            .init("image", \.options.image, "the photo, as large as it is unless resized; a test image unless given"),
            .init(
                "class", \.category, "which score, by number from 0 or by label; the greatest on the map unless given"),
            .init("layer", \.layer, "whose map; the network's last one unless given"),
        ] + photoParameters
    }

    public func scene(in context: FigureContext) throws -> Scene {
        let prepared = try options.prepared(in: context)
        let image = options.image ?? ImageReference(TestImage.shapes.rawValue)
        let shape = prepared.network.inputs[0].shape
        guard prepared.network.inputs.count == 1, shape.takesPhotos else {
            throw FigureError.notForPhotos(network: options.network.shortName, shape: shape.text())
        }
        let preparation = (prepared.network.header.preprocessing ?? Preprocessing()).sliding(try options.preparation())
        let photo = try preparation.framed(try image.pixels(in: context), for: shape.withOpenSize)
        let sliding = try SlidingNetwork(
            prepared.network, over: FeatureShape(photo.shape.map { Quantity($0) }))
        let last = sliding.network.outputs.last.map { sliding.network.nodes[$0].name }
        let node = try sliding.network.layer(layer ?? last, else: { _ in false }, what: "a map over the photo")
        let scores = try prepared.sliding(sliding).execution(of: [node.name]).run(
            [prepared.network.inputs[0].name: preparation.normalized(photo)], layers: [node.name])[node.name]
        guard let scores, let windows = SlidingWindows(sliding, node) else {
            throw FigureError.nothingFits(what: "a map over the photo")
        }
        let map = try ClassMap(scores.slice(0), wanted: category, labels: prepared.network.header.labels)
        var builder = SceneBuilder(context)
        builder.scoreMap(map, windows, photo: photo, named: image.shortName, isProbability: node.givesProbabilities)
        builder.footnote([windows.cost, prepared.weightWords].filter { !$0.isEmpty })
        return builder.scene(description(map, windows, prepared, image))
    }

    private func description(
        _ map: ClassMap, _ windows: SlidingWindows, _ prepared: PreparedNetwork, _ image: ImageReference
    ) -> AlternativeText {
        let place = windows.place(row: map.best.row, column: map.best.column)
        return AlternativeText(
            summary:
                "\(prepared.network.title) slid over \(image.shortName): \(sizes(map.values.shape.sizes)) scores of "
                + "\(map.title).",
            details: """
                The window is \(sizes(windows.size)) and moves by \(windows.stepWords) in a photo of \
                \(sizes(windows.photo)). The greatest score, \(decimal(map.best.score, places: 3)), stands in row \
                \(map.best.row), column \(map.best.column): its window begins at \(place.row), \(place.column). \
                \(windows.cost.capitalisedFirst). \(prepared.weightDetails.capitalisedFirst).
                """)
    }
}

/// One class of a map of scores.
struct ClassMap {
    /// Its label, or its number.
    let title: String
    /// `[H, W]`
    let values: Tensor
    let best: (row: Int, column: Int, score: Float)

    /// - Parameters:
    ///   - scores: `[C, H, W]`
    ///   - wanted: A number or a label; the class of the greatest score unless given.
    ///   - labels: Of all classes.
    /// - Throws: ``FigureError`` or ``ParameterError`` for a class that there is not.
    init(_ scores: Tensor, wanted: String?, labels: [String]?) throws {
        let channels = scores.shape[0]
        let plane = scores.shape.elementCount / channels
        let index: Int
        if let wanted {
            // A label wins: that of a digit is no number of a class.
            if let labelled = labels?.firstIndex(of: wanted) ?? Int(wanted) {
                index = labelled
            } else {
                let near = nearest(wanted, among: labels ?? []).map { "; did you mean '\($0)'?" } ?? ""
                throw ParameterError(
                    option: "class", value: wanted,
                    expected: "a number from 0 to \(channels - 1)\(labels == nil ? "" : " or a label")\(near)")
            }
            guard (0..<channels).contains(index) else {
                throw FigureError.indexOutside(what: "class", index: index, count: channels)
            }
        } else {
            index = (scores.elements.indices.max { scores.elements[$0] < scores.elements[$1] } ?? 0) / plane
        }
        title = labels.flatMap { $0.indices.contains(index) ? "“\($0[index])”" : nil } ?? "class \(index)"
        let values = scores.slice(index)
        let place = values.elements.indices.max { values.elements[$0] < values.elements[$1] } ?? 0
        let columns = values.shape[1]
        best = (place / columns, place % columns, values.elements[place])
        self.values = values
    }
}

/// Where the windows of a sliding network lie on the photo.
struct SlidingWindows {
    /// Height and width of a window, of the photo.
    let size: [Int]
    let photo: [Int]
    /// From one window to the next.
    let step: [Double]
    /// What the sliding saves, in words.
    let cost: String

    /// Nothing for what is no map.
    init?(_ sliding: SlidingNetwork, _ node: Node) {
        guard node.output.spatial.count == 2, let window = sliding.original.inputs[0].shape.known,
            let photo = sliding.network.inputs[0].shape.known, case .axes(let axes) = node.field
        else { return nil }
        size = Array(window.dropFirst())
        self.photo = Array(photo.dropFirst())
        step = axes.map { $0.jump.double }
        let count = node.output.spatial.compactMap(\.integer).reduce(1, *)
        let (once, each) = (sliding.network.totalMultiplyAccumulates, sliding.original.totalMultiplyAccumulates)
        if let once, let each {
            cost = """
                one run of \(Quantity(once).readable) multiplications instead of \(Quantity(count).readable) runs with \
                \(Quantity(count * each).readable)
                """
        } else {
            cost = ""
        }
    }

    var stepWords: String {
        step[0] == step[1] ? decimal(Float(step[0])) : "\(decimal(Float(step[0]))) and \(decimal(Float(step[1])))"
    }

    /// The window's first row and column.
    func place(row: Int, column: Int) -> (row: Int, column: Int) {
        (Int(Double(row) * step[0]), Int(Double(column) * step[1]))
    }
}

extension Network {
    fileprivate var totalMultiplyAccumulates: Int? {
        nodes.reduce(Quantity(0)) { $0 + ($1.inference.multiplyAccumulates?.value ?? 0) }.integer
    }
}
