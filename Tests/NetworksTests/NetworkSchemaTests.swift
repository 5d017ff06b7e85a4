import Foundation
import Networks
import Testing

@Suite struct NetworkSchemaTests {
    private static let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Samples/network.schema.json")

    /// `CONVSCOPE_RECORD=1 make test` writes it anew.
    @Test func committedFileIsWhatTheDeclarationsGive() throws {
        let text = NetworkSchema.json.text
        if ProcessInfo.processInfo.environment["CONVSCOPE_RECORD"] != nil {
            try Data(text.utf8).write(to: Self.file)
        }
        let committed = try String(contentsOf: Self.file, encoding: .utf8)
        #expect(committed == text, "run with CONVSCOPE_RECORD=1, or `convscope schema > Samples/network.schema.json`")
    }

    @Test func everyKindAndOptionIsDescribed() throws {
        let data = Data(NetworkSchema.json.text.utf8)
        let root = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let definitions = try #require(root["definitions"] as? [String: Any])
        for kind in LayerName.allCases {
            let definition = try #require(definitions[kind.rawValue] as? [String: Any])
            #expect((definition["description"] as? String)?.hasPrefix(kind.declaration.summary) == true)
            let forms = try #require(definition["anyOf"] as? [[String: Any]])
            let properties = try #require(forms[0]["properties"] as? [String: Any])
            let names = Set(kind.declaration.options.map(\.name) + ["name", "from", "frozen", "expect"])
                .union(kind.declaration.takesActivation ? ["activation"] : [])
            #expect(Set(properties.keys) == names)
        }
    }
}
