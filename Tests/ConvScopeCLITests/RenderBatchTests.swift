import Files
import Foundation
import Tensors
import Testing

@Suite struct RenderBatchTests {
    private static let manifest = """
        figures:
          - { figure: coverage, input: 5x5, theme: night.yml, formats: [svg] }
          - { figure: filter-strip, image: photos/a b.png, filter: own.csv, formats: [svg] }
        filters:
          - { filter: sobel-x, images: photos, name: edges }
          - { filter: own.csv, images: [photos/c.png], name: own, range: minmax, format: npy }

        """

    private static let results = [
        "coverage.svg", "filter-strip.svg", "edges/a b.png", "edges/c.png", "own/c.npy",
    ].map { "out/m/" + $0 }

    /// A folder with the manifest above, and everything that it names.
    private func inFolder(_ body: (Command) throws -> Void) throws {
        let convscope = try Command()
        defer { convscope.cleanUp() }
        try convscope.write(Self.manifest, to: "m.yml")
        try convscope.write("base: dark\n", to: "night.yml")
        try convscope.write("1 0 -1\n", to: "own.csv")
        try photo(0, to: "photos/a b.png", in: convscope)
        try photo(1, to: "photos/c.png", in: convscope)
        try body(convscope)
    }

    private func photo(_ number: Int, to name: String, size: Int = 24, in convscope: Command) throws {
        var random = SplitMix64(seed: UInt64(number))
        let values = (0..<size * size).map { _ in Float(random.next() % 256) / 255 }
        try ImageFile.write(Tensor([1, size, size], values), to: convscope.folder.appending(path: name).path)
    }

    /// - Returns: what is said at the end.
    @discardableResult
    private func render(_ convscope: Command, _ arguments: String...) throws -> String {
        let result = try convscope.run(["render", "m.yml", "-o", "out"] + arguments)
        return result.error.split(separator: "\n").last.map(String.init) ?? "\(result.status)"
    }

    @Test func onlyWhatHasChangedIsDrawn() throws {
        try inFolder { convscope in
            #expect(try render(convscope) == "5 items in out: 5 drawn")
            #expect(Self.results.allSatisfy(convscope.exists))
            let first = try Self.results.map(convscope.data)
            #expect(try render(convscope) == "5 items in out: 5 unchanged")
            #expect(try render(convscope, "--force") == "5 items in out: 5 drawn")
            #expect(try Self.results.map(convscope.data) == first)

            let changes: [(what: String, drawn: Int, change: () throws -> Void)] = [
                ("nothing but a time", 0, { try photo(1, to: "photos/c.png", in: convscope) }),
                ("a photo", 2, { try photo(2, to: "photos/c.png", in: convscope) }),
                ("a theme", 1, { try convscope.write("base: print\n", to: "night.yml") }),
                ("a kernel", 2, { try convscope.write("1 0 -2\n", to: "own.csv") }),
                ("a new photo", 1, { try photo(3, to: "photos/d.png", in: convscope) }),
                (
                    "an option", 1,
                    { try convscope.write(Self.manifest.replacing("minmax", with: "absolute"), to: "m.yml") }
                ),
                (
                    "a result that is gone", 1,
                    { try FileManager.default.removeItem(at: convscope.folder.appending(path: Self.results[2])) }
                ),
                ("a result that was touched", 1, { try convscope.write("x", to: Self.results[0]) }),
                ("all records", 6, { try convscope.write("torn", to: "out/m/.records/items.txt") }),
            ]
            var count = 5
            for (what, drawn, change) in changes {
                try change()
                count += what == "a new photo" ? 1 : 0
                let words = try render(convscope)
                let parts = [(drawn, "drawn"), (count - drawn, "unchanged")].filter { $0.0 > 0 }
                let expected = parts.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
                #expect(words == "\(count) items in out: \(expected)", "\(what)")
                #expect(try render(convscope) == "\(count) items in out: \(count) unchanged", "after \(what)")
            }
        }
    }

