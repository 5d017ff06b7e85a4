import Networks

/// A file does not hold the weights that a network needs.
public struct WeightsMismatch: Error, CustomStringConvertible, Sendable {
    public let path: String
    public let report: WeightReport

    public init(path: String, report: WeightReport) { (self.path, self.report) = (path, report) }

    /// A line a problem.
    public var description: String { report.problems(path) }
}

extension WeightReport {
    func words(_ path: String) -> String {
        let way = isByName ? "by name" : "one after another, since the names are not the layers'"
        let rest = extra.isEmpty ? "" : "; not used: \(Self.list(extra))"
        return "\(path): axes in \(order.rawValue)'s order, layers found \(way)\(rest)"
    }

    fileprivate func problems(_ path: String) -> String {
        var lines = misshapen.map {
            "\(path): \($0.name) is \($0.given), but \($0.layer) needs \($0.expected.map(String.init).joined(separator: " × "))."
        }
        if !missing.isEmpty {
            lines.append("\(path): missing are \(Self.list(missing.map { "\($0.layer)'s \($0.role.rawValue)" })).")
        }
        if !extra.isEmpty { lines.append("\(path): not used are \(Self.list(extra)).") }
        return lines.prefix(20).joined(separator: "\n")
    }

    private static func list(_ names: [String]) -> String {
        names.prefix(8).joined(separator: ", ") + (names.count > 8 ? ", … (\(names.count))" : "")
    }
}
