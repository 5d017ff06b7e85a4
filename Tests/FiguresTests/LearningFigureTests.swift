import Execution
import Scenes
import Tensors
import Testing
import Training

@testable import Figures

/// Figures of what was recorded while networks learned.
@Suite struct LearningFigureTests {
    /// Records as they are, under any name.
    private struct Records: FigureResources {
        var records: [TrainingRecord]
        func image(at path: String) throws -> Tensor { throw SamplePictures.Missing() }
        func kernel(at path: String) throws -> Tensor { throw SamplePictures.Missing() }
        func tensor(at path: String) throws -> Tensor { throw SamplePictures.Missing() }
        func network(_ request: NetworkRequest) throws -> PreparedNetwork { throw SamplePictures.Missing() }
        func records(_ path: String) throws -> [TrainingRecord] { records }
    }

    private func record(_ name: String) throws -> TrainingRecord { try #require(SyntheticRecords.records(name)?.first) }

    private func context(_ records: [TrainingRecord]? = nil, _ step: StepChoice = .usual) -> FigureContext {
        let resources: any FigureResources = records.map { Records(records: $0) } ?? SamplePictures()
        var context = FigureContext(measurer: FixedTextMeasurer(), resources: resources)
        context.step = step
        return context
    }

    private func scene(
        _ kind: FigureKind, _ run: String, _ options: [String: String] = [:], _ records: [TrainingRecord]? = nil,
        step: StepChoice = .usual
    ) throws -> Scene {
        let all = options.merging(["run": run]) { $1 }.sorted { $0.key < $1.key }
        return try kind.type.init(all.map { ($0.key, .text($0.value)) }).scene(in: context(records, step))
    }

    private func marks(_ scene: Scene) -> [Mark] {
        func flat(_ mark: Mark) -> [Mark] {
            if case .group(let group) = mark { group.marks.flatMap(flat) } else { [mark] }
        }
        return scene.marks.flatMap(flat)
    }

    private func images(_ scene: Scene) -> [ImageMark] {
        marks(scene).compactMap { if case .image(let image) = $0 { image } else { nil } }
    }

    private func texts(_ scene: Scene) -> [String] {
        marks(scene).compactMap { if case .text(let text) = $0 { text.text.plain } else { nil } }
    }

    // MARK: Training

    @Test func theStripShowsEachKernelFromTheFirstStepToTheLast() throws {
        let scene = try scene(.training, "digits", ["kernels": "0,3", "snapshots": "5"])
        // Two rows of five, and the colour bar.
        #expect(images(scene).count == 11)
        let steps = texts(scene).compactMap(Int.init)
        #expect(steps.contains(0) && steps.contains(900))
        // Noise and its edge differ; the same kernel at the same step does not.
        let pixels = images(scene).map(\.pixels)
        #expect(pixels[0] != pixels[4] && pixels[0] != pixels[5])
    }

    @Test func runsShareStepsScaleAndAxes() throws {
        let scene = try scene(.training, "seeds", ["kernels": "0", "snapshots": "4"])
        #expect(images(scene).count == 9)
        let words = texts(scene)
        #expect(words.contains("seed 1") && words.contains("seed 2"))
        #expect(words.count { $0 == "loss" } == 1 && words.count { $0 == "right" } == 1)
        #expect(scene.description.summary.contains("seed 1 and seed 2"))
    }

    @Test func aStepShowsTheKernelsThenAndTheCurvesSoFar() throws {
        let record = try record("digits")
        let scene = try scene(.training, "digits", step: .at(9))
        let step = record.snapshots[8].step
        #expect(texts(scene).contains { $0.hasPrefix("Step \(step), epoch 1") })
        #expect(scene.description.summary.contains("step \(step)"))
        // Of each curve both parts; the bold one ends at the step.
        let charts = TrainingCharts(
            model: try TrainingModel(try TrainingFigure([("run", .text("digits"))]), context()), theme: .light,
            progress: step
        ).charts
        #expect(charts.count == 2 && charts[0].lines.count == 6)
        #expect(charts[0].lines.suffix(3).allSatisfy { $0.points.allSatisfy { $0.x <= Double(step) } })
        #expect(charts[0].lines.prefix(2).allSatisfy { $0.points.last?.x == 900 })
        #expect(charts[1].y.range == 0...100)
    }

    @Test func framesAreOfOneSizeAndEndWithTheLastSnapshot() throws {
        let figure = try TrainingFigure([("run", .text("seeds"))])
        let film = try figure.film(in: context(), secondsPerFrame: 0.5)
        #expect(film.frameCount == 24)
        let sizes = try Set([0, 11, 23].map { try film.frame($0).size })
        #expect(sizes.count == 1)
        #expect(try film.frame(23).description.summary.contains("step 900"))
        #expect(throws: ParameterError.self) { try scene(.training, "digits", step: .at(25)) }
    }

    @Test func finalNumbersAreThoseOfThePredictions() throws {
        let record = try record("digits")
        let predictions = try #require(record.predictions)
        var right = 0
        for (sample, label) in predictions.labels.enumerated() {
            let row = predictions.probabilities.slice(sample).elements
            if row.firstIndex(of: row.max() ?? 0) == label { right += 1 }
        }
        let words = "\(percentage(right, of: 359)) of\u{A0}359 right"
        for kind in [FigureKind.training, .confusion] {
            let scene = try scene(kind, "digits")
            #expect(texts(scene).contains { $0.contains(words) }, "\(kind)")
            #expect(scene.description.details.contains("359"))
        }
        let confusion = try scene(.confusion, "digits")
        #expect(confusion.description.details.hasPrefix("\(right) of 359 samples are right."))
    }

    // MARK: Confusion and mistakes

    @Test func cellsCountWhatIsSaidOfEachClass() throws {
        var record = try record("digits")
        record.predictions = .init(
            classes: ["a", "b", "c"], labels: [0, 0, 0, 1],
            probabilities: Tensor([4, 3], [0.5, 0.3, 0.2, 0.1, 0.8, 0.1, 0.1, 0.6, 0.3, 0.2, 0.4, 0.4]), mistakes: [])
        let counts = try PredictionCounts(try #require(record.predictions), run: "")
        #expect(counts.counts == [[1, 2, 0], [0, 1, 0], [0, 0, 0]])
        #expect(counts.recall(0) == "33.3\u{A0}%" && counts.precision(1) == "33.3\u{A0}%" && counts.recall(2).isEmpty)
        #expect(counts.confusions.map(\.count) == [2])
        let details = try scene(.confusion, "x", [:], [record]).description.details
        #expect(details.contains("a said to be b 2 times") && details.contains("C: 0 samples") == false)
        #expect(details.contains("c: 0 samples, recall unknown, precision unknown"))
        #expect(throws: FigureError.self) { try scene(.mistakes, "x", [:], [record]) }
    }

    @Test func theSurestMistakesComeFirst() throws {
        let record = try record("digits")
        let predictions = try #require(record.predictions)
        let sheet = try MistakeSheet(LearningRun(name: "", record: record), count: 5)
        #expect(sheet.cards.count == 5 && sheet.omitted > 0)
        #expect(zip(sheet.cards, sheet.cards.dropFirst()).allSatisfy { $0.saidShare >= $1.saidShare })
        for card in sheet.cards {
            #expect(card.right == predictions.classes[predictions.labels[card.index]] && card.said != card.right)
            #expect(card.saidShare > card.rightShare)
        }
        #expect(images(try scene(.mistakes, "digits", ["count": "5"])).count == 5)
    }

    // MARK: Gradients and activations

    @Test func gradientsAreComparedFromTheFirstLayerToTheLast() throws {
        var record = try record("tiny")
        record.layers = ["first", "last"]
        record.snapshots[0].gradients = [
            "first": .init(gradient: 0.002, weight: 0.1), "last": .init(gradient: 0.5, weight: 5),
        ]
        let plain = try scene(.gradientFlow, "x", [:], [record])
        #expect(plain.description.details.contains("first's is 1/250 of last's"))
        let relative = try scene(.gradientFlow, "x", ["relative": "true"], [record])
        #expect(relative.description.details.contains("first's is 1/5 of last's"))
        record.snapshots[0].gradients["first"]?.gradient = 0
        #expect(try scene(.gradientFlow, "x", [:], [record]).description.details.contains("first's is 0"))
    }

    @Test func aSignalDiesOutExplodesOrKeepsItsSize() throws {
        for (end, verdict) in [(0.01, "dies out"), (0.9, "keeps its size"), (70, "explodes"), (0, "nothing is left")] {
            var record = try record("tiny")
            record.layers = ["first", "last"]
            record.snapshots[0].activations = [
                "first": SyntheticRecords.histogram(deviation: 1, zeros: 0.5),
                "last": SyntheticRecords.histogram(deviation: end, zeros: 0.25),
            ]
            let scene = try scene(.activationHistory, "x", [:], [record])
            #expect(scene.description.details.contains(verdict), "\(end)")
            #expect(texts(scene).contains { $0.contains("25\u{A0}% zero") })
        }
    }

    @Test func rangesOfHistogramsLeaveOutTheOutermostValues() {
        let histogram = ValueHistogram(
            range: 0...10, shares: [0.5, 0.4999, 0, 0, 0, 0, 0, 0, 0, 0.0001], zeros: 0, mean: 1, deviation: 1)
        #expect(histogram.core == 0...2)
        let broken = ValueHistogram(range: 0...(.infinity), shares: [1], zeros: 0, mean: 0, deviation: 0)
        #expect(broken.core == nil)
    }

    // MARK: What is missing

    @Test func whatWasNotRecordedIsSaidWithTheRemedy() throws {
        var bare = try record("tiny")
        bare.snapshots = [.init(step: 0)]
        bare.predictions = nil
        func message(_ kind: FigureKind, _ options: [String: String] = [:]) -> String {
            do {
                _ = try scene(kind, "x", options, [bare])
                return ""
            } catch { return "\(error)" }
        }
        #expect(message(.activationHistory).contains("recorded no activations; add `record: {activations: [dense1]}`"))
        #expect(message(.gradientFlow).contains("recorded no gradients"))
        #expect(message(.confusion).contains("recorded no predictions"))
        #expect(message(.mistakes).contains("recorded no predictions"))
        #expect(message(.training).isEmpty)
        #expect(message(.training, ["layer": "dense1"]).contains("no kernels of 'dense1'"))
        #expect(message(.training, ["kernels": "0"]).contains("recorded no kernels"))
        #expect(throws: ParameterError.self) { try TrainingFigure().steps(in: context()) }
        bare.predictions = .init(
            classes: ["a"], labels: [3], probabilities: Tensor([1, 1], [1]), mistakes: [])
        #expect(message(.confusion).contains("does not hold together"))
    }

    @Test func runsAreToldApart() throws {
        func names(_ run: String) throws -> [String] {
            try TrainingFigure([("run", .text(run))]).runs(in: context()).map(\.name)
        }
        #expect(try names("seeds") == ["seed 1", "seed 2"])
        #expect(try names("digits,tiny") == ["digits", "tiny"])
        #expect(try names("seeds,digits") == ["seeds, seed 1", "seeds, seed 2", "digits"])
        #expect(try names("digits,digits") == ["run 1", "run 2"])
        #expect(throws: ParameterError.self) { try RunList(.text("a,,b")) }
    }
}
