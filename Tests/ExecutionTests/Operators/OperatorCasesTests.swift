import Execution
import Foundation
import Testing

/// The ONNX project's own backend tests. `OPERATOR_CASES` names a folder with more of them than are committed.
struct OperatorCasesTests {
    @Test func `every operator computes what the ONNX project says`() throws {
        let folder =
            ProcessInfo.processInfo.environment["OPERATOR_CASES"].map { URL(filePath: $0) }
            ?? Bundle.module.resourceURL!.appending(components: "Oracles", "operators")
        let (cases, tensors) = try OperatorCase.all(in: folder)
        #expect(cases.count > 800)

        var counts: [String: (passed: Int, run: Int)] = [:]
        var failures: [String] = []
        for `case` in cases {
            let failure = `case`.failure(tensors)
            let (passed, run) = counts[`case`.group] ?? (0, 0)
            counts[`case`.group] = (passed + (failure == nil ? 1 : 0), run + 1)
            if let failure { failures.append("\(`case`.group) \(`case`.name): \(failure)") }
        }
        print("ONNX backend cases, passed of run:")
        for (group, (passed, run)) in counts.sorted(by: { $0.key < $1.key }) {
            print("  \(group.padding(toLength: 26, withPad: " ", startingAt: 0)) \(passed) of \(run)")
        }
        #expect(failures.isEmpty, "\(failures.joined(separator: "\n"))")
    }
}
