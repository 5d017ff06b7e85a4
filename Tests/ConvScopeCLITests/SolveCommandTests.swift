import Foundation
import Testing

@Suite struct SolveCommandTests {
    private func inFolder(_ body: (Command) throws -> Void) throws {
        let command = try Command()
        defer { command.cleanUp() }
        try body(command)
    }

    @Test func jsonHoldsTheSolutions() throws {
        try inFolder { convscope in
            let result = try convscope(
                "solve", "--input", "4x19x9", "--output", "1x100x50", "--format", "json", "-o", "a.json", "-o", "-")
            #expect(result.status == 0, "\(result.error)")
            #expect(try convscope.data("a.json") == result.output)
            let root = try #require(try JSONSerialization.jsonObject(with: result.output) as? [String: Any])
            #expect(root["input"] as? [Int] == [4, 19, 9])
            #expect(root["output"] as? [Int] == [1, 100, 50])
            let solutions = try #require(root["solutions"] as? [[String: Any]])
            #expect(solutions[0]["layers"] as? [String] == ["conv-transpose: { filters: 1, kernel: 10, stride: 5 }"])
            #expect(solutions[0]["parameters"] as? Int == 401)
            #expect(solutions[0]["chain"] as? String == "4x19x9 -> conv-transpose 1@10x10 s5")
            #expect((solutions[0]["derivations"] as? [String])?.isEmpty == false)
            #expect((root["count"] as? Int ?? 0) >= solutions.count)
        }
    }

    @Test func allListsAsManyAsItCounts() throws {
        try inFolder { convscope in
            let result = try convscope(
                "solve", "--input", "8x28x28", "--output", "8x14x14", "--kind", "conv", "--all", "--format", "json")
            let root = try #require(try JSONSerialization.jsonObject(with: result.output) as? [String: Any])
            #expect((root["solutions"] as? [Any])?.count == root["count"] as? Int)
        }
    }

    @Test func nothingFoundEndsWithOne() throws {
        try inFolder { convscope in
            let result = try convscope("solve", "--input", "4x19x9", "--output", "1x100x50", "--kind", "max-pool")
            #expect(result.status == 1)
            #expect(result.error.isEmpty)
            #expect(
                result.text.contains("max-pool keeps the 4 channels") || result.text.contains("max-pool: no window"))
            #expect(result.text.contains("Nearest"))
        }
    }

    @Test(arguments: [
        ["--input", "4x19y9", "--output", "1"], ["--input", "4xTx9", "--output", "1"],
        ["--input", "", "--output", "1"],
        ["--input", "0x3", "--output", "1"], ["--input", "1x2x3x4x5", "--output", "1"], ["--input", "1x8x8"],
        ["--input", "-3", "--output", "1"], ["--input", "99999999999999999999", "--output", "1"],
        ["--input", "1x8x8", "--output", "1x4x4", "--kernel", "0"],
        ["--input", "1x8x8", "--output", "1x4x4", "--kernel", "3x3x3"],
        ["--input", "1x8x8", "--output", "1x4x4", "--padding", "1,2,3"],
        ["--input", "1x8x8", "--output", "1x4x4", "--kind", "max-pol"],
        ["--input", "1x8x8", "--output", "1x4x4", "--max-kernel", "1000000"],
        ["--input", "1x8x8", "--output", "1x4x4", "-o", "a.xyz"],
        ["--input", "1099511627776x1099511627776", "--output", "1"],
    ]) func wrongUsage(_ arguments: [String]) throws {
        try inFolder { convscope in
            let result = try convscope.run(["solve"] + arguments)
            #expect(result.status == 64, "\(arguments): \(result.error)")
            #expect(result.output.isEmpty)
            #expect(result.error.split(separator: "\n").count <= 2)
        }
    }
}