    /// Another build may draw otherwise.
    @Test func anotherProgramDrawsAnew() throws {
        try inFolder { convscope in
            try render(convscope)
            var other = convscope
            other.executable = convscope.folder.appending(path: "other-convscope")
            try FileManager.default.copyItem(at: Command.built, to: other.executable)
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: 1e9)], ofItemAtPath: other.executable.path)
            #expect(try render(other) == "5 items in out: 5 drawn")
            #expect(try render(other) == "5 items in out: 5 unchanged")
        }
    }

    @Test func checkSaysWhatIsStaleOrMissing() throws {
        try inFolder { convscope in
            #expect(
                try render(convscope, "--check").hasPrefix("convscope: 5 of 5 items are stale or missing: coverage, "))
            try render(convscope)
            #expect(try convscope("render", "m.yml", "-o", "out", "--check").text == "5 items are up to date in out\n")
            // Without records, as in a checkout, contents are compared.
            try FileManager.default.removeItem(at: convscope.folder.appending(path: "out/m/.records"))
            #expect(try convscope("render", "m.yml", "-o", "out", "--check").status == 0)
            try photo(7, to: "photos/c.png", in: convscope)
            #expect(try render(convscope, "--check") == "convscope: 2 of 5 items are stale or missing: edges/c, own/c.")
            #expect(!convscope.exists("out/m/.records"))
        }
    }

    @Test func whatFailsIsNamedAndTheRestIsDone() throws {
        try inFolder { convscope in
            try convscope.write("no image", to: "photos/broken.png")
            try convscope.write(
                Self.manifest + "  - { filter: box, images: [photos], name: bad, paddin: valid }\n", to: "m.yml")
            let result = try convscope("render", "m.yml", "-o", "out")
            #expect(result.status == 1)
            #expect(result.error.contains("photos/broken.png: "))
            #expect(result.error.contains("m.yml:7: Unknown option '--paddin'. Did you mean '--padding'?"))
            #expect(
                result.error.hasSuffix(
                    "convscope: 2 of 7 items failed: bad, edges/broken. The others: 5 drawn, 0 unchanged.\n"))
            #expect(Self.results.allSatisfy(convscope.exists))
            #expect(try convscope("render", "m.yml", "-o", "out").error.hasSuffix("0 drawn, 5 unchanged.\n"))
        }
    }

    @Test func filtersDoAsTheirCommandDoes() throws {
        try inFolder { convscope in
            try render(convscope)
            _ = try convscope("filter", "photos", "--filter", "sobel-x", "-o", "edges")
            #expect(try convscope.data("edges/a b.png") == convscope.data("out/m/edges/a b.png"))
            _ = try convscope("filter", "photos/c.png", "--filter", "own.csv", "--range", "minmax", "-o", "c.npy")
            #expect(try convscope.data("c.npy") == convscope.data("out/m/own/c.npy"))
        }
    }

    @Test func noPhotoIsOverwritten() throws {
        try inFolder { convscope in
            try photo(1, to: "x/m/photos/a.png", in: convscope)
            let before = try convscope.data("x/m/photos/a.png")
            // Its response would be written to where it lies.
            try convscope.write("filters:\n  - { filter: box, images: m/photos, name: photos }\n", to: "x/m.yml")
            let result = try convscope("render", "x/m.yml", "-o", "x")
            #expect(result.status == 1 && result.error.contains("would be overwritten by a response"))
            #expect(try convscope.data("x/m/photos/a.png") == before)
        }
    }

    /// Rules, read as Make does: `output: input …`.
    @Test func theDepfileNamesWhatEachResultIsMadeFrom() throws {
        try inFolder { convscope in
            try render(convscope, "--depfile", "deps.mk")
            let text = String(decoding: try convscope.data("deps.mk"), as: UTF8.self)
            var rules: [String: [String]] = [:]
            for line in text.split(separator: "\n") {
                let words = line.replacing("\\ ", with: "\u{1}").split(separator: " ")
                    .map { String($0).replacing("\u{1}", with: " ") }
                rules[String(words[0].dropLast())] = Array(words.dropFirst())
            }
            #expect(Set(rules.keys).isSuperset(of: Self.results))
            #expect(rules["out/m/coverage.svg"] == ["m.yml", "night.yml"])
            #expect(rules["out/m/filter-strip.svg"] == ["m.yml", "own.csv", "photos/a b.png"])
            #expect(rules["out/m/edges/a b.png"] == ["m.yml", "photos/a b.png"])
            #expect(rules["out/m/own/c.npy"] == ["m.yml", "own.csv", "photos/c.png"])
            // An unchanged run knows as much.
            try render(convscope, "--depfile", "again.mk")
            #expect(try convscope.data("again.mk") == convscope.data("deps.mk"))
        }
    }
}
