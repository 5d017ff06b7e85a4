import Execution
import Networks
import Tensors
import Testing
import Training

@testable import Files

@Suite struct ExperimentFileTests {
    private static func file(_ yaml: String) throws -> ExperimentFile {
        try ExperimentFile(yaml: yaml, path: "lessons/x.yml")
    }

    private static let chain = "network: 1x8x8 -> conv 4@3x3 relu -> flatten -> dense 3\n"

    @Test func everythingHasADefault() throws {
        let file = try Self.file(Self.chain + "data: digits.npz")
        #expect(file.source.kind == .archive(path: "lessons/digits.npz", images: nil, labels: nil))
        let experiment = file.experiment
        #expect(experiment.title == "x" && experiment.loss == .crossEntropy)
        #expect(experiment.epochs == 10 && experiment.batchSize == 32 && experiment.shift == 0)
        #expect(experiment.recording == Recording() && experiment.sparsity == nil)
        #expect(experiment.runs.count == 1)
        let run = experiment.runs[0]
        #expect(run.name.isEmpty && run.initializer == .he && run.seed == 0 && run.optimizer == .adam)
        #expect(run.rate == 0.001 && run.schedule == .constant && run.weightDecay == 0 && run.weights == nil)
    }

    @Test func everythingCanBeSaid() throws {
        let file = try Self.file(
            """
            experiment: Two seeds
            about: for lesson 27
            network:
              network: Small
              input: 1x8x8
              layers: [conv: { filters: 4, kernel: 3, activation: relu, name: code }, flatten, dense: 3]
            data: { shapes: [bars, circles, corners], size: 8, count: 90, noise: 0.1, seed: 7, held-out: every 3 }
            loss: cross-entropy
            optimizer: { sgd: { momentum: 0.9, nesterov: true } }
            rate: 0.1
            schedule: { steps: { every: 2, factor: 0.5 } }
            weight-decay: 1e-4
            epochs: 3
            batch: 16
            shift: 2
            frozen: [dense1]
            sparsity: { layer: code, weight: 0.01 }
            record: { kernels: [code], activations: all, gradients: false, snapshots: 9 }
            runs:
              - { name: one, seed: 1 }
              - { name: two, seed: 2, initializer: uniform=0.05, optimizer: adamw, rate: 0.002, schedule: cosine }
            expect:
              - { accuracy: at least 0.5, run: two }
              - { training-loss: at most 2 }
            """)
        let experiment = file.experiment
        #expect(file.source.kind == .shapes([.bars, .circles, .corners], noise: 0.1))
        #expect(file.source.size == [8, 8] && file.source.seed == 7 && file.source.heldOut == .every(3))
        #expect(experiment.epochs == 3 && experiment.batchSize == 16 && experiment.shift == 2)
        #expect(experiment.sparsity?.layer == "code" && experiment.sparsity?.weight == 0.01)
        #expect(experiment.recording.activations == ["code", "dense1"] && experiment.recording.snapshots == 9)
        let (one, two) = (experiment.runs[0], experiment.runs[1])
        #expect(one.optimizer == .sgd(momentum: 0.9, nesterov: true) && one.rate == 0.1 && one.seed == 1)
        #expect(one.schedule == .steps(every: 2, factor: 0.5) && one.weightDecay == 1e-4)
        #expect(one.network.nodes.filter(\.isFrozen).map(\.name) == ["dense1"])
        #expect(two.optimizer == .adam(beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decouplesDecay: true))
        #expect(two.schedule == .cosine(final: 0) && two.initializer == .uniform(limit: 0.05))
        #expect(file.claims.map(\.run) == ["two", nil])
        let data = try file.source.data(for: one.network)
        #expect(data.training.count == 60 && data.heldOut?.count == 30)
    }

