import Files
import Foundation
import Tensors
import Testing

/// Batches that are killed, that run twice at once, and that watch.
@Suite struct RenderInterruptionTests {
    private static let count = 60

    private func inFolder(_ body: (Command) throws -> Void) throws {
        let convscope = try Command()
        defer { convscope.cleanUp() }
        try convscope.write(
            "filters:\n  - { filter: 'gaussian:sigma=2', images: photos, name: soft }\n", to: "m.yml")
        var random = SplitMix64(seed: 5)
        for index in 0..<Self.count {
            let values = (0..<64 * 64).map { _ in Float(random.next() % 256) / 255 }
            try ImageFile.write(
                Tensor([1, 64, 64], values), to: convscope.folder.appending(path: "photos/\(index).png").path)
        }
        try body(convscope)
    }

    private func responses(_ convscope: Command, in folder: String = "out/m/soft") -> [String] {
        let path = convscope.folder.appending(path: folder).path
        return ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    }

    /// Waits for something that comes sooner or later; how soon does not matter.
    private func wait(for condition: () throws -> Bool) rethrows -> Bool {
        for _ in 0..<12_000 {
            if try condition() { return true }
            usleep(10_000)
        }
        return false
    }

    @Test func aBatchThatIsKilledGoesOnAndLeavesNoHalfFile() throws {
        try inFolder { convscope in
            _ = try convscope("filter", "photos", "--filter", "gaussian:sigma=2", "-o", "whole", "-q")
            for kill in 1...6 {
                let process = try convscope.started(["render", "m.yml", "-o", "out", "-q", "--jobs", "2"])
                _ = wait { !process.isRunning || responses(convscope).count > kill * 6 }
                usleep(UInt32(kill) * 7919 % 10_000)
                Foundation.kill(process.processIdentifier, SIGKILL)
                process.waitUntilExit()
                // Whatever has a name is whole.
                for name in responses(convscope) where !name.hasPrefix(".") {
                    #expect(try convscope.data("out/m/soft/\(name)") == convscope.data("whole/\(name)"), "\(name)")
                }
            }
            let done = responses(convscope).filter { !$0.hasPrefix(".") }.count
            let result = try convscope("render", "m.yml", "-o", "out", "-q")
            #expect(result.status == 0, "\(result.error)")
            for index in 0..<Self.count {
                #expect(try convscope.data("out/m/soft/\(index).png") == convscope.data("whole/\(index).png"))
            }
            // What was done is not done again, but for what was being recorded when it was killed.
            let last = try convscope("render", "m.yml", "-o", "out")
            #expect(last.error == "\(Self.count) photos in out: \(Self.count) unchanged\n")
            #expect(done > 6)
        }
    }

    @Test func twoAtOnceDoNoHarm() throws {
        try inFolder { convscope in
            let other = try Command()
            defer { other.cleanUp() }
            let arguments = [
                "render", convscope.folder.appending(path: "m.yml").path, "-o",
                convscope.folder.appending(path: "out").path, "-q",
            ]
            // From a folder of its own, since each keeps what it says there.
            let processes = [try convscope.started(arguments), try other.started(arguments)]
            for process in processes { process.waitUntilExit() }
            #expect(processes.allSatisfy { $0.terminationReason == .exit && $0.terminationStatus == 0 })
            #expect(responses(convscope) == (0..<Self.count).map { "\($0).png" }.sorted())
            let again = try convscope("render", "m.yml", "-o", "out")
            #expect(again.error == "\(Self.count) photos in out: \(Self.count) unchanged\n")
        }
    }

    @Test func whoInterruptsIsToldHowToGoOn() throws {
        try inFolder { convscope in
            let process = try convscope.started(["render", "m.yml", "-o", "out", "--jobs", "1"])
            _ = wait { !process.isRunning || responses(convscope).count > 1 }
            process.interrupt()
            process.waitUntilExit()
            // Unless it was through before.
            guard process.terminationStatus != 0 else { return }
            #expect(process.terminationReason == .exit && process.terminationStatus == 130)
            let error = String(decoding: try convscope.data(".err"), as: UTF8.self)
            #expect(error.contains("convscope: stopped: ") && error.hasSuffix("The same command goes on.\n"))
        }
    }

    @Test func watchDrawsAfterEverySave() throws {
        let convscope = try Command()
        defer { convscope.cleanUp() }
        try convscope.write("figure: coverage\ntheme: own.yml\nformats: [svg]\n", to: "m.yml")
        try convscope.write("base: dark\n", to: "own.yml")
        let process = try convscope.started(["watch", "m.yml", "-o", "out"])
        defer {
            process.terminate()
            process.waitUntilExit()
        }
        func said(_ words: String) throws -> Bool {
            String(decoding: try convscope.data(".err"), as: UTF8.self).contains(words)
        }
        #expect(try wait { try said("1 drawn\n") })
        let dark = try convscope.data("out/m/coverage.svg")

        // A theme that it uses, put in place of the old one as editors do.
        try convscope.write("base: print\n", to: "new.yml")
        #expect(
            rename(
                convscope.folder.appending(path: "new.yml").path, convscope.folder.appending(path: "own.yml").path) == 0
        )
        #expect(try wait { try said("own.yml changed: 1 drawn\n") })
        #expect(try convscope.data("out/m/coverage.svg") != dark)

        // A mistake is told, and mended.
        try convscope.write("figure: coverag\n", to: "m.yml")
        #expect(try wait { try said("m.yml changed: nothing drawn\n") })
        #expect(try said("no figure is called 'coverag'"))
        try convscope.write("figure: coverage\ninput: 4x4\nname: mended\n", to: "m.yml")
        #expect(try wait { try said("m.yml changed: 1 drawn\n") })
        #expect(convscope.exists("out/m/mended.svg"))

        process.interrupt()
        process.waitUntilExit()
        #expect(process.terminationReason == .exit && process.terminationStatus == 130)
    }
}
