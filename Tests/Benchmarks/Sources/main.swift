// Our side of the benchmarks: reads "case threads" lines, runs the case once and answers how many nanoseconds it took.
// bench.py starts it, so that both sides take turns on the same machine at the same time.

import Dispatch
import Tensors

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A case: what is timed, its inputs and its output's memory already there.
typealias Case = () throws -> Void

func tensor(_ shape: Shape) -> Tensor {
    var state: UInt32 = 1
    return Tensor(
        shape,
        (0..<shape.elementCount).map { _ in
            state = state &* 1_664_525 &+ 1_013_904_223
            return Float(state >> 8) / Float(1 << 24)
        })
}

func convolution(_ convolution: Convolution, _ input: Tensor, _ weights: Tensor) throws -> Case {
    var output = try convolution(input, weights: weights)
    return { try convolution(input, weights: weights, into: &output) }
}

func makeCase(_ name: String, photo: Tensor) throws -> Case? {
    func filter(_ size: Int, _ kernel: [Float]? = nil) throws -> Case {
        let weights = kernel.map { Tensor([1, 1, size, size], $0) } ?? tensor([1, 1, size, size])
        return try convolution(Convolution(padding: .same, border: .reflect), photo, weights)
    }
    func layer(_ channels: Int, _ filters: Int, _ size: Int, kernel: Int = 3) throws -> Case {
        try convolution(
            Convolution(padding: .same), tensor([1, channels, size, size]), tensor([filters, channels, kernel, kernel]))
    }
    switch name {
    case "sobel-x": return try filter(3, [-1, 0, 1, -2, 0, 2, -1, 0, 1])
    case "scharr-y": return try filter(3, [-3, -10, -3, 0, 0, 0, 3, 10, 3])
    case "general-3x3": return try filter(3)
    case "general-7x7": return try filter(7)
    case "gaussian-7x7":
        let row: [Float] = [1, 6, 15, 20, 15, 6, 1]
        return try filter(7, row.flatMap { y in row.map { y * $0 / 4096 } })
    case "layer-64-112": return try layer(64, 64, 112)
    case "layer-256-28": return try layer(256, 256, 28)
    case "layer-3-64-224": return try layer(3, 64, 224)
    case "pointwise-256-28": return try layer(256, 256, 28, kernel: 1)
    default: return nil
    }
}

/// A line to the pipe at once, past `print`'s buffer.
func answer(_ text: String) {
    let line = text + "\n"
    _ = line.withCString { write(1, $0, line.utf8.count) }
}

if CommandLine.arguments.count > 1 {
    let arguments = Array(CommandLine.arguments.dropFirst())
    if arguments[0] == "train" {
        try serveTraining(arguments)
    } else if arguments.count == 1 {
        try serveLoading(arguments[0])
    } else {
        try serveNetwork(arguments)
    }
    exit(0)
}

let photo = tensor([1, 2160, 3840])
var cases: [String: Case] = [:]
while let line = readLine() {
    let words = line.split(separator: " ")
    guard words.count == 2, let threads = Int(words[1]) else { break }
    let name = String(words[0])
    if cases[name] == nil { cases[name] = try makeCase(name, photo: photo) }
    guard let run = cases[name] else {
        answer("unknown")
        continue
    }
    try Parallelism.$threadCount.withValue(threads) {
        let start = DispatchTime.now().uptimeNanoseconds
        try run()
        answer("\(DispatchTime.now().uptimeNanoseconds - start)")
    }
}
