import Tensors
import Testing

@testable import Files

@Suite struct KernelFileTests {
    private let sobel = Tensor([3, 3], [1, 0, -1, 2, 0, -2, 1, 0, -1])

    @Test(arguments: [
        "1 0 -1\n2 0 -2\n1 0 -1\n", "1,0,-1\r\n2,0,-2\r\n1,0,-1", "1;0;-1\n2;0;-2\n1;0;-1",
        "1 0 -1; 2 0 -2; 1 0 -1", "1,0,-1;2,0,-2;1,0,-1;", "# Sobel\n\n1, 0, -1  # top\n\t2\t0\t-2\n1 0 -1",
        "\u{FEFF}1 0 -1\n2/1 0 -4/2\n1e0 0.0 -1.0",
    ])
    func textIsRead(text: String) throws {
        #expect(try KernelText.parse(text) == sobel)
    }

    @Test(arguments: [
        "[[1, 0, -1], [2, 0, -2], [1, 0, -1]]", "- [1, 0, -1]\n- [2, 0, -2]\n- [1, 0, -1]",
        "kernel: [[2, 0, -2], [4, 0, -4], [2, 0, -2]]\ndivisor: 2",
        "scale: 1/4\nkernel:\n  - [4, 0, -4]\n  - [8, 0, -8]\n  - [4, 0, -4]",
    ])
    func yamlIsRead(text: String) throws {
        #expect(try KernelFile.decode(Array(text.utf8), name: "k.YML") == sobel)
    }

    @Test func channelsComeFromYAMLAndNumPy() throws {
        #expect(try KernelFile.parse(yaml: "[[[1, 2]], [[3, 4]]]") == Tensor([2, 1, 2], [1, 2, 3, 4]))
        let kernel = Tensor([2, 1, 2], [1, 2, 3, 4])
        #expect(try KernelFile.decode(NumPyFile.encode(kernel), name: "k.npy") == kernel)
    }

    @Test func textProblemsAreNamed() {
        #expect(throws: KernelProblem.unequalRows(at: .line(3), expected: 3, found: 2)) {
            try KernelText.parse("# Two rows\n1 2 3\n4 5", isFile: true)
        }
        #expect(throws: KernelProblem.notANumber("x", at: .row(2))) { try KernelText.parse("1 2 3\n4 x 5") }
        #expect(throws: KernelProblem.notFinite("nan", at: .row(1))) { try KernelText.parse("nan") }
        #expect(throws: KernelProblem.notFinite("1/0", at: .row(1))) { try KernelText.parse("1/0") }
        #expect(throws: KernelProblem.noNumbers) { try KernelText.parse(" \n# nothing\n") }
    }

    @Test func yamlProblemsAreNamed() {
        #expect(throws: KernelProblem.unknownKey("sclae")) { try KernelFile.parse(yaml: "kernel: [[1]]\nsclae: 2") }
        #expect(throws: KernelProblem.divisorIsZero) { try KernelFile.parse(yaml: "kernel: [[1]]\ndivisor: 0") }
        #expect(throws: KernelProblem.notAMatrix) { try KernelFile.parse(yaml: "[1, 2]") }
        #expect(throws: KernelProblem.noNumbers) { try KernelFile.parse(yaml: "") }
        #expect(throws: KernelProblem.self) { try KernelFile.parse(yaml: "[[1, 2]") }
        #expect(throws: KernelProblem.self) { try KernelFile.parse(yaml: "[[1, 2], [3]]") }
    }

    /// Deep nesting would overflow the parser's stack, aliases of aliases its memory.
    @Test func hostileYAMLIsRefused() {
        let bomb =
            "a0: &a0 [1]\n"
            + (1..<60).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1), *a\($0 - 1)]\n" }.joined() + "? *a59\n: 1\n"
        let hostile = [
            String(repeating: "[", count: 100_000), String(repeating: "- ", count: 100_000),
            String(repeating: "? ", count: 100_000), String(repeating: "{a: ", count: 50_000), bomb,
        ]
        for text in hostile {
            #expect(throws: KernelProblem.self) { try KernelFile.parse(yaml: text) }
        }
    }

    /// They would make every response infinite or missing, silently.
    @Test func infiniteAndMissingNumbersAreRefusedWithTheirPlace() {
        func problem(_ bytes: [UInt8], _ name: String) -> KernelProblem? {
            let error = #expect(throws: FileError.self) { try KernelFile.decode(bytes, name: name) }
            guard case .kernel(_, let problem) = error else { return nil }
            return problem
        }
        #expect(problem(Array("1 2\n3 inf".utf8), "k.csv") == .notFinite("inf", at: .line(2)))
        #expect(problem(Array("- [1, 2]\n- [3, 1e39]".utf8), "k.yml") == .notFinite("1e39", at: .line(2)))
        #expect(
            problem(Array("kernel: [[1, 3e38]]\nscale: 9".utf8), "k.yml")
                == .notFinite("inf", at: .element(row: 1, column: 2, channel: nil)))
        let array = problem(NumPyFile.encode(Tensor([2, 2, 3], (0..<12).map { $0 == 10 ? .nan : 1 })), "k.npy")
        #expect(array == .notFinite("nan", at: .element(row: 2, column: 2, channel: 2)))
        #expect(array?.description.hasPrefix("channel 2, row 2, column 2: 'nan' is not finite.") == true)
    }

    @Test func arraysOfOtherRanksAreRefused() {
        #expect(throws: FileError.kernel(path: "k", .wrongRank(1))) {
            try KernelFile.decode(NumPyFile.encode(Tensor([3])), name: "k")
        }
    }
}
