import Execution
import Networks
import Scenes
import Testing

@testable import Figures

/// Costs, backward costs and recurrent layers as data.
@Suite struct CostTests {
    private func sheet(
        _ chain: String, most: Int = 32, _ measures: [CostMeasure] = CostMeasure.allCases
    ) throws -> CostSheet {
        try CostSheet(Network(chain: chain), title: chain, measures, .pytorch, most: most)
    }

    private func expectWhole(_ sheet: CostSheet, _ network: Network) {
        let summary = NetworkSummary(network)
        #expect(
            sheet.totals.map { Quantity($0) } == [summary.parameters, summary.macs, summary.activationBytes])
        for index in sheet.measures.indices {
            let sum = sheet.rows.map { $0.values[index] }.reduce(0, +) + (sheet.rest?.values[index] ?? 0)
            #expect(sum == sheet.totals[index])
        }
    }

    /// Nothing is lost between layers, blocks and totals.
    @Test(arguments: [2, 5, 9, 32])
    func rowsAddUpToTheSummary(_ most: Int) throws {
        let chain =
            "3x64x64 -> [conv 8@3x3 p1 -> batch-norm -> relu -> max-pool 2]*4 -> flatten -> dense 30 relu -> dropout 0.5 "
            + "-> dense 3 softmax"
        let sheet = try sheet(chain, most: most)
        expectWhole(sheet, try Network(chain: chain))
        #expect(sheet.rows.count <= most)
    }

    @Test func layersLeftOutAreCounted() throws {
        let chain = "9" + String(repeating: " -> dense 9 relu", count: 50) + " -> dense 500"
        let sheet = try sheet(chain, most: 10)
        #expect(sheet.rows.count == 10)
        #expect(sheet.rest?.count == 42)
        #expect(sheet.rows.contains { $0.name == "dense51" })
        expectWhole(sheet, try Network(chain: chain))
    }

    /// Lesson 05: the same parameters, four times the MACs.
    @Test func strideAgainstPooling() throws {
        let stride = try sheet("8x28x28 -> conv 8@3x3 s2 same")
        let pooling = try sheet("8x28x28 -> conv 8@3x3 same -> max-pool 2")
        #expect(stride.totals[0] == 584 && pooling.totals[0] == 584)
        #expect(CostSheet.ratio(stride.totals[0], pooling.totals[0]) == "the same")
        #expect(pooling.totals[1] == 4 * stride.totals[1])
        #expect(CostSheet.ratio(stride.totals[1], pooling.totals[1]) == "4\u{A0}times")
    }

    /// Lesson 06: 278,528 against 1,048,576 multiplications a pixel.
    @Test func bottleneckAgainstDirect() throws {
        let bottleneck = try sheet("256x1x1 -> conv 64@1x1 -> conv 256@4x4 same", [.macs])
        let direct = try sheet("256x1x1 -> conv 256@4x4 same", [.macs])
        #expect(bottleneck.totals == [278_528] && direct.totals == [1_048_576])
        #expect(CostSheet.ratio(278_528, 1_048_576) == "3.76\u{A0}times")
        #expect(CostSheet.scale([bottleneck, direct]) == [1_048_576])
    }

    @Test func networksAreCalledAsIsSaid() throws {
        let chains = ["8x28x28 -> conv 8@3x3 s2 same", "8x28x28 -> conv 8@3x3 same -> max-pool 2"]
        func summary(_ names: [String]) throws -> String {
            var cost = Cost()
            (cost.options.network, cost.against, cost.names) = (NetworkName(chains[0]), NetworkName(chains[1]), names)
            return try cost.scene(in: context).description.summary
        }
        #expect(try summary(["stride 2", "pooling"]).contains("of stride 2 against pooling,"))
        #expect(try summary(["stride 2"]).contains("of stride 2 against 8x28x28 →"))
        #expect(throws: ParameterError.self) { try summary(["a", "b", "c"]) }
    }

    private let context = FigureContext(measurer: FixedTextMeasurer(), resources: SamplePictures())

    /// With nothing frozen there is nothing to compare with.
    @Test func whatIsFreeIsToldOnce() throws {
        let network = try Network(chain: "3x8x8 -> conv 4@3 -> flatten -> dense 2")
        let free = try BackwardSheet(network, title: "it", frozen: [], most: 9)
        #expect(free.isFree && free.stateWords == "nothing frozen")
        #expect(!free.words.summary.contains("instead") && !free.words.details.contains("nothing frozen"))
        let frozen = try BackwardSheet(network, title: "it", frozen: [0], most: 9)
        #expect(!frozen.isFree && frozen.stateWords == "conv1 frozen" && frozen.words.summary.contains("instead"))
    }

    @Test func noSingleStepIsLeftOut() throws {
        for steps in 1...30 {
            for chain in ["\(steps)x3 -> lstm 1 -> dense 1", "\(steps)x3 -> lstm 512 -> dense 1"] {
                for width in [240.0, 455, 960] {
                    let stack = try #require(RecurrentStack.all(in: try Network(chain: chain)).first)
                    let page = FigureContext(width: width, measurer: FixedTextMeasurer(), resources: SamplePictures())
                    let look = UnrolledLook(stack, SceneBuilder(page))
                    let drawn = look.columns.count { $0 != .gap }
                    // Of three steps, one may have no room.
                    #expect(steps - drawn != 1 || drawn == 2, "\(chain), \(width)")
                    #expect(look.columns.contains(.gap) == (steps > drawn))
                }
            }
        }
    }

    @Test func oneUnitIsOne() throws {
        let scene = try Unrolled([("network", .text("4x3 -> lstm 1 -> dense 1"))]).scene(in: context)
        let texts = SceneDump(scene).description
        #expect(texts.contains("1 unit") && !texts.contains("1 units"))
    }

    @Test func measuresAreReadAsAList() throws {
        #expect(try CostMeasures(.text("macs,memory")).measures == [.macs, .memory])
        for wrong in ["", "macs,macs", "flops", "macs,"] {
            #expect(throws: ParameterError.self) { try CostMeasures(.text(wrong)) }
        }
        #expect(throws: FigureError.self) { try sheet("1xT -> conv 2@3") }
        #expect(percentage(1, of: 3) == "33.3\u{A0}%" && percentage(1, of: 10_000) == "<\u{A0}0.1\u{A0}%")
        #expect(percentage(5, of: 5) == "100\u{A0}%" && percentage(0, of: 5) == "0\u{A0}%")
    }

    /// Lesson 16, as the figure tells it.
    @Test func backwardRowsAddUp() throws {
        let network = try Network(
            chain: "1x28x28 -> conv 32@5x5 relu -> max-pool 2 -> conv 32@3x3 relu -> max-pool 2 -> flatten -> "
                + "dense 256 relu -> dense 10 softmax")
        for frozen in [nil, Set([0]), Set([0, 2]), Set([5, 6]), Set(0...6)] as [Set<Int>?] {
            let sheet = try BackwardSheet(network, title: "", frozen: frozen, most: 28)
            #expect(sheet.rows.map(\.cost.total).reduce(0, +) == sheet.total.total)
            #expect(sheet.rows.map(\.full.total).reduce(0, +) == sheet.full.total)
            #expect(sheet.full.total == 4_308_480)
        }
        let late = try BackwardSheet(network, title: "", frozen: [0, 2], most: 28)
        #expect(late.total.total == 1_799_680 && late.stateWords == "conv1 and conv2 frozen")
        #expect(late.rows.map(\.keepsInputs) == [false, false, false, false, false, false, false, true])
        let early = try BackwardSheet(network, title: "", frozen: [5, 6], most: 28)
        #expect(early.total.total == 4_101_120)
        #expect(early.results.map(\.isKept) == [true])
    }

    @Test func lanesNeverShareAPlace() {
        let edges = [(0, 2), (0, 5), (1, 4), (2, 4), (2, 7), (5, 7), (3, 4)]
        let lanes = SideLanes(edges.map { (from: $0.0, to: $0.1) })
        #expect(lanes.lane(from: 3, to: 4) == nil)
        let long = edges.filter { $0.1 > $0.0 + 1 }
        for (index, a) in long.enumerated() {
            for b in long[(index + 1)...] where (a.0..<a.1).overlaps(b.0..<b.1) {
                #expect(lanes.lane(from: a.0, to: a.1) != lanes.lane(from: b.0, to: b.1))
            }
        }
    }

    /// Lesson 31: 128, 144, 24 and 96 parameters as Keras counts.
    @Test(arguments: [
        ("5x3 -> lstm 4", 128), ("5x4 -> lstm 4 return-sequences=true", 144), ("5x4 -> lstm 1", 24),
        ("5x1 -> lstm 4", 96),
    ])
    func gatesAreCounted(_ chain: String, _ count: Int) throws {
        let stack = RecurrentStack.all(in: try Network(chain: chain))[0]
        #expect(stack.rows[0].words(.keras).contains("\(count) parameters"))
        let counting = try #require(stack.rows[0].counting(.keras))
        #expect(counting.contains("= \(count) as Keras counts; "), "\(counting)")
    }

    @Test func recurrentLayersAreStackedWhereTheyReadEachOther() throws {
        func names(_ chain: String) throws -> [[String]] {
            RecurrentStack.all(in: try Network(chain: chain)).map { $0.rows.map(\.node.name) }
        }
        #expect(try names("5x3 -> lstm 4 return-sequences=true -> lstm 2 -> dense 1") == [["lstm1", "lstm2"]])
        #expect(
            try names("5x3 -> lstm 4 return-sequences=true -> dropout 0.5 -> dense 6 relu -> lstm 2 -> dense 1")
                == [["lstm1", "dropout1", "dense1", "lstm2"]])
        #expect(try names("5x3 -> lstm 4 return-sequences=true -> dense 2") == [["lstm1"]])
        let two = "5x6 -> lstm 4 -> reshape 2x2 -> lstm 3"
        #expect(try names(two) == [["lstm1"], ["lstm2"]])
        #expect(try names("5 -> dense 3") == [])
    }
}
