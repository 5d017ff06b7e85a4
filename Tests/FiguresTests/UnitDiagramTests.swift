import Execution
import Networks
import Scenes
import Tensors
import Testing

@testable import Figures

/// Circles and edges: lesson 08's network, and what can be drawn so at all.
@Suite struct UnitDiagramTests {
    static let hidden: [Float] = [
        2.8574, -1.9207, 1.7582, -1.2549, -4.5925, 0.23236, 12.0861, 12.3701, 2.503, -1.9321, -2.1422, 2.6928,
    ]
    static let hiddenBias: [Float] = [-3.2811, -6.956, -3.0943, 11.1103, 0.14842, -3.3705]
    static let output: [Float] = [-0.51977, 5.3993, 3.4349, 5.2863, 3.1976, -0.67102]
    static let outputBias: [Float] = [1.4657]

    /// Lesson 08's network with its weights.
    struct Lesson: FigureResources {
        func image(at path: String) throws -> Tensor { try SamplePictures().image(at: path) }
        func kernel(at path: String) throws -> Tensor { try SamplePictures().kernel(at: path) }
        func tensor(at path: String) throws -> Tensor { Tensor([2], [0.5, -0.25]) }

        func network(_ request: NetworkRequest) throws -> PreparedNetwork {
            let network = try Network(
                input: [2],
                layers: [
                    .dense(6, activation: .tanh).named("hidden"), .dense(1, activation: .tanh).named("output"),
                ])
            return try PreparedNetwork(
                network,
                [
                    NamedTensor("hidden.weight", Tensor([6, 2], hidden)),
                    NamedTensor("hidden.bias", Tensor([6], hiddenBias)),
                    NamedTensor("output.weight", Tensor([1, 6], output)),
                    NamedTensor("output.bias", Tensor([1], outputBias)),
                ], from: "weights.npz")
        }
    }

    private func scene(
        _ options: [String: String], width: Double = 455, _ resources: any FigureResources = SamplePictures()
    ) throws -> Scene {
        let options = options.merging(["style": "units"]) { $1 }.sorted { $0.key < $1.key }
        return try Architecture(options.map { ($0.key, .text($0.value)) }).scene(
            in: FigureContext(width: width, measurer: FixedTextMeasurer(), resources: resources))
    }

    private func texts(_ scene: Scene) -> [String] {
        func flat(_ mark: Mark) -> [String] {
            switch mark {
            case .group(let group): group.marks.flatMap(flat)
            case .text(let text): [text.text.runs.map(\.string).joined()]
            case .path, .image, .matrix: []
            }
        }
        return scene.marks.flatMap(flat)
    }

