import Tensors
import Testing

@testable import Files

/// Models that Python's `onnx` wrote (`Tests/Oracles/make_onnx_fixtures.py`), read and written.
@Suite struct ONNXFileTests {
    private static func model(_ name: String) throws -> ONNXModel {
        try ONNXModel.read(Fixtures.path("onnx-\(name).onnx"))
    }

    // MARK: Tensors

    /// All that the types have in common: each is there as `raw_data` and in its typed field.
    @Test func everyTypeIsReadFromEveryStorage() throws {
        let tensors = try Self.model("types").graph.initializers
        let byName = Dictionary(uniqueKeysWithValues: tensors.map { ($0.name, $0) })
        var checked = 0
        for tensor in tensors {
            guard let expected = byName[tensor.name + "/expected"] else { continue }
            let found = try tensor.floats().map(\.bitPattern)
            #expect(found == (try expected.floats().map(\.bitPattern)), "\(tensor.name)")
            #expect(tensor.shape == expected.shape)
            checked += 1
        }
        #expect(checked == 28)
        // The ruler itself.
        #expect(try byName["float-typed"]!.floats()[..<3] == [-2.5, 0.1, 0])
        #expect(try byName["scalar"]!.tensor() == Tensor([], [3.25]))
        #expect(byName["empty"]!.shape == [2, 0, 3])
    }

    @Test func integersKeepEveryDigit() throws {
        let tensors = try Self.model("types").graph.initializers
        for storage in ["raw", "typed"] {
            func integers(_ type: String) throws -> [Int] {
                try #require(tensors.first { $0.name == "\(type)-\(storage)" }).integers()
            }
            #expect(try integers("int64") == [.min, .max, 0, 1, 2, .max / 2, .max - 1, .min + 1])
            #expect(try integers("int8") == [-128, 127, 0, 1, 2, 63, 126, -127])
            #expect(try integers("uint16") == [0, 65535, 0, 1, 2, 32767, 65534, 1])
            #expect(try integers("uint32")[1] == 4_294_967_295)
            #expect(try integers("uint64")[1] == -1)
            #expect(try integers("bool") == [1, 0, 0, 1, 1, 1, 0, 0])
            let booleans = try #require(tensors.first { $0.name == "bool-\(storage)" }).booleans()
            #expect(booleans == [true, false, false, true, true, true, false, false])
        }
        #expect(try tensors.first { $0.elementType == .string }!.strings() == ["cat", "Hündchen", ""])
    }

