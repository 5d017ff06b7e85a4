import Foundation
import Testing

@Suite struct DrawCommandTests {
    private func inFolder(_ body: (Command) throws -> Void) throws {
        let command = try Command()
        defer { command.cleanUp() }
        try body(command)
    }

    @Test(arguments: ["filter-strip", "pixel", "borders", "coverage"])
    func everyKindDrawsWithoutOptionsInAllFormats(_ kind: String) throws {
        try inFolder { convscope in
            let result = try convscope("draw", kind, "-o", "a.svg", "-o", "b/a.png", "-o", "a.pdf")
            #expect(result.status == 0, "\(result.error)")
            #expect(result.error.isEmpty)
            #expect(try convscope.data("a.svg").starts(with: Array("<svg".utf8)))
            #expect(try convscope.data("b/a.png").starts(with: [0x89, 0x50, 0x4E, 0x47]))
            #expect(try convscope.data("a.pdf").starts(with: Array("%PDF".utf8)))
        }
    }

    @Test func theSameFigureGivesTheSameBytes() throws {
        try inFolder { convscope in
            for format in ["svg", "png", "pdf"] {
                for name in ["a", "b"] {
                    let result = try convscope(
                        "draw", "pixel", "--image", Command.photo, "--at", "150,232", "-o", "\(name).\(format)")
                    #expect(result.status == 0, "\(result.error)")
                }
                #expect(try convscope.data("a.\(format)") == convscope.data("b.\(format)"))
            }
        }
    }

    @Test func yamlAndOptionsGiveTheSameFigure() throws {
        try inFolder { convscope in
            try FileManager.default.createDirectory(
                at: convscope.folder.appending(path: "notes"), withIntermediateDirectories: true)
            try FileManager.default.copyItem(
                atPath: Command.photo, toPath: convscope.folder.appending(path: "notes/photo.png").path)
            try convscope.write(
                """
                figure: filter-strip
                image: photo.png
                filter: [sobel-x, "gaussian:sigma=2"]
                stride: 2
                theme: dark
                title: Two filters
                """, to: "notes/strip.yml")
            let fromFile = try convscope("draw", "notes/strip.yml", "-o", "a.svg")
            #expect(fromFile.status == 0, "\(fromFile.error)")
            let fromOptions = try convscope(
                "draw", "filter-strip", "--image", "notes/photo.png", "--filter", "sobel-x", "--filter",
                "gaussian:sigma=2", "--stride", "2", "--theme=dark", "--title", "Two filters", "-o", "b.svg")
            #expect(fromOptions.status == 0, "\(fromOptions.error)")
            #expect(try convscope.data("a.svg") == convscope.data("b.svg"))
        }
    }

    @Test func describeSaysTheNumbersOfThePixel() throws {
        try inFolder { convscope in
            let result = try convscope(
                "draw", "pixel", "--image", Command.photo, "--filter", "sobel-x", "--at", "150,232", "--describe")
            #expect(result.status == 0, "\(result.error)")
            #expect(result.text.contains("row 150, column 232"))
            #expect(result.text.contains("(−1, 0, 1), (−2, 0, 2), (−1, 0, 1)"))
        }
    }

    @Test func themesOfOnesOwn() throws {
        try inFolder { convscope in
            try convscope.write("base: dark\npage: \"#101820\"\nkernel: \"#FFB000\"\n", to: "own.yml")
            #expect(try convscope("draw", "coverage", "--theme", "own.yml", "-o", "a.svg").status == 0)
            try convscope.write("ink: \"#FFFFFF\"\n", to: "bad.yml")
            let result = try convscope("draw", "coverage", "--theme", "bad.yml", "-o", "b.svg")
            #expect(result.status == 65)
            #expect(result.error.contains("contrast"))
        }
    }

