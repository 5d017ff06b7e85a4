import Tensors
import Testing

@testable import Files

@Suite struct NumPyFileTests {
    @Test(arguments: Fixtures.names("npy").filter { !$0.hasPrefix("refused-") })
    func everyTypeOrderAndVersionIsRead(name: String) throws {
        let array = try NumPyFile.read(Fixtures.path(name))
        #expect(greatestDifference(array, try Fixtures.expected(name)) == 0)
    }

    @Test func fixturesAreThere() {
        #expect(Fixtures.names("npy").count >= 42)
    }

    @Test(arguments: [("complex", "<c8"), ("text", "<U1"), ("record", "structure")])
    func otherElementsAreRefused(name: String, type: String) throws {
        let bytes = try Fixtures.bytes("refused-\(name).npy")
        #expect(throws: FileError.numPy(path: "a", .unsupportedElements(type))) {
            try NumPyFile.decode(bytes, name: "a")
        }
    }

    @Test func writtenArraysComeBack() throws {
        let shapes: [Shape] = [[], [0], [5], [2, 3], [2, 0, 3], [1, 2, 3, 4, 5]]
        for shape in shapes {
            let tensor = Tensor(shape, (0..<shape.elementCount).map { Float($0) * 0.1 - 1 })
            let bytes = NumPyFile.encode(tensor)
            #expect((bytes.count - 4 * shape.elementCount) % 64 == 0)
            #expect(try NumPyFile.decode(bytes, name: "a") == tensor)
        }
    }

    @Test func writesWhatNumPyWrites() throws {
        // numpy.save gives these very bytes.
        let name = "version-1.npy"
        #expect(NumPyFile.encode(try Fixtures.expected(name)) == (try Fixtures.bytes(name)))
    }

    private static func file(_ header: String, elements: Int = 0) -> [UInt8] {
        [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8)
            + [UInt8](repeating: 0, count: elements)
    }

    private static func header(shape: String) -> String {
        "{'descr': '<f4', 'fortran_order': False, 'shape': \(shape), }"
    }

    @Test func hostileShapesAreRefused() {
        let hostile: [(String, NumPyProblem)] = [
            ("(4611686018427387904, 4)", .impossibleShape),
            ("(4611686018427387904,)", .impossibleShape),
            ("(99999999999999999999999,)", .impossibleShape),
            ("(1000000000,)", .truncated(expectedBytes: 4_000_000_000, foundBytes: 8)),
            ("(3,)", .truncated(expectedBytes: 12, foundBytes: 8)),
            ("(" + String(repeating: "1,", count: 65) + ")", .impossibleShape),
        ]
        for (shape, problem) in hostile {
            #expect(throws: FileError.numPy(path: "a", problem)) {
                try NumPyFile.decode(Self.file(Self.header(shape: shape), elements: 8), name: "a")
            }
        }
    }

    @Test(arguments: ["(-1,)", "((1, 2), 3)", "(1 2)", "(1.5,)", "3", "(1,", "'3'", "[1, 2]", "(,)"])
    func malformedShapesAreRefused(shape: String) {
        let error = #expect(throws: FileError.self) {
            try NumPyFile.decode(Self.file(Self.header(shape: shape), elements: 8), name: "a")
        }
        guard case .numPy("a", .malformedHeader) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func headersMayVary() throws {
        let headers = [
            "{\"shape\": (2L,), \"fortran_order\":False,\"descr\":\"<f4\"}\n",
            "  {  'descr' : '<f4' , 'shape' : ( 2 , ) , 'fortran_order' : True }   ",
        ]
        for header in headers {
            #expect(try NumPyFile.decode(Self.file(header, elements: 8), name: "a").shape == [2])
        }
    }

    @Test func missingKeysAreNamed() {
        #expect(throws: FileError.numPy(path: "a", .missingKey("shape"))) {
            try NumPyFile.decode(Self.file("{'descr': '<f4', 'fortran_order': False}"), name: "a")
        }
        #expect(throws: FileError.numPy(path: "a", .unknownVersion(9))) {
            try NumPyFile.decode([0x93] + Array("NUMPY".utf8) + [9, 0, 0, 0], name: "a")
        }
        #expect(throws: FileError.numPy(path: "a", .notNumPy)) { try NumPyFile.decode([1, 2, 3], name: "a") }
    }

    @Test func halvesMatchTheDefinition() throws {
        // Every finite half is a whole number of steps, of a size that the exponent says.
        let wrong = (UInt16.min ... .max).filter { bits in
            let exponent = Int(bits >> 10 & 0x1F)
            if exponent == 0x1F { return false }
            let steps = Int(bits & 0x3FF) + (exponent == 0 ? 0 : 1024)
            let value = Double(steps) * Double(sign: .plus, exponent: max(exponent, 1) - 25, significand: 1)
            return Double(NumPyElementType.float(half: bits)) != (bits >> 15 == 0 ? value : -value)
        }
        #expect(wrong == [])
    }
}
