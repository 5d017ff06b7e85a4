import Tensors
import Testing

@testable import Files

/// Models that lie, put together field by field.
@Suite struct ONNXHostileTests {
    private typealias Body = (inout WireWriter) -> Void

    /// A model whose graph is what `body` writes.
    private func model(_ body: Body) -> [UInt8] {
        var writer = WireWriter()
        writer.integer(8, field: 1)
        writer.message(field: 7, body)
        return writer.bytes
    }

    /// A model with one initializer `w`.
    private func initializer(type: Int = 1, sizes: [Int], _ body: @escaping Body) -> [UInt8] {
        model { writer in
            writer.message(field: 5) { writer in
                for size in sizes { writer.integer(size, field: 1) }
                writer.integer(type, field: 2)
                writer.text("w", field: 8)
                body(&writer)
            }
        }
    }

    private func node(_ writer: inout WireWriter, _ type: String, _ inputs: [String], _ outputs: [String]) {
        writer.message(field: 1) { writer in
            for input in inputs { writer.text(input, field: 1) }
            for output in outputs { writer.text(output, field: 2) }
            writer.text(type, field: 4)
        }
    }

    private func expect(_ fact: ONNXProblem.Fact, _ bytes: [UInt8], line: Int = #line) {
        expectProblem(fact, { try ONNXModel.decode(bytes, name: "a.onnx") }, line: line)
    }

    // MARK: Bytes

    @Test func otherFilesAreNotModels() throws {
        for name in ["rgb-16.png", "f4-little-C.npy", "stored.npz", "grey.jpg"] {
            expect(.notONNX, try Fixtures.bytes(name))
        }
        expect(.notONNX, Array("<!DOCTYPE html><html>".utf8))
        expect(.gitPointer, Array("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 100\n".utf8))
        expect(.noGraph, [8, 8])
        #expect(throws: FileError.empty(path: "a")) { try ONNXModel.decode([], name: "a") }
    }

    @Test(arguments: ["rich", "old", "subgraph", "types"])
    func everyShorterModelIsRefused(name: String) throws {
        let bytes = try Fixtures.bytes("onnx-\(name).onnx")
        let model = try ONNXModel.decode(bytes, name: "a")
        for count in 1..<bytes.count {
            // What ends between two fields after the graph is a model without its opsets.
            guard let shorter = try? ONNXModel.decode(Array(bytes[..<count]), name: "a") else { continue }
            #expect(shorter.opsets.count < model.opsets.count || shorter.metadata.count < model.metadata.count)
            #expect(shorter.graph.nodes.count == model.graph.nodes.count)
        }
    }

    @Test func brokenNumbersAndLengthsAreRefused() {
        let graph: [UInt8] = [8, 8, 0x3A, 0]
        expect(.damaged(.overlongNumber), graph + [8] + [UInt8](repeating: 0xFF, count: 10) + [0])
        expect(.damaged(.overlongNumber), graph + [8] + [UInt8](repeating: 0xFF, count: 9) + [2])
        expect(.truncated, graph + [8, 0xFF])
        // A graph of 2^63 bytes; a name that is longer than its graph.
        expect(.notONNX, [8, 8, 0x3A] + [UInt8](repeating: 0x80, count: 9) + [1])
        expect(.damaged(.overrun), [8, 8, 0x3A, 2, 0x12, 5, 65, 65, 65, 65, 65])
        // A group, field 0, a name that is a number.
        expect(.damaged(.unknownField), graph + [0x0B])
        expect(.damaged(.unknownField), graph + [0x00])
        expect(.damaged(.unexpectedKind), graph + [0x10, 1])
        expect(.damaged(.partOfNumber), initializer(sizes: [1]) { $0.data([0, 0, 128], field: 4) })
        expect(.damaged(.partOfNumber), initializer(type: 7, sizes: [1]) { $0.data([0x80], field: 7) })
    }

    // MARK: Tensors