    @Test func whatIsWrongEndsWithItsStatusAndLeavesNothingBehind() throws {
        try inFolder { convscope in
            try convscope.write("figure: coverage\ninput: 7x7\nkernal: 3\n", to: "typo.yml")
            try convscope.write("figures: [", to: "broken.yml")
            try convscope.write("figure: borders\ntitle: none\nframe: 0\n", to: "frame.yml")
            try convscope.write("figure: coverage\nstride: [1x2x3]\n", to: "axes.yml")
            let cases: [(Int32, String, [String])] = [
                (64, "coverage", ["coverge", "-o", "x.svg"]),
                (64, "twice", ["pixel", "--filter", "log", "--filter", "box", "-o", "x.svg"]),
                (64, "twice", ["coverage", "--theme", "dark", "--theme", "light", "-o", "x.svg"]),
                (64, "3 values for 2 axes", ["coverage", "--stride", "1x2x3", "-o", "x.svg"]),
                (64, "--frame", ["borders", "--frame", "0", "-o", "x.svg"]),
                (65, "frame.yml:3: frame", ["frame.yml", "-o", "x.svg"]),
                (65, "axes.yml:1: stride has 3 values", ["axes.yml", "-o", "x.svg"]),
                (64, "--kernel", ["coverage", "--kernal", "3", "-o", "x.svg"]),
                (64, "-o FILE.svg", ["coverage"]),
                (64, ".svg", ["coverage", "-o", "x.tiff"]),
                (64, "theme", ["coverage", "--theme", "blue", "-o", "x.svg"]),
                (64, "width", ["coverage", "--width", "nan", "-o", "x.svg"]),
                (64, "scale", ["coverage", "--scale", "1e9", "-o", "x.png"]),
                (
                    65, "height: a kernel of 5 does not fit",
                    ["coverage", "--input", "3x3", "--kernel", "5", "-o", "x.svg"]
                ),
                (65, "9999", ["coverage", "--input", "9999x9999", "-o", "x.svg"]),
                (65, "outside the output", ["pixel", "--at", "5,900", "-o", "x.svg"]),
                (65, "sobel", ["pixel", "--filter", "sobel", "-o", "x.svg"]),
                (66, "nothing.png", ["pixel", "--image", "nothing.png", "-o", "x.svg"]),
                (65, "typo.yml:3", ["typo.yml", "-o", "x.svg"]),
                (65, "broken.yml", ["broken.yml", "-o", "x.svg"]),
                (66, "missing.yml", ["missing.yml", "-o", "x.svg"]),
                (73, "typo.yml", ["coverage", "-o", "typo.yml/x.svg"]),
            ]
            for (status, words, arguments) in cases {
                let result = try convscope.run(["draw"] + arguments)
                #expect(result.status == status, "\(arguments): \(result.status) \(result.error)")
                #expect(result.error.contains(words), "\(arguments): \(result.error)")
                #expect(result.error.split(separator: "\n").count <= 2, "\(arguments): \(result.error)")
            }
            #expect(convscope.contents == ["axes.yml", "broken.yml", "frame.yml", "typo.yml"])
        }
    }
}

@Suite struct RenderCommandTests {
    @Test func manifestIsDrawnAndItsStalenessSeen() throws {
        let convscope = try Command()
        defer { convscope.cleanUp() }
        try convscope.write(
            """
            figures:
              - {figure: coverage, input: 5x5}
              - {figure: coverage, input: 6x6, formats: [svg]}
              - {figure: pixel, name: worked}
            """, to: "sheet.yml")
        let drawn = try convscope("render", "sheet.yml", "-o", "out")
        #expect(drawn.status == 0, "\(drawn.error)")
        for file in ["coverage.svg", "coverage.png", "coverage-2.svg", "worked.png"] {
            #expect(convscope.exists("out/sheet/\(file)"), "\(file)")
        }
        #expect(!convscope.exists("out/sheet/coverage-2.png"))
        #expect(try convscope("render", "sheet.yml", "-o", "out", "--check").status == 0)

        try convscope.write(
            """
            figures:
              - {figure: coverage, input: 5x5, stride: 2}
              - {figure: coverage, input: 6x6, formats: [svg]}
              - {figure: pixel, name: worked}
            """, to: "sheet.yml")
        let stale = try convscope("render", "sheet.yml", "-o", "out", "--check")
        #expect(stale.status == 1)
        #expect(stale.error.contains("stale"))
        #expect(stale.error.contains("1 of 3 figures"))
    }

