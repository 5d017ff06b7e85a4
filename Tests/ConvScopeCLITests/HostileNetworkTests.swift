import Foundation
import Testing

/// Networks that cannot be, and texts that ask for too much: one clear error each, and status 65.
@Suite struct HostileNetworkTests {
    private func message(_ yaml: String) throws -> String {
        let convscope = try Command()
        defer { convscope.cleanUp() }
        try convscope.write(yaml, to: "n.yml")
        let result = try convscope("summary", "n.yml")
        #expect(result.status == 65)
        #expect(result.text.isEmpty)
        return result.error
    }

    private func layers(_ items: String..., input: String = "1x8x8") -> String {
        "input: \(input)\nlayers:\n" + items.map { "  - \($0)\n" }.joined()
    }

    @Test func cycles() throws {
        #expect(
            try message(layers("relu: { from: b, name: a }", "relu: { from: a, name: b }")) == """
                convscope: n.yml:3:5: a (layer 1): layers read each other in a cycle: a → b → a. Leave one connection out.

                """)
        #expect(
            try message(layers("multiply: { from: [a, input], name: a }")) == """
                convscope: n.yml:3:5: a (layer 1): layers read each other in a cycle: a → a. Leave one connection out.

                """)
        #expect(
            try message("input: 8\nblocks:\n  a: { layers: [b] }\n  b: { layers: [a] }\nlayers: [a]\n") == """
                convscope: n.yml:4:17: blocks use each other in a circle: a → b → a.

                """)
        #expect(
            try message(layers("relu: { from: b }", "relu: { from: input, name: b }")) == """
                convscope: n.yml:3:5: relu1 (layer 1): 'b' comes later. A layer reads earlier ones: put 'b' before it.

                """)
    }

    @Test func unknownLayersAndOptionsAllAtOnce() throws {
        #expect(
            try message(layers("cnov: { filters: 3 }", "conv: { filter: 3, kernel: 3 }")) == """
                convscope: n.yml:3:5: 'cnov' is no kind of layer and no block; did you mean 'conv'?
                n.yml:4:13: 'conv' has no option 'filter'; did you mean 'filters'?
                n.yml:4:5: 'conv' needs 'filters': an integer of at least 1.

                """)
        #expect(
            try message(layers("relu: { name: first }", "add: frist")) == """
                convscope: n.yml:4:5: add1 (layer 2): no layer is called 'frist'; did you mean 'first'?

                """)
        // A value that is empty is none.
        #expect(
            try message(layers("conv: { filters: , kernel: 3 }")) == """
                convscope: n.yml:3:5: 'conv' needs 'filters': an integer of at least 1.

                """)
    }

    @Test func missingInputs() throws {
        #expect(
            try message(layers("relu: { from: [] }")) == """
                convscope: n.yml:3:19: 'from' is a list; it must be a layer's name, or a list of names.

                """)
        #expect(try message("layers:\n  - relu\n") == "convscope: n.yml:1:1: 'input' is missing.\n")
        #expect(
            try message("inputs: { a: 3x8x8, b: 3x8x8 }\nlayers:\n  - relu\n  - add: [a, c]\n") == """
                convscope: n.yml:3:5: relu1 (layer 1): there is no previous layer to read. Name one in 'from'.
                n.yml:4:5: add1 (layer 2): no layer is called 'c'.

                """)
    }

    @Test func windowsThatCannotBe() throws {
        #expect(
            try message(layers("conv: { filters: 3, kernel: 3, stride: 0 }")) == """
                convscope: n.yml:3:44: 'stride' is '0'; it must be an integer of at least 1, or one for each axis, as [3, 5] (at most 65536).

                """)
        #expect(
            try message(layers("conv: { filters: 3, kernel: 9 }")) == """
                convscope: n.yml:3:5: conv1 (layer 1): a kernel of 9 does not fit the input's height of 8. Use padding of at least 1 on each side, or a kernel of at most 8.

                """)
    }

    @Test func sizesThatOverflow() throws {
        #expect(
            try message(layers("relu", input: "3x4294967296x4294967296")) == """
                convscope: n.yml: the input is 3x4294967296x4294967296; every size must be at least 1 and fit 64 bits together.

                """)
        let wide = "conv: { filters: 2147483648, kernel: 65536, padding: 65536 }"
        #expect(
            try message(layers("conv: { filters: 2147483648, kernel: 1 }", wide)) == """
                convscope: n.yml:4:5: conv2 (layer 2): its sizes do not fit 64 bits. Use smaller ones.

                """)
    }

    @Test func aliasBombs() throws {
        var bomb = "a0: &a0 [relu, relu]\n"
        for level in 1...9 {
            let nine = [String](repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
            bomb += "a\(level): &a\(level) [\(nine)]\n"
        }
        #expect(
            try message(bomb + "input: 8\nlayers: *a9\n") == "convscope: n.yml: not YAML: too many levels or aliases.\n"
        )
        // Few aliases, of much.
        var wide = "a0: &a0 [" + [String](repeating: "relu", count: 20_000).joined(separator: ",") + "]\n"
        for level in 1...7 { wide += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
        #expect(
            try message(wide + "input: 8\nlayers: *a7\n")
                == "convscope: n.yml: more than 1048576 values, aliases filled in.\n")
    }

    @Test func littleTextThatAsksForMuch() throws {
        // Parameters that double with every block in a block.
        var blocks = "input: 8\nblocks:\n  b0: { parameters: { x: }, layers: [relu: { expect: $x }] }\n"
        for level in 1..<30 {
            blocks += "  b\(level): { parameters: { x: }, layers: [b\(level - 1): { x: [$x, $x] }] }\n"
        }
        #expect(try message(blocks + "layers: [b29: { x: 1 }]\n").contains("more than 10000 values in 'x'"))
        // Blocks that double, of nothing.
        blocks = "input: 8\nblocks:\n  b0: { layers: [] }\n"
        for level in 1..<30 { blocks += "  b\(level): { layers: [b\(level - 1), b\(level - 1)] }\n" }
        #expect(
            try message(blocks + "layers: [b29]\n").contains("more than 1048576 values in all repetitions together"))
        let names = [String](repeating: "a", count: 1000).joined(separator: ",")
        #expect(
            try message(layers("relu: { name: a }", "concat: [\(names)]"))
                == "convscope: n.yml:4:13: more than 256 names in 'from'; no more are read.\n")
        #expect(
            try message("input: 8\nblocks:\n  b: { layers: [relu] }\nlayers: [b: { repeat: 100000 }, b]\n")
                == "convscope: n.yml: 100001 layers; at most 100000 are read. Use fewer repetitions.\n")
    }

    @Test func tenMegabytes() throws {
        let convscope = try Command()
        defer { convscope.cleanUp() }
        let chain = "1x28x28" + [String](repeating: " -> relu", count: 1_300_000).joined()
        let result = try convscope("summary", "-", input: Data(chain.utf8))
        #expect(result.status == 65)
        #expect(result.error == "convscope: chain:1:1: 10400007 bytes of text; at most 1048576 are read.\n")
    }

    @Test(arguments: [
        ("1x8x8 -> conv 3@3 -> [relu", "1:27: expected '->' or ']'; the '[' stands at column 21, found the end."),
        ("1x8x8 -> cnov 3@3", "1:10: 'cnov' is no kind of layer and no block; did you mean 'conv'?"),
        ("1x8x8 ->", "1:9: expected a layer, found the end."),
    ]) func chains(_ chain: String, _ words: String) throws {
        let convscope = try Command()
        defer { convscope.cleanUp() }
        let result = try convscope("summary", chain)
        #expect(result.status == 65)
        #expect(result.error == "convscope: chain:\(words)\n")
    }
}
