import Files
import Foundation
import Networks
import Testing

@Suite struct ListNetworksTests {
    private func run(_ arguments: String...) throws -> Command.Result {
        let convscope = try Command()
        defer { convscope.cleanUp() }
        return try convscope.run(arguments)
    }

    @Test func listsShowEveryKindAndNetwork() throws {
        let layers = try run("list", "layers")
        #expect(layers.status == 0)
        let kinds = layers.text.split(separator: "\n").compactMap { $0.split(separator: " ").first.map(String.init) }
        #expect(kinds == LayerName.allCases.map(\.rawValue))
        let networks = try run("list", "networks").text
        for id in Zoo.ids { #expect(networks.contains("\n\(id) ")) }
        #expect(networks.contains("138,357,544   15,470,264,320  1000"))
    }

    @Test(arguments: LayerName.allCases) func everyKindHasItsPage(_ kind: LayerName) throws {
        let page = try run("list", "layers", kind.rawValue)
        #expect(page.status == 0)
        #expect(page.text.hasPrefix("\(kind.rawValue): \(kind.declaration.summary)\n"))
        for option in kind.declaration.options { #expect(page.text.contains("\n  \(option.name)\n")) }
        #expect(page.text.contains(" → "), "the example gives a shape")
        for line in kind.declaration.example.layers { #expect(page.text.contains("  - \(line)\n")) }
    }

    @Test func aNetworksPageAndFile() throws {
        let page = try run("list", "networks", "resnet50").text
        #expect(page.hasPrefix("resnet50: ResNet-50\n"))
        #expect(page.contains("25,557,032 (as Keras counts, 25,610,152)"))
        #expect(page.contains("4,089,184,256"))
        #expect(try run("list", "networks", "resnet50", "--yaml").text == Zoo.yaml("resnet50").map { $0 + "\n" })
    }

    @Test func wrongNamesAndFlags() throws {
        let unknown = try run("list", "networks", "vgg6")
        #expect(unknown.status == 64)
        #expect(unknown.error.contains("Did you mean 'vgg16'?"))
        #expect(try run("list", "layers", "conv", "--yaml").status == 64)
    }

    @Test func aChainBecomesAFile() throws {
        let convscope = try Command()
        defer { convscope.cleanUp() }
        let chain = "3x32x32 -> [conv 8@3x3 p1 relu -> max-pool 2]*2 -> flatten -> dense 10"
        #expect(try convscope("summary", chain, "-o", "net.yml").status == 0)
        let again = try convscope("summary", "net.yml", "--format", "json")
        #expect(again.text == (try convscope("summary", chain, "--format", "json")).text)
    }

    @Test func schemaIsPrinted() throws {
        #expect(try run("schema").text == NetworkSchema.json.text)
    }
}