    /// The place to mend is in the manifest.
    @Test func whatIsWrongWithAFigureNamesItsLine() throws {
        let convscope = try Command()
        defer { convscope.cleanUp() }
        try convscope.write(
            """
            figures:
              - figure: coverage
              - figure: filter-strip
                filter: [sobel-x]
                image: photos/nothing.png
              - figure: pixel
                name: worked
                filter:
                  kernels/nothing.csv
              - {figure: coverage, name: large, input: 3x3, kernel: 5}
              - figure: filter-strip
                name: unknown
                filter: [sobel-x, sobelx]
              - figure: coverage
                name: theme
                theme: nothing.yml
            """, to: "notes/sheet.yml")
        let result = try convscope("render", "notes/sheet.yml", "-o", "out", "--quiet")
        #expect(result.status == 1)
        for words in [
            "notes/sheet.yml:5: notes/photos/nothing.png: there is no such file",
            "notes/sheet.yml:9: notes/kernels/nothing.csv: there is no such file",
            "notes/sheet.yml:10: height: a kernel of 5 does not fit",
            "notes/sheet.yml:13: no filter is called 'sobelx'",
            "notes/sheet.yml:16: notes/nothing.yml: there is no such file", "5 of 6 figures failed",
        ] {
            #expect(result.error.contains(words), "\(result.error)")
        }
        let single = try convscope("draw", "notes/sheet.yml", "-o", "x.svg")
        #expect(single.status == 64 && single.error.contains("holds 6 figures"))
    }

    @Test func oneIsNotSeveral() throws {
        let convscope = try Command()
        defer { convscope.cleanUp() }
        try convscope.write("figure: coverage\n", to: "one.yml")
        #expect(try convscope("render", "one.yml", "-o", "out").error.contains("1 figure in out: 1 drawn\n"))
        #expect(try convscope("render", "one.yml", "-o", "out", "--check").text == "1 figure is up to date in out\n")
        try convscope.write("figure: coverage\nkernel: 5\n", to: "one.yml")
        let stale = try convscope("render", "one.yml", "-o", "out", "--check")
        #expect(stale.error.contains("1 of 1 figure is stale or missing: coverage."))
    }

    @Test func helpKnowsItsCommands() throws {
        let convscope = try Command()
        defer { convscope.cleanUp() }
        let result = try convscope("help", "filtr")
        #expect(result.status == 64 && result.error.contains("Did you mean 'filter'?"))
        #expect(try convscope("help", "filter").text.contains("--stride"))
        #expect(try convscope("help").status == 0)
        #expect(try convscope("draw", "pixel", "--help").text.contains("-o, --output FILE"))
    }

    @Test func listsShowEverything() throws {
        let convscope = try Command()
        defer { convscope.cleanUp() }
        let filters = try convscope("list", "filters").text
        for name in ["sobel-x", "scharr", "gabor", "laplacian-8", "identity"] { #expect(filters.contains(name)) }
        #expect(try convscope("list", "filters", "scharr-x").text.contains("-10   0  10"))
        let gaussian = try convscope("list", "filters", "gaussian:sigma=1,size=3").text
        #expect(gaussian.hasPrefix("gaussian:sigma=1,size=3: Gaussian\n"))
        #expect(gaussian.contains(" 0.07511 0.12384 0.07511\n 0.12384 0.20418 0.12384"))
        #expect(try convscope("list", "filters", "gaussian:").status == 64)
        #expect(try convscope("list", "filters", "gausian:sigma=3").error.contains("'gaussian'?"))
        #expect(try convscope("list", "figures", "pixel").text.contains("--at"))
        #expect(try convscope("list", "themes").text.contains("print"))
        #expect(try convscope("list", "filters", "sobelx").status == 64)
        #expect(try convscope("--version").status == 0)
        #expect(try convscope("--nonsense").status == 64)
        #expect(try convscope("manual").text.contains(".SH EXIT STATUS"))
    }
}