    @Test(arguments: [240.0, 455, 960], [true, false])
    func everyWeightAndBiasOfLesson08IsRead(_ width: Double, _ withValues: Bool) throws {
        let scene = try scene(withValues ? ["values": "0.5,-0.25"] : [:], width: width, Lesson())
        let texts = texts(scene)
        let weights = [
            "2.8574", "−1.9207", "1.7582", "−1.2549", "−4.5925", "0.23236", "12.0861", "12.3701", "2.503", "−1.9321",
            "−2.1422", "2.6928", "−0.51977", "5.3993", "3.4349", "5.2863", "3.1976", "−0.67102",
        ]
        for weight in weights { #expect(texts.count { $0 == weight } == 1, "\(weight)") }
        for bias in ["−3.2811", "−6.956", "−3.0943", "11.1103", "0.14842", "−3.3705", "1.4657"] {
            #expect(texts.contains("b " + bias), "\(bias)")
        }
        #expect(texts.contains("0.970388") == withValues)
        #expect(texts.contains("tanh(2.098905)") == withValues)
        #expect(SceneAudit(scene, measurer: FixedTextMeasurer()).problems.isEmpty)
    }

    @Test func aFileIsTheSameInput() throws {
        #expect(try texts(scene(["image": "x.npy"], Lesson())).contains("tanh(2.098905)"))
    }

    @Test func largeLayersAreElidedWithACount() throws {
        let scene = try scene(["network": "64 -> dense 100 relu -> dense 10 softmax"])
        let words = texts(scene)
        #expect(words.contains("… 57 more") && words.contains("… 93 more"))
        #expect(words.contains("100 units") && words.contains("10 units"))
        #expect(words.contains { $0.contains("random weights (He, seed 0)") })
    }

    /// z is what the network itself would compute without its function.
    @Test func sumsAreThoseOfTheNetwork() throws {
        let values = "0.3,-1.5,2"
        let after = try scene(["network": "3 -> dense 4 tanh -> dense 2 sigmoid", "values": values])
        let before = try scene(["network": "3 -> dense 4 tanh -> dense 2", "values": values])
        let results = try scene(["network": "3 -> dense 4 tanh -> dense 2", "values": values]).description.details
        #expect(before.description.details == results)
        func numbers(_ details: String, after words: String) -> [Double] {
            guard let range = details.firstRange(of: words) else { return [] }
            return details[range.upperBound...].prefix { $0 != ";" }.split(separator: ",").compactMap { part in
                let text = part.replacing("−", with: "-").filter { "-0123456789.".contains($0) }
                return Double(text.hasSuffix(".") ? String(text.dropLast()) : text)
            }
        }
        let sums = numbers(after.description.details, after: "Before sigmoid: ")
        let plain = numbers(before.description.details, after: "Values of dense2: ")
        #expect(sums.prefix(2).count == 2)
        for (a, b) in zip(sums.prefix(2), plain.prefix(2)) { #expect(abs(a - b) < 1e-4) }
    }

    @Test func whatIsNoChainOfVectorsIsRefusedWithAWayOut() throws {
        #expect(
            throws: FigureError.noUnits(
                layer: "conv1", what: "works on 6\u{A0}×\u{A0}28\u{A0}×\u{A0}28, no vector", from: "dense1")
        ) { try scene(["network": "1x32x32 -> conv 6@5x5 -> flatten -> dense 10"]) }
        #expect(throws: FigureError.self) { try scene(["network": "5x3 -> lstm 4 return-sequences=true"]) }
        // Its dense layers alone can be drawn.
        _ = try scene(["network": "1x32x32 -> conv 6@5x5 -> flatten -> dense 10", "from": "dense1"])
        #expect(throws: FigureError.unknownInput(network: "Chain", shape: "n")) {
            try scene(["network": "n -> dense 3"])
        }
    }

    @Test(arguments: ["0.5", "1,2,3", "a,b", "0.5,nan"])
    func otherNumbersThanTheNetworkReadsAreRefused(_ values: String) {
        #expect(throws: ParameterError.self) { try scene(["values": values], Lesson()) }
    }

    @Test func weightsKeepTheirDigits() {
        #expect(WeightFormat([0.5, -2]).text(0.5) == "0.5")
        #expect(WeightFormat(Self.hidden).text(12.0861) == "12.0861")
        #expect(WeightFormat([0.123456789, 1]).text(0.123456789) == "0.123")
    }

    @Test func labelsFindRoomOrSayThatThereIsNone() throws {
        func edges(_ from: Int, _ to: Int, pitch: Double) -> [LabelledEdge] {
            (0..<to).flatMap { unit in
                (0..<from).map { input in
                    LabelledEdge(
                        from: Point(0, Double(input) * pitch), to: Point(160, Double(unit) * pitch), size: Size(32, 8))
                }
            }
        }
        let labels = EdgeLabels(edges: edges(2, 6, pitch: 50), obstacles: [Rect(100, 0, 20, 20)], preferred: 0.6)
        let frames = try #require(labels.placed())
        #expect(frames.count == 12)
        for (index, frame) in frames.enumerated() {
            // Each stands on its own line, and on nothing else's place.
            #expect(labels.edges[index].crosses(frame))
            #expect(labels.obstacles.allSatisfy { $0.intersection(frame) == nil })
            for other in frames[(index + 1)...] { #expect(frame.intersection(other) == nil) }
        }
        #expect(EdgeLabels(edges: edges(9, 9, pitch: 6), obstacles: [], preferred: 0.5).placed() == nil)
    }
}
