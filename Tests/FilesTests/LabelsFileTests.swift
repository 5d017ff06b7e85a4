import Files
import Testing

@Suite struct LabelsFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func labels(_ text: String) throws -> [String] {
        let path = folder.path + "/labels"
        try AtomicFile.write(text, to: path)
        return try LabelsFile.read(path)
    }

    @Test func everyUsualFormIsRead() throws {
        let expected = ["tench", "great white shark", "Münster"]
        #expect(try labels("tench\r\ngreat white shark\nMünster\n\n") == expected)
        #expect(try labels("n01440764 tench\nn01484850 great white shark\nn00000001 Münster") == expected)
        #expect(try labels("[\"tench\", \"great white shark\", \"M\\u00fcnster\"]") == expected)
        #expect(
            try labels(
                "{\"1\": [\"n01484850\", \"great white shark\"], \"0\": [\"n01440764\", \"tench\"], \"2\": [\"n1\", \"Münster\"]}"
            ) == expected)
        #expect(try labels("{\"tench\": 0, \"Münster\": 2, \"great white shark\": 1}") == expected)
    }

    @Test func othersAreRefused() throws {
        for text in [
            "", "\n\n", "[]", "{\"a\": \"b\"}", "{\"1\": \"a\"}", "{\"0\": \"a\", \"1048577\": \"b\"}", "[1, 2",
        ] {
            #expect(throws: FileError.self, "\(text)") { try labels(text) }
        }
        #expect(throws: FileError.self) { try LabelsFile.read(folder.path + "/none") }
    }
}
