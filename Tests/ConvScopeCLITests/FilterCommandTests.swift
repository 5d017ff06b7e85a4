import Files
import Foundation
import Tensors
import Testing

@Suite struct FilterCommandTests {
    private func inFolder(_ body: (Command) throws -> Void) throws {
        let command = try Command()
        defer { command.cleanUp() }
        try body(command)
    }

    private func tensor(_ command: Command, _ name: String) throws -> Tensor {
        try NumPyFile.read(command.folder.appending(path: name).path)
    }

    @Test func aPhotoThroughSobelIsWhatTheDefinitionSays() throws {
        try inFolder { convscope in
            let result = try convscope("filter", Command.photo, "--filter", "sobel-x", "-o", "edges.npy")
            #expect(result.status == 0, "\(result.error)")
            let photo = try ImageFile.read(Command.photo)
            let kernel = Tensor([1, 1, 3, 3], [-1, 0, 1, -2, 0, 2, -1, 0, 1])
            let crop = Tensor([1, 40, 40], (0..<1600).map { photo[0, $0 / 40, $0 % 40] })
            let expected = try Convolution().definition(crop, weights: kernel)
            let response = try tensor(convscope, "edges.npy")
            #expect(response.shape == photo.shape)
            for y in 0..<38 {
                for x in 0..<38 { #expect(abs(response[0, y + 1, x + 1] - expected[0, y, x]) < 1e-5) }
            }
        }
    }

    @Test func rangesBecomeBrightnessAsDocumented() throws {
        try inFolder { convscope in
            try TinyPicture.write([0, 0.25, 1, 0.5], [1, 2, 2], to: convscope.folder.appending(path: "in.png").path)
            for (range, expected) in [
                ("symmetric", [128, 159, 255, 191]), ("minmax", [0, 64, 255, 128]), ("clip", [0, 64, 255, 128]),
                ("absolute", [0, 64, 255, 128]),
            ] as [(String, [Float])] {
                let result = try convscope(
                    "filter", "in.png", "--filter", "identity", "--range", range, "-o", "out.png")
                #expect(result.status == 0, "\(result.error)")
                let values = try ImageFile.read(convscope.folder.appending(path: "out.png").path).elements
                for (value, byte) in zip(values, expected) { #expect(abs(value * 255 - byte) <= 1, "\(range)") }
            }
        }
    }

    @Test func strideAndPaddingGiveTheShapesOfTheFormula() throws {
        try inFolder { convscope in
            let cases: [([String], [Int])] = [
                (["--padding", "valid"], [1, 510, 510]), (["--padding", "full"], [1, 514, 514]),
                (["--stride", "2"], [1, 256, 256]), (["--stride", "2x1", "--padding", "valid"], [1, 255, 510]),
                (["--padding", "1,2,3,4", "--dilation", "2"], [1, 511, 515]), (["--padding", "0,5"], [1, 510, 520]),
            ]
            for (options, shape) in cases {
                let result = try convscope.run(
                    ["filter", Command.photo, "--filter", "scharr-y", "-o", "out.npy"] + options)
                #expect(result.status == 0, "\(result.error)")
                #expect(try tensor(convscope, "out.npy").shape.sizes == shape, "\(options)")
            }
        }
    }

    @Test func kernelsMayBeginWithAMinusAndComeFromFiles() throws {
        try inFolder { convscope in
            #expect(try convscope("filter", Command.photo, "--filter", "-1 0 1", "-o", "a.npy").status == 0)
            try convscope.write("-1,0,1\n", to: "kernel.csv")
            #expect(try convscope("filter", Command.photo, "--filter", "kernel.csv", "-o", "b.npy").status == 0)
            try convscope.write("kernel: [[-1, 0, 1]]\n", to: "kernel.yml")
            #expect(try convscope("filter", Command.photo, "--filter", "kernel.yml", "-o", "c.npy").status == 0)
            #expect(try convscope.data("a.npy") == convscope.data("b.npy"))
            #expect(try convscope.data("a.npy") == convscope.data("c.npy"))
        }
    }

    @Test func folderKeepsNamesAndOneBadFileDoesNotStopTheRest() throws {
        try inFolder { convscope in
            let photos = convscope.folder.appending(path: "photos")
            try FileManager.default.createDirectory(at: photos, withIntermediateDirectories: true)
            for name in ["b.png", "a.png"] {
                try FileManager.default.copyItem(atPath: Command.photo, toPath: photos.appending(path: name).path)
            }
            try FileManager.default.copyItem(
                at: Command.samples.appending(path: "photos/rocket.jpg"), to: photos.appending(path: "a.jpg"))
            try convscope.write("not a picture", to: "photos/broken.png")
            let result = try convscope("filter", "photos", "--filter", "box", "-o", "out", "--jobs", "2")
            #expect(result.status == 1)
            #expect(result.error.contains("photos/broken.png"))
            #expect(result.error.contains("1 of 4 images failed"))
            #expect(convscope.contents.filter { $0.hasPrefix("out/") } == ["out/a.png", "out/a.png.png", "out/b.png"])
        }
    }

    @Test func severalOutputsAreAllWritten() throws {
        try inFolder { convscope in
            let result = try convscope(
                "filter", Command.photo, "--filter", "box", "-o", "a.png", "-o", "b/a.npy", "-o", "c/")
            #expect(result.status == 0, "\(result.error)")
            #expect(["a.png", "b/a.npy", "c/camera.png"].allSatisfy(convscope.exists))
        }
    }

    @Test func noInputIsOverwrittenByAnothersResponse() throws {
        try inFolder { convscope in
            for name in ["in/a.jpg", "out/a.png"] {
                let url = convscope.folder.appending(path: name)
                try FileManager.default.createDirectory(
                    at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                try FileManager.default.copyItem(atPath: Command.photo, toPath: url.path)
            }
            let before = try convscope.data("out/a.png")
            let result = try convscope("filter", "in/a.jpg", "out/a.png", "--filter", "box", "-o", "out")
            #expect(result.status == 64 && result.error.contains("overwritten"))
            #expect(try convscope.data("out/a.png") == before)
        }
    }

    @Test func standardInputAndOutput() throws {
        try inFolder { convscope in
            let photo = try Data(contentsOf: URL(filePath: Command.photo))
            let result = try convscope("filter", "-", "--filter", "identity", "-o", "-", input: photo)
            #expect(result.status == 0, "\(result.error)")
            let image = try EncodedImage(Array(result.output), name: "output").decoded()
            #expect(try image == ImageFile.read(Command.photo))
        }
    }

    @Test func whatIsWrongEndsWithItsStatusAndLeavesNothingBehind() throws {
        try inFolder { convscope in
            try convscope.write("not a picture", to: "broken.png")
            try convscope.write("", to: "empty.jpg")
            try convscope.write("1 2\n3 nan\n", to: "infinite.csv")
            let cases: [(Int32, String, [String])] = [
                (66, "missing.png", ["missing.png", "--filter", "box", "-o", "x.png"]),
                (65, "broken.png", ["broken.png", "--filter", "box", "-o", "x.png"]),
                (65, "empty.jpg", ["empty.jpg", "--filter", "box", "-o", "x.png"]),
                (64, "sobel-x", [Command.photo, "--filter", "sobelx", "-o", "x.png"]),
                (64, ".tiff", [Command.photo, "--filter", "box", "-o", "x.tiff"]),
                (64, "stride", [Command.photo, "--filter", "box", "--stride", "0", "-o", "x.png"]),
                (64, "3 values for 2 axes", [Command.photo, "--filter", "box", "--stride", "1x2x3", "-o", "x.png"]),
                (64, "3 values for 2 axes", ["missing.png", "--filter", "box", "--dilation", "1x2x3", "-o", "x.png"]),
                (64, "at most", [Command.photo, "--filter", "box", "--stride", "99999999999", "-o", "x.png"]),
                (64, "at most", [Command.photo, "--filter", "box", "--padding", "99999999999", "-o", "x.png"]),
                (64, "padding", [Command.photo, "--filter", "box", "--padding", "-1", "-o", "x.png"]),
                (64, "2 times", [Command.photo, "--filter", "box", "--filter", "log", "-o", "x.png"]),
                (64, "twice", [Command.photo, "--filter", "gaussian:sigma=2,sigma=3", "-o", "x.png"]),
                (64, "missing", [Command.photo, "--filter", "gaussian:", "-o", "x.png"]),
                (64, "row 2: 'x'", [Command.photo, "--filter", "1 2; x 4", "-o", "x.png"]),
                (64, "'inf' is not finite", [Command.photo, "--filter", "1 inf", "-o", "x.png"]),
                (65, "infinite.csv: line 2: 'nan'", [Command.photo, "--filter", "infinite.csv", "-o", "x.png"]),
                (64, "border", [Command.photo, "--filter", "box", "--border", "mirror", "-o", "x.png"]),
                (64, "--jobs", [Command.photo, "--filter", "box", "--jobs", "0", "-o", "x.png"]),
                (
                    65, "height: a kernel of 999 does not fit",
                    [
                        Command.photo, "--filter", "box:size=999", "--padding", "valid", "-o", "x.png",
                    ]
                ),
                (73, "broken.png", [Command.photo, "--filter", "box", "-o", "broken.png/x.png"]),
                (66, "kernel.csv", [Command.photo, "--filter", "kernel.csv", "-o", "x.png"]),
                (64, "-o", [Command.photo, "--filter", "box"]),
            ]
            for (status, words, arguments) in cases {
                let result = try convscope.run(["filter"] + arguments)
                #expect(result.status == status, "\(arguments): \(result.error)")
                #expect(result.error.contains(words), "\(arguments): \(result.error)")
            }
            #expect(convscope.contents == ["broken.png", "empty.jpg", "infinite.csv"])
        }
    }
}

/// A tiny picture with known values.
private enum TinyPicture {
    static func write(_ values: [Float], _ shape: Shape, to path: String) throws {
        try ImageFile.write(Tensor(shape, values), to: path, depth: .sixteen)
    }
}