    @Test func impossibleShapesAreRefused() {
        expect(.impossibleShape([-1, 3]), initializer(sizes: [-1, 3]) { _ in })
        expect(.impossibleShape([1 << 40, 1 << 40]), initializer(sizes: [1 << 40, 1 << 40]) { _ in })
        expect(.impossibleShape([0, 1 << 40, 1 << 40]), initializer(sizes: [0, 1 << 40, 1 << 40]) { _ in })
        expect(.tooManyAxes(limit: 64), initializer(sizes: [Int](repeating: 1, count: 65)) { _ in })
        let huge = ONNXProblem.Fact.wrongCount(.rawData, shape: [1 << 62], .double, expected: nil, found: 8)
        expect(huge, initializer(type: 11, sizes: [1 << 62]) { $0.data([UInt8](repeating: 0, count: 8), field: 9) })
    }

    @Test func elementsMustBeAsManyAsTheShapeSays() {
        let bytes = [UInt8](repeating: 0, count: 8)
        func count(_ field: ONNXTensorField, _ shape: Shape, _ type: ONNXElementType, _ expected: Int, _ found: Int)
            -> ONNXProblem.Fact
        {
            .wrongCount(field, shape: shape, type, expected: expected, found: found)
        }
        expect(count(.rawData, [3], .float, 12, 8), initializer(sizes: [3]) { $0.data(bytes, field: 9) })
        expect(count(.rawData, [1], .float, 4, 8), initializer(sizes: [1]) { $0.data(bytes, field: 9) })
        expect(
            count(.rawData, [1 << 40], .float, 1 << 42, 8), initializer(sizes: [1 << 40]) { $0.data(bytes, field: 9) })
        expect(count(.floatData, [3], .float, 3, 2), initializer(sizes: [3]) { $0.data(bytes, field: 4) })
        expect(count(.floatData, [3], .float, 3, 0), initializer(sizes: [3]) { _ in })
        expect(count(.int64Data, [3], .int64, 3, 8), initializer(type: 7, sizes: [3]) { $0.data(bytes, field: 7) })
        expect(count(.stringData, [2], .string, 2, 1), initializer(type: 8, sizes: [2]) { $0.text("a", field: 6) })
        expect(.wrongField(.floatData, .int64), initializer(type: 7, sizes: [2]) { $0.data(bytes, field: 4) })
        expect(.unknownElementType(99), initializer(type: 99, sizes: [2]) { $0.data(bytes, field: 9) })
        expect(.segmented, initializer(sizes: [2]) { $0.message(field: 3) { _ in } })
        expect(
            .severalFields(.rawData, .floatData),
            initializer(sizes: [2]) {
                $0.data(bytes, field: 4)
                $0.data(bytes, field: 9)
            })
    }

    /// Numbers one by one, as old exporters wrote them.
    @Test func unpackedNumbersAreRead() throws {
        let floats = initializer(sizes: [2]) { for value in [1.5, -2] as [Float] { $0.float(value, field: 4) } }
        #expect(try ONNXModel.decode(floats, name: "a").graph.initializers[0].floats() == [1.5, -2])
        let integers = initializer(type: 7, sizes: [3]) {
            for value in [-1, 0, 1 << 40] { $0.integer(value, field: 7) }
        }
        #expect(try ONNXModel.decode(integers, name: "a").graph.initializers[0].integers() == [-1, 0, 1 << 40])
    }

    // MARK: The graph

    @Test func cyclesAreShown() throws {
        let bytes = model { writer in
            self.node(&writer, "Relu", ["c"], ["a"])
            self.node(&writer, "Neg", ["a"], ["b"])
            self.node(&writer, "Abs", ["b"], ["c"])
        }
        let fact = problem { try ONNXModel.decode(bytes, name: "a") }?.fact
        guard case .cycle(let labels)? = fact else {
            Issue.record("the problem is \(String(describing: fact))")
            return
        }
        #expect(labels.map(\.opType) == ["Relu", "Neg", "Abs", "Relu"])
    }

