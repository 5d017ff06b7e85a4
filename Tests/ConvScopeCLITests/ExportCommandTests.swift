import Files
import Foundation
import Tensors
import Testing

@Suite struct ExportCommandTests {
    private static let chain = "3x8x8 -> conv 4@3x3 relu name=first -> flatten -> dense 10 softmax"

    @Test func aFileThatIsReadAgain() throws {
        let command = try Command()
        defer { command.cleanUp() }
        let result = try command("export", Self.chain, "--seed", "3", "--mean", "1,2,3", "-o", "deep/net.onnx")
        #expect(result.status == 0 && result.text.isEmpty, "\(result.error)")
        let model = try ONNXModel.read(command.folder.path + "/deep/net.onnx")
        #expect(model.graph.nodes.map(\.name) == ["first", "first/Relu", "flatten1", "dense1", "dense1/Softmax"])
        #expect(model.metadata["preprocess"]?.contains("mean: [1, 2, 3]") == true)
        // The same numbers from both, photo and all.
        for (network, seed) in [(Self.chain, "3"), ("deep/net.onnx", "9")] {
            let file = seed + ".npy"
            let run = try command(
                "run", network, "--seed", seed, "--mean", "1,2,3", "--input", Command.photo, "-o", file, "-q")
            #expect(run.status == 0, "\(run.error)")
        }
        let (a, b) = (
            try NumPyFile.read(command.folder.path + "/3.npy"), try NumPyFile.read(command.folder.path + "/9.npy")
        )
        #expect(zip(a.elements, b.elements).allSatisfy { abs($0 - $1) < 1e-6 })
    }

    @Test func wrongUseLeavesNothingBehind() throws {
        let command = try Command()
        defer { command.cleanUp() }
        #expect(try command("export", Self.chain, "-o", "net.txt").status == 64)
        #expect(try command("export", Self.chain, "--initializer", "nil", "-o", "net.onnx").status == 64)
        #expect(try command("export", Self.chain, "--weights", "none.npz", "-o", "net.onnx").status == 66)
        #expect(
            try command("export", "3xTx8 -> spatial-pyramid-pool levels=2,1", "-o", "net.onnx").status == 65
        )
        #expect(command.contents.isEmpty)
    }
}

@Suite struct RunCommandTests {
    @Test func classesAreNamed() throws {
        let command = try Command()
        defer { command.cleanUp() }
        try command.write("cat\ndog\nfish\n", to: "classes.txt")
        let chain = "1x9x9 -> flatten -> dense 3 softmax"
        let result = try command("run", chain, "--input", Command.photo, "--labels", "classes.txt", "--top", "2", "-q")
        #expect(result.status == 0 && result.error.isEmpty, "\(result.error)")
        let lines = result.text.split(separator: "\n")
        #expect(lines.count == 2 && lines[0].hasPrefix("1  ") && lines[0].contains(" %  "))
        #expect(lines.allSatisfy { line in ["cat", "dog", "fish"].contains { line.hasSuffix($0) } })
        // Another number of classes, and nothing to do.
        #expect(
            try command("run", "1x9x9 -> flatten -> dense 4", "--input", Command.photo, "--labels", "classes.txt")
                .status == 65)
        #expect(try command("run", chain, "--input", Command.photo).status == 64)
        #expect(try command("run", chain, "--input", Command.photo, "--top", "0").status == 64)
        #expect(try command("run", chain, "--input", Command.photo, "--mean", "1,2", "--top", "1").status == 65)
        #expect(try command("run", chain, "--input", Command.photo, "--std", "0", "--top", "1").status == 64)
    }

    @Test func thePreparationOfTheFileIsItsOwn() throws {
        let command = try Command()
        defer { command.cleanUp() }
        try command.write("a\nb\n", to: "nets/names.txt")
        try command.write(
            "input: 1x9x9\npreprocess: { labels: names.txt, mean: 0.5 }\nlayers: [flatten, dense: 2]\n",
            to: "nets/net.yml")
        let result = try command("run", "nets/net.yml", "--input", Command.photo)
        #expect(result.status == 0 && result.error.contains("less the mean 0.5"), "\(result.error)")
        #expect(result.text.split(separator: "\n").count == 2 && result.text.contains("score"))
    }

    @Test func aNetworkSlidesOverAPhoto() throws {
        let command = try Command()
        defer { command.cleanUp() }
        let chain = "1x32x32 -> conv 4@5x5 s2 relu -> flatten -> dense 3 softmax"
        let result = try command(
            "run", chain, "--fully-convolutional", "--input", Command.photo, "--resize", "64x80", "-o", "map.npy")
        #expect(result.status == 0, "\(result.error)")
        #expect(try NumPyFile.read(command.folder.path + "/map.npy").shape == [3, 17, 25])
        let summary = try command("summary", chain, "--fully-convolutional", "--input", "1xHxW", "--format", "markdown")
        #expect(summary.status == 0 && summary.text.contains("conv 3@14x14"), "\(summary.text)")
        #expect(
            try command(
                "run", chain, "--fully-convolutional", "--input", Command.photo, "--resize", "16", "-o", "m.npy"
            ).status == 65)
    }
}
