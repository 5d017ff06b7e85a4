public import ArgumentParser
public import Execution
import Files
import Networks
import Tensors

/// Which weights a network is given.
struct WeightOptions {
    let file: String?
    let initializer: Initializer?
    let seed: UInt64
    let isQuiet: Bool

    init(_ file: String?, _ initializer: Initializer?, _ seed: UInt64, _ isQuiet: Bool) {
        (self.file, self.initializer, self.seed, self.isQuiet) = (file, initializer, seed, isQuiet)
    }

    /// Those of the file, or fresh ones.
    func weights(of network: Network) throws -> NetworkWeights {
        guard let path = file else {
            if !isQuiet { Console.note("no weights are given: drawn at random (He et al., 2015; seed \(seed))") }
            return try NetworkWeights(initializing: network, by: initializer ?? .he, seed: seed)
        }
        let (found, report) = NetworkWeights.matched(try WeightsFile.read(path), to: network)
        guard report.isComplete else {
            throw Failure(message: report.problems(path), status: Failure.badData)
        }
        if !isQuiet { Console.note(report.words(path)) }
        return found
    }
}

extension Initializer: ExpressibleByArgument {
    public init?(argument: String) { self.init(parsing: argument) }
}

extension WeightReport {
    fileprivate func words(_ path: String) -> String {
        let way = isByName ? "by name" : "one after another, since the names are not the layers'"
        let rest = extra.isEmpty ? "" : "; not used: \(Self.list(extra))"
        return "\(path): axes in \(order.rawValue)'s order, layers found \(way)\(rest)"
    }

    fileprivate func problems(_ path: String) -> String {
        var lines = misshapen.map {
            "\(path): \($0.name) is \($0.given), but \($0.layer) needs \($0.expected.map(String.init).joined(separator: " × "))."
        }
        if !missing.isEmpty {
            lines.append(
                "\(path): missing are \(Self.list(missing.map { "\($0.layer)'s \($0.role.rawValue)" })).")
        }
        if !extra.isEmpty { lines.append("\(path): not used are \(Self.list(extra)).") }
        return lines.prefix(20).joined(separator: "\n")
    }

    private static func list(_ names: [String]) -> String {
        names.prefix(8).joined(separator: ", ") + (names.count > 8 ? ", … (\(names.count))" : "")
    }
}
