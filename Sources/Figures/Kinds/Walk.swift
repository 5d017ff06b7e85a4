import Execution
import Networks
public import Scenes
import Tensors

/// One photo on its way through a whole network: a column of maps for each stage, down to the scores.
public struct Walk: NetworkFigure {
    public var options = NetworkOptions()
    public var layers: [String] = []
    public var maps = 3
    public var top = 5

    public init() {}

    public static let summary =
        "One photo through the whole network: a column of maps for each stage, down to the scores."

    public static var parameters: [FigureParameter<Walk>] {
        networkParameters + photoParameters + [
            imageParameter,
            .init(
                "layers", \.layers,
                "the stages, by their layers' names, as conv1,conv2; the last of each size unless given"),
            .init("maps", \.maps, "how many maps of each stage, the most active ones"),
            .init("top", \.top, "how many of the scores, the highest ones"),
        ]
    }

    public func scene(in context: FigureContext) throws -> Scene {
        for (name, value, range) in [("maps", maps, 1...12), ("top", top, 1...20)] where !range.contains(value) {
            throw ParameterError(
                option: name, value: "\(value)", expected: "a number from \(range.lowerBound) to \(range.upperBound)")
        }
        let prepared = try options.prepared(in: context)
        let network = prepared.network
        let plan = try WalkPlan(network, layers: layers.flatMap { $0.split(separator: ",").map(String.init) })
        let input = try NetworkInput(options, for: network, in: context)
        let names = plan.stages.map(\.node.name)
        let outputs = try prepared.execution(of: names).run(input.tensors, layers: names)
        let most = maps
        func strongest(_ all: [LayerMaps.Map]) -> [LayerMaps.Map] {
            // Vectors are shown whole, maps by how active they are.
            guard let first = all.first, first.values.shape.elementCount > 1 else { return all }
            return Array(all.sorted { ($1.activity, $0.channel) < ($0.activity, $1.channel) }.prefix(most))
        }
        var stages: [WalkFigure.Stage] = []
        for stage in plan.stages {
            guard let output = outputs[stage.node.name], output.shape.elementCount > 0 else {
                throw FigureError.nothingToDraw(stage.node.name)
            }
            stages.append(
                WalkFigure.Stage(
                    node: stage.node, steps: stage.steps,
                    maps: try LayerMaps(
                        stage.node.output.isSequence ? output : output.withoutPlaces,
                        isSequence: stage.node.output.isSequence, chosen: strongest)))
        }
        let first = network.inputs[0]
        let entry = try input.tensors[first.name].map {
            try LayerMaps($0, isSequence: first.shape.isSequence, chosen: strongest)
        }
        let figure = WalkFigure(
            name: first.name, shape: first.shape, photo: input.photo, input: entry, stages: stages,
            classes: network.header.labels, top: top)
        var builder = SceneBuilder(context)
        builder.walk(figure)
        builder.footnote(figure.notes + [prepared.weightWords, input.words])
        return builder.scene(
            AlternativeText(
                summary: "\(input.words.capitalisedFirst) on its way through \(prepared.network.title): "
                    + "\(counted(stages.count, "stage"))\(figure.answer.map { ", then \($0)" } ?? "").",
                details: ([input.details] + figure.sentences + [prepared.weightDetails.capitalisedFirst + "."])
                    .joined(separator: " ")))
    }
}

/// Which layers are shown, and what lies between them.
struct WalkPlan {
    struct Stage {
        let node: Node
        /// From the stage before to this one.
        let steps: String
    }

    let stages: [Stage]

    private static let mostStages = 12

    /// - Parameter layers: By name; the last of each size unless given.
    /// - Throws: ``FigureError/noSuchLayer(_:nearest:)``.
    init(_ network: Network, layers: [String]) throws(FigureError) {
        let output = network.outputs.last ?? network.nodes.count - 1
        let path = UnitPath.main(network, output)
        var places: [Int]
        if layers.isEmpty {
            places = Self.lastOfEachSize(path, network)
            if places.count > Self.mostStages {
                let all = places
                places = (0..<Self.mostStages).map { all[$0 * (all.count - 1) / (Self.mostStages - 1)] }
            }
        } else {
            places = []
            for name in layers {
                let node = try network.layer(name, else: { _ in false }, what: "")
                places.append(network.nodes.firstIndex { $0.name == node.name } ?? 0)
            }
        }
        var stages: [Stage] = []
        var before = -1
        for place in places {
            var between = path.filter { $0 > before && $0 <= place }
            // What lies on a branch is told by itself.
            if between.last != place { between = [place] }
            stages.append(
                Stage(node: network.nodes[place], steps: StepWords(between.map { network.nodes[$0] }).text))
            before = place
        }
        self.stages = stages
    }

    private static func lastOfEachSize(_ path: [Int], _ network: Network) -> [Int] {
        path.indices.filter { index in
            guard index + 1 < path.count else { return true }
            let (node, next) = (network.nodes[path[index]], network.nodes[path[index + 1]])
            if case .dense = next.layer { return true }
            return node.output.rank != next.output.rank || node.output.spatial != next.output.spatial
        }.map { index in
            // Dropout passes everything: the layer before it gives the stage its name.
            var index = index
            while index > 0, case .dropout = network.nodes[path[index]].layer { index -= 1 }
            return path[index]
        }
    }
}

extension Tensor {
    /// Maps of one place each as the vector that they are: `[N, C, 1, 1]` as `[N, C]`.
    fileprivate var withoutPlaces: Tensor {
        shape.rank > 2 && shape.dropFirst(2).allSatisfy { $0 == 1 } ? reshaped(to: [shape[0], shape[1]]) : self
    }
}