    @Test func nodesArePutInOrder() throws {
        // A long chain, backwards.
        let count = 100_000
        let bytes = model { writer in
            for index in stride(from: count, to: 0, by: -1) {
                self.node(&writer, "Neg", ["v\(index - 1)"], ["v\(index)"])
            }
            writer.message(field: 11) { $0.text("v0", field: 1) }
        }
        let nodes = try ONNXModel.decode(bytes, name: "a").graph.nodes
        #expect(nodes.count == count && nodes.first?.inputs == ["v0"] && nodes.last?.outputs == ["v\(count)"])
    }

    @Test func everyValueIsMadeOnce() {
        expect(.unknownValue("x"), model { self.node(&$0, "Relu", ["x"], ["y"]) })
        expect(.unknownValue("y"), model { $0.message(field: 12) { $0.text("y", field: 1) } })
        expect(
            .repeatedName("y"),
            model { writer in for _ in 0..<2 { self.node(&writer, "Relu", [], ["y"]) } })
        expect(.repeatedName("y"), model { self.node(&$0, "Split", [], ["y", "y"]) })
        expect(
            .repeatedName("x"),
            model { writer in for _ in 0..<2 { writer.message(field: 11) { $0.text("x", field: 1) } } })
        expect(.noOperator, model { $0.message(field: 1) { $0.text("x", field: 2) } })
        expect(
            .unnamed(.initializers),
            model {
                $0.message(field: 5) {
                    $0.integer(1, field: 2)
                    $0.data([0, 0, 0, 0], field: 9)
                }
            })
    }

    @Test func attributesAreChecked() {
        func attribute(_ body: @escaping Body) -> [UInt8] {
            model {
                $0.message(field: 1) {
                    $0.text("Relu", field: 4)
                    $0.message(field: 5, body)
                }
            }
        }
        expect(.unnamed(.attributes), attribute { $0.integer(1, field: 3) })
        expect(.missingValue, attribute { $0.text("a", field: 1) })
        expect(
            .missingValue,
            attribute {
                $0.text("a", field: 1)
                $0.integer(4, field: 20)
            })
        expect(
            .unknownAttributeType(77),
            attribute {
                $0.text("a", field: 1)
                $0.integer(77, field: 20)
            })
    }

    @Test func graphsInGraphsDoNotEndTheProcess() throws {
        var inner: [UInt8] = []
        for _ in 0..<2000 {
            var writer = WireWriter()
            writer.message(field: 1) { node in
                node.text("If", field: 4)
                node.message(field: 5) {
                    $0.text("then_branch", field: 1)
                    $0.data(inner, field: 6)
                    $0.integer(5, field: 20)
                }
            }
            inner = writer.bytes
        }
        var writer = WireWriter()
        writer.data(inner, field: 7)
        let nodes = try ONNXModel.decode(writer.bytes, name: "a").graph.nodes
        guard case .graph(let graph) = nodes[0].attributes["then_branch"] else {
            Issue.record("attributes are \(nodes[0].attributes)")
            return
        }
        #expect(graph.operators == ["If"])
    }

    @Test func problemsSayWhere() {
        let bytes = model { writer in
            writer.message(field: 1) { writer in
                writer.text("conv1", field: 3)
                writer.text("Conv", field: 4)
                writer.message(field: 5) { writer in
                    writer.text("value", field: 1)
                    writer.message(field: 5) {
                        $0.integer(99, field: 2)
                        $0.text("t", field: 8)
                    }
                }
            }
        }
        let words = """
            a.onnx: Conv node 'conv1' (number 1), attribute 'value', tensor 't': elements of type 99 are not known to \
            ONNX 1.23 and older.
            """
        #expect { try ONNXModel.decode(bytes, name: "a.onnx") } throws: { ($0 as? FileError)?.description == words }
    }
}
