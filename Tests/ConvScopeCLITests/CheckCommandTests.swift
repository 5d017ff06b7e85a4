import Foundation
import Testing

@Suite struct CheckCommandTests {
    private func inFolder(_ body: (Command) throws -> Void) throws {
        let command = try Command()
        defer { command.cleanUp() }
        try body(command)
    }

    private static let good = """
        # Notes

        ```convscope
        network: lenet5
        expect: { output: 10, parameters: 61706 }
        ```

        """

    private static let bad = """
        - A list

          ```{.convscope}
          network: "1x28x28 -> conv 32@3x3"
          expect: { layers: { conv1: { output: 32x24x24 } } }
          ```

        """

    @Test func samplesHold() throws {
        try inFolder { convscope in
            let result = try convscope("check", Command.samples.appending(path: "networks").path)
            #expect(result.status == 0, "\(result.text)\(result.error)")
            #expect(result.text.hasSuffix(" claims hold.\n"))
            #expect(result.error.isEmpty)
        }
    }

    @Test func whatDoesNotHoldIsToldWithItsPlaceAndDerivation() throws {
        try inFolder { convscope in
            try convscope.write(Self.good, to: "notes/good.md")
            try convscope.write(Self.bad, to: "notes/more/bad.md")
            try convscope.write("title: none\n", to: "notes/none.yml")
            try convscope.write("```convscope\nbroken: [\n", to: "notes/skipped.txt")
            let result = try convscope("check", "notes")
            #expect(result.status == 1)
            #expect(
                result.text == """
                    notes/more/bad.md:5:40: conv1: output 32x24x24 claimed, it is 32x26x26: \
                    height and width = floor((28 + 2·0 - 3)/1) + 1 = 26
                    2 claims hold, 1 does not.

                    """)
            #expect(result.error == "notes/none.yml: no claims.\n")

            let quiet = try convscope("check", "notes", "--quiet")
            #expect(quiet.text.split(separator: "\n").count == 1)
            #expect(quiet.error.isEmpty)
            #expect(try convscope("check", "notes/good.md", "-q").output.isEmpty)
        }
    }

    @Test func statuses() throws {
        try inFolder { convscope in
            try convscope.write(Self.good, to: "good.md")
            try convscope.write("```convscope\nnetwork: lenet6\nexpect: { output: 1 }\n```\n", to: "broken.md")
            try convscope.write("layers: [", to: "broken.yml")
            try FileManager.default.createDirectory(
                at: convscope.folder.appending(path: "empty"), withIntermediateDirectories: true)
            let cases: [([String], Int32, String)] = [
                (["good.md"], 0, ""), (["broken.md"], 65, "broken.md:2:10: no network is called 'lenet6'"),
                (["broken.yml"], 65, "broken.yml:2:1: not YAML"),
                (["missing.md"], 66, "missing.md: there is no such file."),
                (["good.md", "broken.md"], 1, "broken.md:2:10"), (["missing.md", "good.md"], 1, "missing.md"),
                (["empty"], 0, "empty: no .yml, .yaml or .md files."), ([], 64, "file|folder"),
                (["good.md", "--format", "xml"], 64, "text"), (["good.md", "--profile", "jax"], 64, "keras"),
            ]
            for (arguments, status, words) in cases {
                let result = try convscope.run(["check"] + arguments)
                #expect(result.status == status, "\(arguments): \(result.status) \(result.error)")
                #expect(result.error.contains(words) || words.isEmpty, "\(arguments): \(result.error)")
            }
            #expect(try convscope("check", "good.md", "broken.md").text.contains("2 claims hold. 1 problem"))
        }
    }

    @Test func standardInputMayBeNotesOrYAML() throws {
        try inFolder { convscope in
            let notes = try convscope("check", "-", input: Data(Self.bad.utf8))
            #expect(notes.status == 1)
            #expect(notes.text.hasPrefix("standard input:5:40: conv1: output"))
            let yaml = try convscope("check", "-", input: Data("network: lenet5\nexpect: { output: 10 }\n".utf8))
            #expect(yaml.status == 0)
            #expect(yaml.text == "1 claim holds.\n")
        }
    }

    @Test func json() throws {
        try inFolder { convscope in
            try convscope.write(Self.bad, to: "bad.md")
            let result = try convscope("check", "bad.md", "--format", "json")
            #expect(result.status == 1)
            let root = try #require(try JSONSerialization.jsonObject(with: result.output) as? [String: Any])
            #expect(root["holds"] as? Int == 0)
            #expect(root["fails"] as? Int == 1)
            let files = try #require(root["files"] as? [[String: Any]])
            let claim = try #require((files[0]["claims"] as? [[String: Any]])?.first)
            #expect(claim["layer"] as? String == "conv1")
            #expect(claim["line"] as? Int == 5)
            #expect(claim["claimed"] as? [Int] == [32, 24, 24])
            #expect(claim["actual"] as? [Int] == [32, 26, 26])
            #expect((claim["derivations"] as? [String])?.count == 1)
        }
    }

    @Test func summaryTellsHintsAndTheDifference() throws {
        try inFolder { convscope in
            let chain = "1x28x28 -> conv 8@3x3 -> batch-norm -> relu -> flatten -> dense 10"
            let table = try convscope("summary", chain, "--hints", "--explain-difference")
            #expect(table.text.contains("\nHints\nnote: conv1: the bias is undone"))
            #expect(table.text.contains("BatchNorm statistics = 2·8 = 16"))
            let plain = try convscope("summary", chain)
            #expect(!plain.text.contains("Hints"))
            let json = try convscope("summary", chain, "--hints", "--explain-difference", "--format", "json")
            let root = try #require(try JSONSerialization.jsonObject(with: json.output) as? [String: Any])
            let hints = try #require(root["hints"] as? [[String: Any]])
            #expect(hints.map { $0["hint"] as? String } == ["superfluous-bias"])
            #expect((root["difference"] as? [String: Any])?["parameters"] as? Int == 16)
            for format in ["markdown", "latex"] {
                let text = try convscope("summary", chain, "--hints", "--explain-difference", "--format", format).text
                #expect(text.contains("Hints") && text.contains("PyTorch and Keras"), "\(format)")
            }
        }
    }
}
