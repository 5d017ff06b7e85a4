import Files
import Foundation
import Networks
import Testing

@testable import Reports

@Suite struct ReportSchemaTests {
    @Test func theCommittedSchemaIsOurs() throws {
        let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Samples/report.schema.json").path
        #expect(
            try FileSystem.text(of: path) == ReportSchema.json.text,
            "run `convscope schema report > Samples/report.schema.json`")
    }

    /// Every block that is written has exactly the keys that the schema asks for.
    @Test func reportsFollowIt() throws {
        let network = try Network(chain: "1x12x12 -> conv 4@4x4 s3 -> relu -> flatten -> dense 3")
        let report = NetworkReport(network, reference: "1x12x12 -> conv 4@4x4 s3 -> relu -> flatten -> dense 3")
        let json = try JSONWriter.json(report.document { _ in true }, illustrator: StubIllustrator())
        guard case .list(let blocks)? = json["blocks"],
            case .list(let kinds)? = ReportSchema.json["$defs"]?["block"]?["oneOf"]
        else { throw FormulaError(formula: "", reason: "no blocks") }
        for block in blocks {
            let type = block["type"]?.string ?? ""
            let kind = try #require(kinds.first { $0["properties"]?["type"]?["const"]?.string == type }, "\(type)")
            guard case .object(let written) = block, case .object(let asked)? = kind["properties"] else { continue }
            #expect(written.map(\.0) == asked.map(\.0), "\(type)")
        }
        let types = Set(blocks.compactMap { $0["type"]?.string })
        #expect(types.isSuperset(of: ["table", "layer", "figure", "code", "hints"]))
    }
}
