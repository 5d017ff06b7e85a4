import Files
import Foundation
import Testing

@testable import Networks

/// What PyTorch says of random networks; see `Tests/Oracles/make_network_oracles.py`.
@Suite struct OracleTests {
    private struct RandomNetwork: Decodable {
        let yaml: String
        let layers: [Row]
    }

    /// Name, sizes, parameters, multiplications.
    private struct Row: Decodable {
        let name: String
        let shape: [Int]
        let parameters: Int
        let macs: Int

        init(from decoder: any Decoder) throws {
            var values = try decoder.unkeyedContainer()
            name = try values.decode(String.self)
            shape = try values.decode([Int].self)
            parameters = try values.decode(Int.self)
            macs = try values.decode(Int.self)
        }
    }

    private struct Chain: Decodable {
        struct Field: Decodable {
            let size: Int
            let jump: Double
            let start: Double
            let padding: Int
            /// The unit that the first of `regions` belongs to.
            let first: Int
            let regions: [[Int]]
        }

        struct Support: Decodable {
            let unit: Int
            let positions: [Int]

            init(from decoder: any Decoder) throws {
                var values = try decoder.unkeyedContainer()
                unit = try values.decode(Int.self)
                positions = try values.decode([[Int]].self).flatMap { $0[0]..<$0[0] + $0[1] }
            }
        }

        let yaml: String
        let fields: [Field]
        let supports: [[Support]]
    }

    private func cases<Case: Decodable>(_ name: String, of type: Case.Type = Case.self) throws -> [Case] {
        let file = Bundle.module.bundleURL.appending(path: "Oracles/\(name).json")
        return try JSONDecoder().decode([Case].self, from: Data(contentsOf: file))
    }

    @Test func everyLayerHasTheShapeParametersAndMultiplicationsOfPyTorch() throws {
        let networks = try cases("networks", of: RandomNetwork.self)
        #expect(networks.count >= 300)
        for random in networks {
            let network = try NetworkFile.network(yaml: random.yaml, path: "random")
            let rows = NetworkSummary(network).rows
            try #require(rows.count == random.layers.count, "\(random.yaml)")
            for (row, expected) in zip(rows, random.layers) {
                let found =
                    "\(row.node.name) \(row.node.output.sizes.compactMap(\.integer)) \(row.parameters.text) \(row.macs.text)"
                let wanted = "\(expected.name) \(expected.shape) \(expected.parameters) \(expected.macs)"
                #expect(found == wanted, "\(random.yaml)")
            }
        }
    }

    @Test func fieldsAreWhatGradientsFind() throws {
        let chains = try cases("fields", of: Chain.self)
        #expect(chains.count >= 100)
        for chain in chains {
            let network = try NetworkFile.network(yaml: chain.yaml, path: "random")
            let last = try #require(network.nodes.last)
            guard case .axes(let axes) = last.field else {
                Issue.record("no field: \(chain.yaml)")
                continue
            }
            try #require(axes.count == chain.fields.count)
            for (axis, expected) in zip(axes, chain.fields) {
                #expect(axis.size == expected.size, "size: \(chain.yaml)")
                let (jump, start) = (axis.jump.double, try #require(axis.start?.double))
                #expect(jump == expected.jump && start == expected.start, "jump and start: \(chain.yaml)")
                #expect(axis.padding == expected.padding, "padding: \(chain.yaml)")
                for (place, region) in expected.regions.enumerated() {
                    let found = axis.region(of: expected.first + place)
                    #expect(found == region[0]...region[1], "unit \(expected.first + place): \(chain.yaml)")
                }
            }
            for (axis, supports) in chain.supports.enumerated() {
                for expected in supports {
                    let read = network.support(of: expected.unit, layer: network.nodes.count - 1, axis: axis)
                    let positions = try #require(read).enumerated().filter(\.element).map(\.offset)
                    #expect(positions == expected.positions, "unit \(expected.unit) of axis \(axis): \(chain.yaml)")
                }
            }
        }
    }
}

extension Rational {
    fileprivate var double: Double { Double(numerator) / Double(denominator) }
}
