// Feeds the reader of ONNX files changed models: convscope-fuzz-onnx FOLDER [COUNT] [FIRST]
//
// Input N depends on nothing but N and the folder's .onnx files. After a crash, run again from the last number that was
// printed. Whatever comes in, a model or a FileError has to come out, in memory that grows with the input.

import Execution
import Files
import Networks
import Tensors

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Tags, lengths and numbers that parsers stumble over.
let telling: [[UInt8]] = [
    [0], [1], [0x7F], [0x80], [0xFF], [0xFF, 0xFF, 0xFF, 0xFF, 0x0F], [0x80, 0x80, 0x80, 0x80, 0x10],
    [UInt8](repeating: 0xFF, count: 9) + [1], [UInt8](repeating: 0x80, count: 9) + [1],
    [UInt8](repeating: 0xFF, count: 11), [0x08, 0x00], [0x3A], [0x2A], [0x4A, 0x04, 0, 0, 0, 0], [0x70, 0x01],
    [0x6A, 0x0C, 0x0A, 0x08] + Array("location".utf8), Array("../x".utf8),
]

func change(_ bytes: inout [UInt8], with other: [UInt8], using generator: inout SplitMix64) {
    let at = Int.random(in: 0...bytes.count, using: &generator)
    let end = min(bytes.count, at + Int.random(in: 0...40, using: &generator))
    switch Int.random(in: 0..<9, using: &generator) {
    case 0: if at < bytes.count { bytes[at] = .random(in: 0...255, using: &generator) }
    case 1: if at < bytes.count { bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &generator) }
    case 2: if at < bytes.count { bytes[at] &+= Bool.random(using: &generator) ? 1 : 255 }
    case 3: bytes.insert(contentsOf: telling.randomElement(using: &generator)!, at: at)
    case 4:
        let new = telling.randomElement(using: &generator)!
        bytes.replaceSubrange(at..<min(bytes.count, at + new.count), with: new)
    case 5: bytes.removeSubrange(at..<end)
    case 6: bytes.insert(contentsOf: bytes[at..<end], at: Int.random(in: 0...bytes.count, using: &generator))
    case 7:
        let from = Int.random(in: 0...other.count, using: &generator)
        bytes.insert(contentsOf: other[from...].prefix(Int.random(in: 0...60, using: &generator)), at: at)
    default: if Int.random(in: 0..<8, using: &generator) == 0 { bytes.removeSubrange(at...) }
    }
}

/// The model as a network, run where that is quick.
func run(_ model: ONNXModel) {
    do {
        let graph = try GraphNetwork(model, path: "a")
        networks += 1
        _ = NetworkSummary(graph.network).json().text
        let sizes = graph.network.nodes.map { $0.output.elementCount.integer ?? .max }
        let macs = graph.network.nodes.map { $0.inference.multiplyAccumulates?.value.integer ?? 0 }
        guard sizes.allSatisfy({ $0 < 1 << 16 }), macs.allSatisfy({ $0 < 1 << 24 }), sizes.count < 1000 else { return }
        var inputs: [String: Tensor] = [:]
        for input in graph.network.inputs {
            guard let shape = input.shape.known else { return }
            inputs[input.name] = Tensor(input.isBatched ? Shape([1] + shape.sizes) : shape, repeating: 0.5)
        }
        _ = try PreparedNetwork(graph, NetworkRequest("a")).execution().run(inputs)
        runs += 1
    } catch {
        if "\(error)".isEmpty { fatalError("no words") }
    }
}

/// All that can be asked of a model; 1 if it was one.
func use(_ bytes: [UInt8], path: String?) -> Int {
    do throws(FileError) {
        let model = if let path { try ONNXModel.read(path) } else { try ONNXModel.decode(bytes, name: "a") }
        let inner = model.graph.nodes.flatMap(\.attributes.values).flatMap { attribute in
            switch attribute {
            case .tensor(let tensor): [tensor]
            case .tensors(let tensors): tensors
            case .float, .int, .string, .graph, .floats, .ints, .strings, .unsupported: [ONNXTensor]()
            }
        }
        for tensor in model.graph.initializers + inner {
            if let floats = try? tensor.floats(), floats.count != tensor.shape.elementCount { fatalError("floats") }
            if let values = try? tensor.integers(), values.count != tensor.shape.elementCount { fatalError("integers") }
            if let texts = try? tensor.strings(), texts.count != tensor.shape.elementCount { fatalError("texts") }
        }
        run(model)
        if let written = try? model.encoded() {
            // What is written can be read, and comes out the same.
            guard let again = try? ONNXModel.decode(written, name: "b").encoded(), again == written else {
                fatalError("round trip")
            }
        }
        return 1
    } catch {
        if error.description.isEmpty { fatalError("no words") }
        return 0
    }
}

guard CommandLine.arguments.count > 1 else { fatalError("convscope-fuzz-onnx FOLDER [COUNT] [FIRST]") }
let folder = CommandLine.arguments[1]
let count = CommandLine.arguments.count > 2 ? Int(CommandLine.arguments[2])! : 1_000_000
let first = CommandLine.arguments.count > 3 ? Int(CommandLine.arguments[3])! : 0
let models = try FileSystem.entries(of: folder).filter { $0.hasSuffix(".onnx") }.map {
    try FileBytes.read(FileSystem.join(folder, $0))
}
let scratch = "fuzz-\(getpid()).onnx"
defer { unlink(scratch) }
var accepted = 0
nonisolated(unsafe) var networks = 0
nonisolated(unsafe) var runs = 0
for number in first..<first + count {
    if number % 1000 == 0 {
        print(number, "models:", accepted, "networks:", networks, "run:", runs)
        fflush(nil)
    }
    var generator = SplitMix64(seed: UInt64(number) &* 0xD134_2543_DE82_EF95)
    var bytes = models.randomElement(using: &generator)!
    let other = models.randomElement(using: &generator)!
    for _ in 0...Int.random(in: 0..<5, using: &generator) { change(&bytes, with: other, using: &generator) }
    // Some from a file, where windows are fetched and external data is looked for.
    let isFile = number % 64 == 0
    if isFile { try AtomicFile.write(bytes, to: scratch) }
    accepted += OperatorCall.$elementLimit.withValue(1 << 18) { use(bytes, path: isFile ? scratch : nil) }
}
#if canImport(Glibc)
    let ours = __rusage_who_t(RUSAGE_SELF.rawValue)
#else
    let ours = RUSAGE_SELF
#endif
var usage = rusage()
getrusage(ours, &usage)
print(
    count, "inputs,", accepted, "of them models,", networks, "networks,", runs, "run,", usage.ru_maxrss, "KiB at most")
