import Dispatch
import Execution
import Files
import Networks
import Tensors

/// A whole network: loaded once, run for each line that is read, its output kept for the other side to compare.
///
/// Arguments: network, weights, input, where the first output goes, threads.
func serveNetwork(_ arguments: [String]) throws {
    guard arguments.count == 5, let network = try Zoo.network(arguments[0]), let threads = Int(arguments[4]) else {
        return answer("unknown")
    }
    let (weights, _) = NetworkWeights.matched(try WeightsFile.read(arguments[1]), to: network)
    let execution = try NetworkExecution(network, weights: weights)
    let input = [network.inputs[0].name: try NumPyFile.read(arguments[2])]
    func run() throws -> UInt64 {
        try Parallelism.$threadCount.withValue(threads) {
            let start = DispatchTime.now().uptimeNanoseconds
            let outputs = try execution.run(input)
            let time = DispatchTime.now().uptimeNanoseconds - start
            if let output = outputs.values.first { try NumPyFile.write(output, to: arguments[3]) }
            return time
        }
    }
    _ = try run()
    answer("ready")
    while let line = readLine() {
        if line == "layers" { try answerLayers(execution, input) } else { answer("\(try run())") }
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
