import Foundation
import Testing

@Suite struct TrainCommandTests {
    private static let shapes = """
        experiment: Bars
        network: "1x8x8 -> conv 2@3x3 relu -> flatten -> dense 2"
        data: { shapes: [horizontal-bars, vertical-bars], size: 8, count: 60 }
        epochs: 3
        batch: 8

        """

    private func inFolder(_ body: (Command) throws -> Void) throws {
        let command = try Command()
        defer { command.cleanUp() }
        try body(command)
    }

    private static let results = [
        "classes.json", "experiment.yml", "metrics.csv", "network.yml", "record.safetensors", "weights.safetensors",
    ]

    @Test func aRunLeavesItsResults() throws {
        try inFolder { convscope in
            try convscope.write(Self.shapes, to: "x.yml")
            let result = try convscope("train", "x.yml", "-o", "out/a")
            #expect(result.status == 0, "\(result.error)")
            #expect(
                result.error.split(separator: "\n").map { $0.prefix(9) } == ["epoch 1/3", "epoch 2/3", "epoch 3/3"])
            #expect(result.text.hasPrefix("loss "))
            #expect(result.text.hasSuffix(" on the held-out samples, after 18 steps\n"))
            let (figures, files) = convscope.contents.partitioned { $0.hasSuffix(".svg") }
            #expect(files == ["out", "out/a"] + Self.results.map { "out/a/" + $0 } + ["x.yml"])
            #expect(Set(figures).isSuperset(of: ["out/a/training.svg", "out/a/confusion.svg"]))
            #expect(try convscope.data("out/a/experiment.yml") == Data(Self.shapes.utf8))
            let metrics = String(decoding: try convscope.data("out/a/metrics.csv"), as: UTF8.self)
            #expect(metrics.split(separator: "\r\n").count == 20)

            // The weights are what `run` takes.
            let run = try convscope(
                "run", "out/a/network.yml", "--weights", "out/a/weights.safetensors", "--input", Command.photo)
            #expect(run.status == 0, "\(run.error)")
            #expect(run.text.contains("horizontal-bars") && run.text.contains("vertical-bars"))

            // A second time there is nothing to do.
            let before = try convscope.data("out/a/record.safetensors")
            let again = try convscope("train", "x.yml", "-o", "out/a")
            #expect(again.status == 0 && again.output.isEmpty)
            #expect(again.error == "out/a: done already; --restart trains anew.\n")
            let anew = try convscope("train", "x.yml", "-o", "out/a", "--restart", "--quiet")
            #expect(anew.status == 0 && anew.error.isEmpty && anew.output.isEmpty)
            #expect(try convscope.data("out/a/record.safetensors") == before)
        }
    }

    @Test func severalRunsHaveFoldersOfTheirOwn() throws {
        try inFolder { convscope in
            let runs = "runs: [{ name: seed 1, seed: 1 }, { name: seed 2, seed: 2 }]\nexpect: { loss: at most 100 }\n"
            try convscope.write(Self.shapes + runs, to: "x.yml")
            let result = try convscope("train", "x.yml", "-o", "out")
            #expect(result.status == 0, "\(result.error)")
            #expect(result.text.split(separator: "\n").map { $0.prefix(8) } == ["seed 1: ", "seed 2: ", "2 claims"])
            for name in Self.results {
                #expect(convscope.exists("out/seed-1/\(name)") && convscope.exists("out/seed-2/\(name)"))
            }
            #expect(
                try convscope.data("out/seed-1/weights.safetensors") != convscope.data("out/seed-2/weights.safetensors")
            )

            // One of them alone is trained again; what the other promises is still looked at.
            try FileManager.default.removeItem(at: convscope.folder.appending(path: "out/seed-2"))
            let rest = try convscope("train", "x.yml", "-o", "out")
            #expect(rest.error.hasPrefix("out/seed-1: done already\nseed 2: epoch 1/3"))
            #expect(rest.text == result.text)
        }
    }

    @Test func promisesThatAreNotKeptEndWithOne() throws {
        try inFolder { convscope in
            try convscope.write(Self.shapes + "expect: { accuracy: at least 2, loss: at most 100 }\n", to: "x.yml")
            let result = try convscope("train", "x.yml", "-o", "out", "-q")
            #expect(result.status == 1)
            #expect(result.text.hasPrefix("x.yml:6:21: accuracy at least 2.0 claimed, it is "))
            #expect(result.error.isEmpty)
            #expect(convscope.exists("out/weights.safetensors"))
            // What an experiment promises is no claim about a network.
            let check = try convscope("check", "x.yml")
            #expect(check.status == 0 && check.error == "x.yml: no claims.\n")
        }
    }

    @Test func anotherExperimentIsRefused() throws {
        try inFolder { convscope in
            try convscope.write(Self.shapes, to: "x.yml")
            #expect(try convscope("train", "x.yml", "-o", "out", "-q").status == 0)
            try convscope.write(Self.shapes + "# nothing but a comment\n", to: "x.yml")
            #expect(try convscope("train", "x.yml", "-o", "out").error.contains("done already"))
            for (change, words) in [("rate: 0.5", "the experiment has been changed"), ("", "the data have changed")] {
                let text = change.isEmpty ? Self.shapes.replacing("count: 60", with: "count: 61") : Self.shapes + change
                try convscope.write(text, to: "y.yml")
                let result = try convscope("train", "y.yml", "-o", "out")
                #expect(result.status == 65)
                #expect(result.error.contains("\(words) since. Give --restart"), "\(result.error)")
            }
            #expect(try convscope("train", "y.yml", "-o", "out", "--restart", "-q").status == 0)

            try convscope.write("garbage", to: "bad/checkpoint.safetensors")
            let damaged = try convscope("train", "x.yml", "-o", "bad")
            #expect(damaged.status == 65)
            #expect(damaged.error.contains("bad/checkpoint.safetensors: the file is damaged"))
            #expect(damaged.error.contains("--restart begins anew"))
            #expect(try convscope("train", "x.yml", "-o", "bad", "--restart", "-q").status == 0)
        }
    }

    @Test func mistakesEndWithTheirStatus() throws {
        try inFolder { convscope in
            try convscope.write(Self.shapes, to: "x.yml")
            try convscope.write(Self.shapes.replacing("dense 2", with: "dense 3"), to: "units.yml")
            try convscope.write(Self.shapes.replacing("relu -> flatten", with: "relu -> fatten"), to: "chain.yml")
            try convscope.write("network: lenet5\ndata: none.npz\n", to: "none.yml")
            try convscope.write("", to: "empty.yml")
            let cases: [([String], Int32, String)] = [
                (["nowhere.yml", "-o", "out"], 66, "there is no such file"), (["x.yml"], 64, "-o"),
                (["units.yml", "-o", "out"], 65, "2 classes, but dense1 of Chain gives 3 scores"),
                (["chain.yml", "-o", "out"], 65, "chain.yml:2:10: "), (["none.yml", "-o", "out"], 66, "none.npz"),
                (["empty.yml", "-o", "out"], 65, "the file is empty"),
                (["x.yml", "-o", "x.yml"], 73, "cannot be written"),
            ]
            for (words, status, message) in cases {
                let result = try convscope.run(["train"] + words)
                #expect(result.status == status, "\(words): \(result.status) \(result.error)")
                #expect(result.error.contains(message), "\(words): \(result.error)")
                #expect(result.output.isEmpty)
            }
        }
    }

    /// Long enough that it is interrupted before it ends, on any machine.
    private static let long = shapes.replacing("epochs: 3", with: "epochs: 120")

    private func begin(_ convscope: Command, _ folder: String) throws -> Process {
        let process = try convscope.started(["train", "x.yml", "-o", folder])
        // Until it has begun; whether that takes long does not matter.
        while process.isRunning, !convscope.exists("\(folder)/checkpoint.safetensors") { usleep(500) }
        return process
    }

    @Test func aRunThatIsKilledGoesOnBitForBit() throws {
        try inFolder { convscope in
            try convscope.write(Self.long, to: "x.yml")
            #expect(try convscope("train", "x.yml", "-o", "whole", "-q").status == 0)
            for kill in 0..<8 {
                let process = try begin(convscope, "killed")
                usleep(UInt32(kill) * 7919 % 40_000)
                Foundation.kill(process.processIdentifier, SIGKILL)
                process.waitUntilExit()
            }
            let result = try convscope("train", "x.yml", "-o", "killed")
            #expect(result.status == 0, "\(result.error)")
            for name in Self.results {
                #expect(try convscope.data("killed/\(name)") == convscope.data("whole/\(name)"), "\(name)")
            }
            // What was half written is gone as well.
            func files(_ folder: String) -> [String] {
                convscope.contents.filter { $0.hasPrefix(folder + "/") }.map { String($0.dropFirst(folder.count + 1)) }
            }
            #expect(files("killed") == files("whole"))
        }
    }

    @Test func whoInterruptsIsToldHowToGoOn() throws {
        try inFolder { convscope in
            try convscope.write(Self.long.replacing("120", with: "100000"), to: "x.yml")
            let process = try begin(convscope, "out")
            process.interrupt()
            process.waitUntilExit()
            #expect(process.terminationReason == .exit && process.terminationStatus == 130)
            let error = String(decoding: try convscope.data(".err"), as: UTF8.self)
            #expect(error.contains("convscope: stopped after step "))
            #expect(error.hasSuffix("To go on: convscope train x.yml -o out\n"))
            #expect(convscope.exists("out/checkpoint.safetensors"))
        }
    }

    @Test func twoDoNotWriteIntoOneFolder() throws {
        try inFolder { convscope in
            try convscope.write(Self.long.replacing("120", with: "100000"), to: "x.yml")
            let process = try begin(convscope, "out")
            defer {
                process.terminate()
                process.waitUntilExit()
            }
            // From a folder of its own, where nobody writes over what it says.
            let other = try Command()
            defer { other.cleanUp() }
            let paths = ["x.yml", "out"].map { convscope.folder.appending(path: $0).path }
            let second = try other("train", paths[0], "-o", paths[1])
            #expect(second.status == 73)
            #expect(second.error.contains("another convscope is writing into this folder"))
        }
    }
}

extension [String] {
    /// Those that fit, and the others.
    fileprivate func partitioned(_ fits: (String) -> Bool) -> ([String], [String]) {
        (filter(fits), filter { !fits($0) })
    }
}