    @Test func otherSourcesAndSchedules() throws {
        func source(_ data: String, _ network: String = "1x8x8 -> conv 1@3x3") throws -> DataSource {
            try Self.file("network: \(network)\ndata: \(data)").source
        }
        let idx = try source(
            "{ images: a.gz, labels: b.gz, held-out: { images: c, labels: d }, count: 5 }",
            "1x2x2 -> flatten -> dense 2")
        #expect(idx.kind == .files(images: "lessons/a.gz", labels: "lessons/b.gz") && idx.count == 5)
        #expect(idx.heldOutFiles == .init(images: "lessons/c", labels: "lessons/d"))
        let pairs = try source("{ pairs: [a.png, /b.png], filter: [sobel-x, scharr-y], size: 9x7, held-out: 0 }")
        #expect(
            pairs.kind
                == .pairs(
                    photos: ["lessons/a.png", "/b.png"],
                    filters: [try Filter(parsing: "sobel-x"), try Filter(parsing: "scharr-y")]))
        #expect(pairs.size == [9, 7] && pairs.heldOut == .nothing && pairs.goal == .values)
        let patches = try source("{ patches: a.png, target: rotation, normalize: true }")
        #expect(patches.kind == .patches(photos: ["lessons/a.png"], isNormalized: true) && patches.goal == .rotation)
        let named = try source("{ file: a.npz, images: x, labels: y, range: 16, classes: [a, b], target: itself }")
        #expect(named.kind == .archive(path: "lessons/a.npz", images: "x", labels: "y"))
        #expect(named.range == 16 && named.classNames == ["a", "b"] && named.goal == .itself)
        for (text, schedule) in [
            ("constant", Schedule.constant), ("{ exponential: 0.5 }", .exponential(factor: 0.5)),
            ("{ cosine: 0.1 }", .cosine(final: 0.1)), ("{ steps: { every: 4 } }", .steps(every: 4, factor: 0.1)),
        ] {
            let file = try Self.file(Self.chain + "data: a.npz\nschedule: \(text)")
            #expect(file.experiment.runs[0].schedule == schedule)
        }
    }

    @Test(arguments: [
        ("epochz: 3", "2:1: 'epochz' is no key here; did you mean 'epochs'?"),
        ("epochs: 0", "2:9: 'epochs' is '0'; it must be a whole number from 1"),
        ("rate: fast", "2:7: 'rate' is 'fast'; it must be a number"),
        ("rate: nan", "'rate' is 'nan'"),
        ("optimizer: adams", "2:12: 'optimizer' is 'adams'; it must be sgd, adam, adamw"),
        ("optimizer: { sgd: { momentum: 2 } }", "'momentum' is '2'"),
        ("optimizer: { sgd: { momenta: 0.5 } }", "'momenta' is no key here; did you mean 'momentum'?"),
        ("optimizer: { sgd: { nesterov: true } }", "needs momentum"),
        ("schedule: exponential", "'schedule' is 'exponential'"),
        ("schedule: { steps: { factor: 2 } }", "'every' is missing"),
        ("initializer: magic", "zeros, constant=V"),
        ("frozen: [conv1, densest]", "2:17: no layer is called 'densest'"),
        ("frozen: [conv1, dense1]", "no layer of Chain learns"),
        ("sparsity: { layer: conv1 }", "'weight' is missing"),
        ("sparsity: { layer: conv9, weight: 1 }", "no layer is called 'conv9'; did you mean 'conv1'?"),
        ("record: { kernels: [relu7] }", "no layer is called 'relu7'"),
        ("record: { activations: [conv1], films: 3 }", "'films' is no key here"),
        ("loss: hinge", "cross-entropy or mean-squared-error"),
        ("runs: 3", "expected a list of at most 64 runs"),
        ("runs: []", "expected a list of at most 64 runs"),
        ("runs: [{ name: a/b }, { name: a-b }]", "two runs are called 'a-b'"),
        ("runs: [{ name: a, epochs: 3 }]", "'epochs' is no key here"),
        ("expect: { accuracy: 0.97 }", "'accuracy' is '0.97'; it must be 'at least' or 'at most' a number"),
        ("expect: { accuracy: at least 0.9, run: z }", "'run' is 'z'; it must be left out"),
        ("expect: { kernel: { layer: conv1, filter: sobel-x } }", "conv1 has no single kernel over one channel"),
        ("expect: { kernel: { layer: conv1, filter: sobel-q } }", "no filter is called 'sobel-q'"),
        ("weights: none.safetensors", "lessons/none.safetensors: there is no such file"),
        ("epochs: 3\nepochs: 4", "twice"),
        ("- 3", "not YAML"),
    ])
    func mistakesAreToldWithTheirPlace(line: String, words: String) throws {
        let text = Self.chain + line + (line == "- 3" ? "" : "\ndata: digits.npz\n")
        let error = #expect(throws: NetworkFileError.self) { try Self.file(text) }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
        #expect(error?.description.hasPrefix("lessons/x.yml:") == true, "\(error?.description ?? "")")
    }

    @Test(arguments: [
        ("digits.csv", "2:7: 'data' is 'digits.csv'; it must be an .npz file"),
        ("{ size: 3 }", "expected one of file, images, folder, pairs, patches, shapes"),
        ("{ shapes: [bars, bars] }", "each once"), ("{ shapes: [barz] }", "each once"),
        ("{ shapes: [bars], filter: sobel-x }", "'filter' is no key here"),
        ("{ shapes: [bars], held-out: 1.5 }", "a share below 1"),
        ("{ shapes: [bars], held-out: every 1 }", "a share below 1"),
        ("{ shapes: [bars], held-out: { images: a, labels: b } }", "beside `images:`"),
        ("{ shapes: [bars], size: 0 }", "a size in pixels"), ("{ shapes: [bars], count: -1 }", "'count' is '-1'"),
        ("{ shapes: [bars], target: rotation }", "'target' is 'rotation'; it must be classes or itself"),
        ("{ images: a.gz }", "'labels' is missing"), ("{ pairs: a.png }", "'filter' is missing"),
        ("{ patches: [] }", "a photo or several"), ("{ file: a.npz, classes: none.txt }", "there is no such file"),
        ("{ filez: a.npz }", "did you mean 'file'?"),
    ])
    func dataThatCannotBeAreTold(data: String, words: String) throws {
        let error = #expect(throws: NetworkFileError.self) { try Self.file(Self.chain + "data: \(data)") }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }

    @Test func lossesGoWithTheData() throws {
        func loss(_ line: String, _ data: String) throws -> Loss {
            try Self.file("network: 1x8x8 -> conv 1@3x3\ndata: \(data)\n\(line)").experiment.loss
        }
        #expect(try loss("", "a.npz") == .crossEntropy)
        #expect(try loss("loss: mean-squared-error", "a.npz") == .meanSquaredError)
        #expect(try loss("", "{ pairs: a.png, filter: sobel-x }") == .meanSquaredError)
        let error = #expect(throws: NetworkFileError.self) {
            try loss("loss: cross-entropy", "{ pairs: a.png, filter: sobel-x }")
        }
        #expect(error?.description.contains("it must be mean-squared-error, since values are learned") == true)
    }

    @Test func networksAreReadWhereverTheyStand() throws {
        func message(_ network: String) -> String {
            do {
                _ = try Self.file("data: a.npz\n\(network)")
                return ""
            } catch {
                return "\(error)"
            }
        }
        #expect(message("network: lenet5").isEmpty)
        #expect(
            message("network: lenet6").contains("x.yml:2:10: no network is called 'lenet6'. Did you mean 'lenet5'?"))
        #expect(message("network: 1x4x4 -> conv 2@9x9").contains("x.yml:2:10: "))
        #expect(message("network:\n  input: 1x4x4\n  layers:\n    - cnv: 3").contains("x.yml:5:7: 'cnv' is no kind"))
        #expect(message("network: none.yml").contains("lessons/none.yml: there is no such file"))
        #expect(message("epochs: 2").contains("'network' is missing"))
        #expect(message("network: 1x4x4 -> flatten").contains("no layer of Chain learns"))
        // Each problem once, though both runs have it.
        let twice = message("network: lenet6\nruns: [{ name: a }, { name: b }]")
        #expect(twice.split(separator: "\n").count == 1)
    }

    @Test func allProblemsAreToldAtOnce() throws {
        let error = #expect(throws: NetworkFileError.self) {
            try Self.file("network: lenet6\ndata: { shapes: [x] }\nepochs: none\nshift: -1\nrates: 3")
        }
        #expect(error?.description.split(separator: "\n").count == 5, "\(error?.description ?? "")")
    }

    @Test func whatDecidesTheRunChangesItsFingerprint() throws {
        func fingerprint(_ more: String) throws -> String {
            let file = try Self.file(Self.chain + "data: a.npz\n" + more)
            return file.experiment.fingerprint(of: file.experiment.runs[0])
        }
        let own = try fingerprint("")
        // Comments, promises and what is the default anyway change nothing.
        for same in ["# a comment", "about: x", "expect: { accuracy: at least 1 }", "epochs: 10", "optimizer: adam"] {
            #expect(try fingerprint(same) == own, "\(same)")
        }
        let others = [
            "experiment: y", "epochs: 11", "batch: 31", "seed: 1", "rate: 0.002", "optimizer: adamw", "optimizer: sgd",
            "schedule: cosine", "weight-decay: 0.1", "initializer: xavier", "shift: 1", "frozen: conv1",
            "sparsity: { layer: conv1, weight: 1 }", "record: { snapshots: 5 }", "record: { kernels: [conv1] }",
        ]
        let all = try others.map(fingerprint)
        #expect(Set(all + [own]).count == others.count + 1)
        let other = try Self.file("network: 1x8x8 -> conv 5@3x3 relu -> flatten -> dense 3\ndata: a.npz")
        #expect(other.experiment.fingerprint(of: other.experiment.runs[0]) != own)
    }
}
