import Files
import Networks
import Tensors
import Testing

@Suite struct ReadingTests {
    private func network(_ yaml: String) throws -> Network { try NetworkFile.network(yaml: yaml, path: "n.yml") }

    private func problems(_ yaml: String) -> String {
        do {
            _ = try network(yaml)
            return "none"
        } catch { return "\(error)" }
    }

    @Test func aNetworkInYAML() throws {
        let network = try network(
            """
            network: LeNet-style for MNIST
            input: 1x28x28
            layers:
              - conv: { filters: 32, kernel: 5, activation: relu }
              - max-pool: 2
              - conv: { filters: 32, kernel: 3, stride: 1, padding: valid, name: second, activation: relu }
              - max-pool: 2
              - flatten
              - dense: { units: 256, activation: relu }
              - dense: { units: 10, activation: softmax }
            expect: { output: 10, parameters: 217706 }
            """)
        #expect(network.title == "LeNet-style for MNIST")
        #expect(
            network.nodes.map(\.name) == ["conv1", "max-pool1", "second", "max-pool2", "flatten1", "dense1", "dense2"])
        #expect(NetworkSummary(network).parameters == 217_706)
        #expect(NetworkSummary(network).macs == 1_589_760)
    }

    @Test func theSameNetworkInSwift() throws {
        let network = try Network(
            input: [1, 28, 28],
            layers: [
                .conv2D(32, kernelSize: 5, activation: .relu), .maxPool(2),
                .conv2D(32, kernelSize: 3, activation: .relu), .maxPool(2), .flatten,
                .dense(256, activation: .relu), .dense(10, activation: .softmax),
            ])
        #expect(NetworkSummary(network).parameters == 217_706)
        #expect(throws: NetworkError.self) { try Network(input: [3, 40], layers: [.conv2D(4, kernelSize: 3)]) }
    }

    @Test func blocksAreFilledInRepeatedAndNamed() throws {
        let network = try network(
            """
            input: 16x8x8
            blocks:
              residual:
                parameters: { filters: , stride: 1 }
                layers:
                  - conv: { filters: $filters, kernel: 3, stride: $stride, padding: 1, name: first }
                  - conv: { filters: $(2*filters/2), kernel: 3, padding: 1 }
                  - add: { from: input, shortcut: zero-pad }
            layers:
              - residual: { filters: 16, repeat: 2, name: stage1 }
              - residual: { filters: 32, stride: 2 }
              - conv: { filters: 4, kernel: 1, from: stage1 }
              - conv: { filters: 4, kernel: 1, from: residual2.first, stride: 1 }
            """)
        #expect(
            network.nodes.map(\.name) == [
                "stage1.1.first", "conv2", "add1", "stage1.2.first", "conv4", "add2", "residual2.first", "conv6",
                "add3",
                "conv7", "conv8",
            ])
        #expect(network.nodes[5].sources == [.node(4), .node(2)])
        #expect(network.nodes[9].sources == [.node(5)])
        #expect(network.nodes[8].output.text() == "32x4x4")
        #expect(network.nodes[3].groups.map(\.copy) == [2])
        #expect(network.outputs == [8, 9, 10])
    }

    @Test func channelsLastIsWrittenAndShownLast() throws {
        let network = try network(
            """
            input: 28x20x3
            layout: channels-last
            layers:
              - conv: { filters: 8, kernel: [5, 3] }
              - permute: [2, 1, 3]
              - flatten
              - reshape: 18x24x8
            """)
        #expect(network.nodes.map { $0.output.text(.channelsLast) } == ["24x18x8", "18x24x8", "3456", "18x24x8"])
        #expect(NetworkSummary(network).parameters == Quantity(8 * (3 * 5 * 3 + 1)))
    }

    @Test func allIndependentProblemsAreToldAtOnce() {
        #expect(
            problems(
                """
                input: 1x28x28
                layers:
                  - conv: { filters: 8, kernal: 5 }
                  - conf: { filters: 8, kernel: 5 }
                  - max-pool: 0
                  - dense: { units: ten }
                expct: 10
                """) == """
                    n.yml:7:1: 'expct' is no key here; did you mean 'expect'?
                    n.yml:3:25: 'conv' has no option 'kernal'; did you mean 'kernel'?
                    n.yml:3:5: 'conv' needs 'kernel': an integer of at least 1, or one for each axis, as [3, 5].
                    n.yml:4:5: 'conf' is no kind of layer and no block; did you mean 'conv'?
                    n.yml:5:15: 'size' is '0'; it must be an integer of at least 1, or one for each axis, as [3, 5] (at most 65536).
                    n.yml:6:21: 'units' is 'ten'; it must be an integer of at least 1 and at most 2147483648.
                    """)
    }

    @Test func geometryThatDoesNotFitNamesTheLayerAndAWayOut() {
        #expect(
            problems(
                """
                input: 3x4x4
                layers:
                  - conv: { filters: 8, kernel: 5, name: a }
                  - conv: { filters: 8, kernel: 3, padding: 1 }
                  - conv: { from: input, filters: 8, kernel: 3, stride: 2, name: b }
                  - conv: { from: input, filters: 4, kernel: 3, padding: 1, name: c }
                  - add: b
                  - dense: 10
                """) == """
                    n.yml:3:5: a (layer 1): a kernel of 5 does not fit the input's height of 4. Use padding of at least 1 on each side, or a kernel of at most 4.
                    n.yml:7:5: add1 (layer 5): cannot add 4x4x4 and 8x1x1. Give both the same channels with a 1x1 'conv' on one branch.
                    """)
        #expect(
            problems("input: 3x8x8\nlayers: [{ dense: 10 }]")
                == "n.yml:2:12: dense1 (layer 1): it takes a vector, but its input is 3x8x8. Put 'flatten' before it (192 values)."
        )
    }

    @Test func cyclesAndUnknownLayersAreNamed() {
        #expect(
            problems(
                """
                input: 3x8x8
                layers:
                  - conv: { filters: 3, kernel: 1, name: a }
                  - add: { from: [a, c], name: b }
                  - relu: { name: c }
                  - add: { from: [a, bb] }
                """) == """
                    n.yml:4:5: b (layer 2): layers read each other in a cycle: b → c → b. Leave one connection out.
                    n.yml:6:5: add2 (layer 4): no layer is called 'bb'; did you mean 'b'?
                    """)
    }

    @Test func whatIsRepeatedNoTimesIsNotThere() throws {
        let network = try network(
            """
            input: 8x8x8
            blocks:
              more: { parameters: { n: }, layers: [relu] }
            layers:
              - more: { n: 1, repeat: 0 }
              - conv: { filters: 4, kernel: 1 }
            """)
        #expect(network.nodes.map(\.name) == ["conv1"])
        #expect(network.nodes[0].sources == [.input(0)])
    }

    @Test func namesThatAreMadeNeverMeet() throws {
        let names = try Network(chain: "3x8x8 -> [relu]*61 -> relu6").nodes.map(\.name)
        #expect(Set(names).count == 62)
        #expect(names.last == "relu6-1")
    }

    @Test func severalInputsAndOutputsAreNamed() throws {
        let network = try network(
            """
            inputs: { left: 3x16x16, right: 1x16x16 }
            layers:
              - conv: { from: left, filters: 4, kernel: 3, name: a }
              - conv: { from: right, filters: 4, kernel: 3, name: b }
              - add: { from: [a, b], name: sum }
              - global-average-pool: { name: mean }
            outputs: [sum, mean]
            """)
        #expect(network.inputs.map(\.name) == ["left", "right"])
        #expect(network.outputs.map { network.nodes[$0].name } == ["sum", "mean"])
    }
}
