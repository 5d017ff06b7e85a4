import Networks
import Tensors
import Testing

@Suite struct ReceptiveFieldTests {
    /// Chains of convolutions, pools, transposed convolutions and enlargements, by seed.
    private static func chain(_ seed: Int) -> String {
        var random = SplitMix64(seed: UInt64(seed))
        var layers: [String] = []
        for _ in 0..<Int.random(in: 1...5, using: &random) {
            let k = Int.random(in: 1...4, using: &random)
            let s = Int.random(in: 1...3, using: &random)
            let d = Int.random(in: 1...2, using: &random)
            let p = Int.random(in: 0...2, using: &random)
            switch Int.random(in: 0..<6, using: &random) {
            case 0, 1: layers.append("conv 1@\(k) s\(s) d\(d) p\(p)")
            case 2: layers.append("max-pool \(k) s\(s) p\(p)")
            case 3: layers.append("conv-transpose 1@\(k) s\(s) d\(d) p\(min(p, (d * (k - 1)) / 2))")
            case 4: layers.append("upsample \(s) mode=\(["nearest", "bilinear"].randomElement(using: &random)!)")
            default: layers.append("conv 1@\(k) s\(s) same")
            }
        }
        return "1x37 -> " + layers.joined(separator: " -> ")
    }

    /// What the formulas call a unit's region is the hull of the inputs that really reach it; it may be cut at the ends.
    @Test(arguments: 0..<300) func regionsAreHullsOfWhatIsRead(seed: Int) throws {
        guard let network = try? Network(chain: Self.chain(seed)) else { return }
        let last = network.nodes.count - 1
        guard case .axes(let fields) = network.nodes[last].field,
            let size = network.nodes[last].output.spatial[0].integer
        else {
            Issue.record("\(Self.chain(seed)): no field")
            return
        }
        var interior = 0
        for unit in 0..<size {
            let support = try #require(network.support(of: unit, layer: last, axis: 0))
            let read = support.indices.filter { support[$0] }
            guard let region = fields[0].region(of: unit) else {
                #expect(read.isEmpty)
                continue
            }
            // Away from the ends the two agree exactly; there, padding may hide the outermost inputs.
            for place in read { #expect(region.contains(place), "\(Self.chain(seed)) unit \(unit)") }
            let margin = 40
            if region.lowerBound >= 8, region.upperBound < 37 - 8, margin > 0 {
                interior += 1
                #expect(
                    read.first == region.lowerBound && read.last == region.upperBound,
                    "\(Self.chain(seed)) unit \(unit)")
            }
        }
    }

    @Test func mostChainsAreBuiltAndLookInside() throws {
        let built = (0..<300).compactMap { try? Network(chain: Self.chain($0)) }
        #expect(built.count > 200)
    }

    @Test func dilationLeavesHoles() throws {
        let network = try Network(chain: "1x21 -> conv 1@3 d2 -> conv 1@3 d4")
        let support = try #require(network.support(of: 0, layer: 1, axis: 0))
        #expect(support.indices.filter { support[$0] } == [0, 2, 4, 6, 8, 10, 12])
        guard case .axes(let axes) = network.nodes[1].field else {
            Issue.record("no field")
            return
        }
        #expect(axes[0].size == 13)
    }

    @Test func branchesOfDifferentCentresAreJoinedByTheirHull() throws {
        let network = try Network(
            input: [1, 32, 32],
            layers: [
                .conv2D(4, kernelSize: 3, padding: .explicit([.init(0, 2), .init(0, 2)])).named("right"),
                .conv2D(4, kernelSize: 5, padding: .symmetric(2)).reading("input").named("middle"),
                .concat("right", "middle"),
            ])
        guard case .axes(let axes) = network.nodes[2].field else {
            Issue.record("no field")
            return
        }
        // From 0…2 and −2…2.
        #expect(axes[0].region(of: 0) == -2...2)
        #expect(axes[0].size == 5)
        #expect(axes[0].padding == 2)
        #expect(axes[0].clippedRegion(of: 0, size: 32) == 0...2)
        let remarks = network.fieldDerivations(of: network.nodes[2]).compactMap(\.remark)
        #expect(remarks.first == "from the leftmost to the rightmost of 2 branches, whose centres lie 1 apart")
    }

    @Test func whatEnlargesTakesTurns() throws {
        let network = try Network(chain: "1x8x8 -> conv-transpose 1@4x4 s2 p1")
        guard case .axes(let axes) = network.nodes[0].field else {
            Issue.record("no field")
            return
        }
        #expect(axes[0].phaseCount == 2)
        #expect(axes[0].jump.double == 0.5)
        #expect(axes[0].region(of: 4) == 1...2)
        #expect(axes[0].region(of: 5) == 2...3)
    }

    @Test(arguments: [
        ("1x28x28 -> conv 4@3x3 -> flatten", ReceptiveField.none), ("1x28x28 -> global-average-pool", .all),
        ("10x3 -> lstm 4 return-sequences=true", .all), ("1x28x28 -> flatten -> dense 10", .all), ("10 -> relu", .none),
    ])
    func someFieldsAreEverythingOrNothing(chain: String, field: ReceptiveField) throws {
        #expect(try Network(chain: chain).nodes.last?.field == field)
    }
}
