import Tensors
import Testing

@testable import Files

@Suite struct SafetensorsTests {
    private let tensors: [(name: String, tensor: Tensor)] = [
        ("conv.weight", Tensor([2, 1, 2], [1, -2, 3.5, .infinity])), ("a \"b\"", Tensor([], [7])),
        ("empty", Tensor([0, 3], [])),
    ]

    @Test func whatIsWrittenIsRead() throws {
        let read = try Safetensors.decode(Safetensors.encode(tensors), path: "w").tensors
        #expect(Set(read.map(\.name)) == Set(tensors.map(\.name)))
        for (name, tensor) in tensors { #expect(read.first { $0.name == name }?.tensor == tensor) }
    }

    @Test func metadataAreKept() throws {
        let texts = ["title": "Two \"seeds\"\n\t\u{1}", "": "Größe 😀 [[[[ {{ *a *b", "a/b": "\\"]
        let bytes = Safetensors.encode(.init(tensors, metadata: texts))
        let read = try Safetensors.decode(bytes, path: "w")
        #expect(read.metadata == texts)
        #expect(read.tensors.count == tensors.count)
    }

    @Test func otherWritersEscapesAreRead() throws {
        let header =
            #"{ "__metadata__" : {"a":"\ud83d\ude00\u00e4\/"} , "t":{"shape":[],"dtype":"F32","data_offsets":[0,4]}}"#
        let bytes =
            withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian, Array.init) + Array(header.utf8) + [0, 0, 0, 0]
        let read = try Safetensors.decode(bytes, path: "w")
        #expect(read.metadata == ["a": "😀ä/"])
        #expect(read.tensors[0].tensor == Tensor([], [0]))
    }

    @Test func shorterNumbersAreWidened() throws {
        // 1.5 and −0.25 as float16, then as bfloat16; the smallest and an infinite half.
        let header = Array(
            #"{"h":{"dtype":"F16","shape":[4],"data_offsets":[0,8]},"b":{"dtype":"BF16","shape":[2],"data_offsets":[8,12]}}"#
                .utf8)
        let data: [UInt8] = [0x00, 0x3E, 0x00, 0xB4, 0x01, 0x00, 0x00, 0x7C, 0xC0, 0x3F, 0x80, 0xBE]
        let bytes = withUnsafeBytes(of: UInt64(header.count).littleEndian, Array.init) + header + data
        let read = try Safetensors.decode(bytes, path: "w").tensors
        #expect(read.map(\.name) == ["h", "b"])
        #expect(read[0].tensor.elements == [1.5, -0.25, 0x1p-24, .infinity])
        #expect(read[1].tensor.elements == [1.5, -0.25])
    }

    @Test func everyTruncationIsAnError() {
        let bytes = Safetensors.encode(tensors)
        for count in 0..<bytes.count {
            #expect(throws: FileError.self, "\(count) bytes") {
                try Safetensors.decode(Array(bytes[..<count]), path: "w")
            }
        }
    }

    @Test(arguments: [
        #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#,
        #"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#,
        #"{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,4]}}"#,
        #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}"#,
        #"{"a":{"dtype":"X9","shape":[1],"data_offsets":[0,4]}}"#,
        #"{"a":1}"#, "[", "{{{{{{", #"{"__metadata__":{"a":1}}"#, #"{"__metadata__":{"a":"1","a":"2"}}"#,
        #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} x"#, #"{"a\ud800":{}}"#,
        #"{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}"#,
        #"{"a":[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]}"#,
    ])
    func headersThatLieAreErrors(header: String) {
        let bytes =
            withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian, Array.init) + Array(header.utf8) + [0, 0, 0, 0]
        #expect(throws: FileError.self) { try Safetensors.decode(bytes, path: "w") }
    }
}
