import Execution
import Foundation
import Testing

/// Operators held to other software's answers.
struct OperatorCasesTests {
    /// `OPERATOR_CASES` names a folder with more of them than are committed.
    @Test func `every operator computes what the ONNX project says`() throws {
        let folder =
            ProcessInfo.processInfo.environment["OPERATOR_CASES"].map { URL(filePath: $0) }
            ?? Bundle.module.resourceURL!.appending(components: "Oracles", "operators")
        try run(folder, "ONNX backend cases", atLeast: 850)
    }

    @Test func `earlier opsets mean what ONNX Runtime says`() throws {
        try run(
            Bundle.module.resourceURL!.appending(components: "Oracles", "runtime"), "ONNX Runtime cases", atLeast: 225)
    }

    private func run(_ folder: URL, _ title: String, atLeast least: Int) throws {
        let (cases, tensors) = try OperatorCase.all(in: folder)
        #expect(cases.count >= least)
        var counts: [String: (passed: Int, run: Int)] = [:]
        var failures: [String] = []
        for `case` in cases {
            let failure = `case`.failure(tensors)
            let (passed, run) = counts[`case`.group] ?? (0, 0)
            counts[`case`.group] = (passed + (failure == nil ? 1 : 0), run + 1)
            if let failure { failures.append("\(`case`.group) \(`case`.name): \(failure)") }
        }
        let table = counts.sorted { $0.key < $1.key }.map { group, count in
            "  \(group.padding(toLength: 26, withPad: " ", startingAt: 0)) \(count.passed) of \(count.run)"
        }
        print(([title + ", passed of run:"] + table).joined(separator: "\n"))
        #expect(failures.isEmpty, "\(failures.joined(separator: "\n"))")
    }
}