    @Test func everyHalfIsExact() {
        // Against the definition: (-1)^s · 2^(e-15) · (1 + f/1024), and f · 2^-24 where e is 0.
        for bits in UInt16.min ... .max {
            let (exponent, fraction) = (Int(bits >> 10 & 31), Float(bits & 1023))
            let sign: Float = bits >> 15 == 0 ? 1 : -1
            let value = ONNXTensor.float(half: bits)
            switch exponent {
            case 0: #expect(value == sign * fraction * 0x1p-24 && value.sign == (sign < 0 ? .minus : .plus))
            case 31: #expect(fraction == 0 ? value == sign * .infinity : value.isNaN)
            default:
                #expect(
                    value == sign * (1 + fraction / 1024) * Float(sign: .plus, exponent: exponent - 15, significand: 1))
            }
        }
    }

    @Test func elementsOfOtherKindsAreRefused() throws {
        let tensors = try Self.model("types").graph.initializers
        func problem(_ name: String, _ read: (ONNXTensor) throws -> Void) throws -> ONNXProblem.Fact? {
            let tensor = try #require(tensors.first { $0.name == name })
            let problem = FilesTests.problem { try read(tensor) }
            #expect(problem?.tensor == name)
            return problem?.fact
        }
        #expect(try problem("nibbles") { _ = try $0.floats() } == .cannotConvert(.int4, to: "float32"))
        #expect(try problem("texts") { _ = try $0.floats() } == .cannotConvert(.string, to: "float32"))
        #expect(try problem("float16-raw") { _ = try $0.integers() } == .cannotConvert(.float16, to: "integers"))
        #expect(try problem("int8-raw") { _ = try $0.booleans() } == .cannotConvert(.int8, to: "booleans"))
        #expect(try problem("int8-raw") { _ = try $0.strings() } == .cannotConvert(.int8, to: "text"))
    }

    @Test func externalDataIsReadFromItsFile() throws {
        let tensors = try Self.model("external").graph.initializers
        #expect(try tensors[0].tensor() == Tensor([2, 4], (0..<8).map { Float($0) / 8 }))
        #expect(try tensors[1].integers() == [-1, 2])
        let bytes = try Fixtures.bytes("onnx-external.onnx")
        expectProblem(.external(file: "onnx-external.bin", .withoutFolder)) { try ONNXModel.decode(bytes, name: "a") }
    }

    // MARK: The rest

    @Test func attributesValuesAndNotesAreRead() throws {
        let model = try Self.model("rich")
        #expect(model.irVersion == 8 && model.opset == 17 && model.opsets == ["": 17, "test.domain": 3])
        #expect(model.producerName == "fixtures")
        #expect(model.metadata == ["classes": "cat,dog", "mean": "0.5"])
        let batch: [ONNXDimension] = [.named("batch"), .known(3), .unknown, .known(4)]
        #expect(model.graph.inputs == [ONNXValue("x", .tensor(.float, dimensions: batch))])
        #expect(model.graph.outputs == [ONNXValue("y", .tensor(.float, dimensions: nil))])
        #expect(model.graph.values == [ONNXValue("a", .tensor(.int64, dimensions: [.known(1), .known(2)]))])

        let node = model.graph.nodes[0]
        #expect(node.name == "first" && node.opType == "Everything" && node.domain == "test.domain")
        #expect(node.inputs == ["x", "", "w"] && node.outputs == ["a", ""])
        #expect(node.attributes.count == 8)
        guard case .float(1.5) = node.attributes["f"], case .int(-7) = node.attributes["i"],
            case .string("text") = node.attributes["s"], case .tensor(let inner) = node.attributes["t"],
            case .floats([0.5, -0.25]) = node.attributes["fs"], case .strings(["a", "b"]) = node.attributes["ss"],
            case .ints(let ints) = node.attributes["ints"], case .tensors(let tensors) = node.attributes["ts"]
        else {
            Issue.record("attributes are \(node.attributes)")
            return
        }
        #expect(ints == [1, -2, 3 << 40])
        #expect(try inner.name == "inner" && inner.integers() == [0, 1, 2])
        #expect(try tensors.map { try $0.tensor() } == [Tensor([2], [1, 1])])
    }

    @Test func oldModelsDeclareTheirInitializersAsInputs() throws {
        let model = try Self.model("old")
        #expect(model.opset == 7)
        #expect(model.graph.inputs.map(\.name) == ["x", "w"])
        #expect(model.graph.requiredInputs.map(\.name) == ["x"])
    }

    @Test func graphsInsideNodesAreNamed() throws {
        let attributes = try Self.model("subgraph").graph.nodes[0].attributes
        guard case .graph(let graph) = attributes["then_branch"] else {
            Issue.record("attributes are \(attributes)")
            return
        }
        #expect(graph == ONNXSubgraph(name: "Relu", operators: ["Relu"]))
    }

    @Test func sparseWeightsAreNamed() {
        expectProblem(.sparseInitializers(["scattered"])) { try Self.model("sparse") }
    }

    // MARK: Writing

    /// Python's `onnx` wrote these with `raw_data` and sorted attributes, as we do.
    @Test(arguments: ["rich", "old"])
    func writesTheVeryBytes(name: String) throws {
        let bytes = try Fixtures.bytes("onnx-\(name).onnx")
        var model = try ONNXModel.decode(bytes, name: name)
        if name == "old" { model.opsets = ["ai.onnx": 7] }
        #expect(try model.encoded() == bytes)
    }

    @Test(arguments: ["types", "rich", "old", "external"])
    func whatIsWrittenComesBack(name: String) throws {
        let model = try Self.model(name)
        let again = try ONNXModel.decode(try model.encoded(), name: "again")
        #expect(again.opsets == model.opsets && again.irVersion == model.irVersion && again.metadata == model.metadata)
        #expect(again.graph.inputs == model.graph.inputs && again.graph.outputs == model.graph.outputs)
        #expect(again.graph.nodes.map(\.inputs) == model.graph.nodes.map(\.inputs))
        #expect(again.graph.initializers.count == model.graph.initializers.count)
        for (new, old) in zip(again.graph.initializers, model.graph.initializers) {
            #expect(new.name == old.name && new.elementType == old.elementType && new.shape == old.shape)
            if old.elementType == .string {
                #expect(try new.strings() == (try old.strings()))
            } else {
                #expect(try new.rawBytes() == (try old.rawBytes()))
            }
        }
        #expect(try again.encoded() == (try model.encoded()))
    }

    @Test func graphsInsideNodesAreNotWritten() throws {
        let model = try Self.model("subgraph")
        expectProblem(.cannotWrite(attribute: nil)) { try model.encoded() }
    }

    @Test func modelsOfOurOwnAreWritten() throws {
        let weights = Tensor([2, 1, 1, 1], [0.5, -1])
        let nodes = [
            ONNXNode(
                "Conv", name: "conv1", inputs: ["x", "w"], outputs: ["c"], attributes: ["strides": .ints([1, 1])]),
            ONNXNode("Reshape", inputs: ["c", "shape"], outputs: ["y"]),
        ]
        let graph = ONNXGraph(
            inputs: [ONNXValue("x", .tensor(.float, dimensions: [.known(1), .known(1), .known(2), .named("w")]))],
            outputs: [ONNXValue("y", .tensor(.float, dimensions: [.known(-1), .known(2)]))], nodes: nodes,
            initializers: [ONNXTensor("w", weights), ONNXTensor("shape", [2], [-1, 2])])
        let again = try ONNXModel.decode(try ONNXModel(graph: graph).encoded(), name: "a")
        #expect(try again.graph.initializers[0].tensor() == weights)
        #expect(try again.graph.initializers[1].integers() == [-1, 2])
        #expect(again.graph.nodes.map(\.opType) == ["Conv", "Reshape"])
        // A negative size is one that is not known.
        #expect(again.graph.outputs[0].kind == .tensor(.float, dimensions: [.unknown, .known(2)]))
    }
}

/// Expects just this to be told, with words.
func expectProblem(_ fact: ONNXProblem.Fact, _ read: () throws -> some Any, line: Int = #line) {
    let location = SourceLocation(fileID: #fileID, filePath: #filePath, line: line, column: 1)
    let problem = problem(read)
    #expect(problem?.fact == fact, sourceLocation: location)
    #expect(problem?.description.hasSuffix(".") ?? true, sourceLocation: location)
}

/// What is wrong with the model that is read; `nil` if nothing is, or the file.
func problem(_ read: () throws -> some Any) -> ONNXProblem? {
    do {
        _ = try read()
    } catch let error as FileError {
        if case .onnx(_, let problem) = error { return problem }
    } catch {}
    return nil
}
