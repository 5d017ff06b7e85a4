import Dispatch
import Execution
import Files
import Networks
import Tensors

/// A whole network: loaded once, run for each line that is read, its first output kept for the other side to compare.
///
/// Arguments: an ONNX file or a network's id, input, where the output goes, threads.
func serveNetwork(_ arguments: [String]) throws {
    guard arguments.count == 4, let threads = Int(arguments[3]) else { return answer("unknown") }
    let prepared = try PreparedNetwork(NetworkRequest(arguments[0]))
    let execution = try prepared.execution()
    let input = [prepared.network.inputs[0].name: try NumPyFile.read(arguments[1])]
    try Parallelism.$threadCount.withValue(threads) {
        for output in try execution.run(input).values { try NumPyFile.write(output, to: arguments[2]) }
        answer("ready")
        while let line = readLine() {
            if line == "layers" {
                try answerLayers(execution, input)
            } else {
                let start = DispatchTime.now().uptimeNanoseconds
                _ = try execution.run(input)
                answer("\(DispatchTime.now().uptimeNanoseconds - start)")
            }
        }
    }
}

/// An ONNX file read as often as a line comes in: its graph made into a network, all weights in memory.
func serveLoading(_ path: String) throws {
    func load() throws -> UInt64 {
        let start = DispatchTime.now().uptimeNanoseconds
        let graph = try GraphNetwork(try ONNXModel.read(path), path: path)
        let execution = try PreparedNetwork(graph, NetworkRequest(path)).execution()
        let time = DispatchTime.now().uptimeNanoseconds - start
        precondition(!execution.network.nodes.isEmpty)
        return time
    }
    _ = try load()
    answer("ready")
    while readLine() != nil { answer("\(try load())") }
}

/// Milliseconds by layer, the fastest of a few runs, the slowest layers first: where to look next.
func answerLayers(_ execution: NetworkExecution, _ input: [String: Tensor]) throws {
    var fastest: [String: Double] = [:]
    for _ in 0..<10 {
        var current: (name: String, start: UInt64)?
        func finish() {
            guard let (name, start) = current else { return }
            let time = Double(DispatchTime.now().uptimeNanoseconds - start) / 1e6
            fastest[name] = min(fastest[name] ?? .infinity, time)
        }
        _ = try execution.run(input) { name, _ in
            finish()
            current = (name, DispatchTime.now().uptimeNanoseconds)
        }
        finish()
    }
    for (name, time) in fastest.sorted(by: { $0.value > $1.value }) {
        answer("\((time * 1000).rounded() / 1000) \(name)")
    }
}
