/// Why a text names no filter.
public enum FilterError: Error, Equatable, CustomStringConvertible {
    case unknown(String, nearest: String?)
    case unknownParameter(String, filter: String, known: [String])
    case badValue(String, parameter: FilterParameter, filter: String)
    case kernel(KernelProblem)

    public var description: String {
        switch self {
        case .unknown(let name, let nearest):
            "no filter is called '\(name)'\(nearest.map { "; did you mean '\($0)'?" } ?? ".") "
                + "`convscope list filters` shows all; a matrix is written \"1 0 -1; 2 0 -2; 1 0 -1\"."
        case .unknownParameter(let name, let filter, let known):
            known.isEmpty
                ? "'\(filter)' takes no options, but '\(name)' was given."
                : "'\(filter)' has no option '\(name)'; it takes \(known.joined(separator: ", "))."
        case .badValue(let value, let parameter, let filter):
            "'\(filter)': \(parameter.name) is '\(value)'; it must be a \(parameter.isWhole ? "whole number" : "number") "
                + "from \(number(parameter.range.lowerBound)) to \(number(parameter.range.upperBound)) (\(parameter.help))."
        case .kernel(let problem):
            "kernel: \(problem.description)"
        }
    }
}

extension Filter {
    /// A filter from its name, with options after a colon: `sobel-x`, `gaussian:sigma=2,size=7`; or from its matrix:
    /// `1 0 -1; 2 0 -2; 1 0 -1`.
    ///
    /// - Throws: ``FilterError``
    public init(parsing text: String) throws(FilterError) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        if let kind = FilterKind(rawValue: parts[0]) {
            self = kind.filter(try Self.values(of: kind, parts.count > 1 ? parts[1] : ""))
        } else if let first = text.first, first.isNumber || "+-−. ".contains(first) {
            do throws(KernelProblem) {
                self.init(name: "custom", title: "kernel", kernel: try KernelText.parse(text))
            } catch {
                throw FilterError.kernel(error)
            }
        } else {
            throw .unknown(parts[0], nearest: nearest(parts[0], among: FilterKind.allCases.map(\.rawValue)))
        }
    }

    private static func values(of kind: FilterKind, _ text: String) throws(FilterError) -> [String: Double] {
        var values: [String: Double] = [:]
        for item in text.split(separator: ",") {
            let pair = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard let parameter = kind.parameters.first(where: { $0.name == pair[0] }) else {
                throw .unknownParameter(pair[0], filter: kind.rawValue, known: kind.parameters.map(\.name))
            }
            let value = pair.count == 2 ? Double(pair[1]) : nil
            guard let value, parameter.range.contains(value), !parameter.isWhole || value == value.rounded() else {
                throw .badValue(pair.count == 2 ? pair[1] : "", parameter: parameter, filter: kind.rawValue)
            }
            values[parameter.name] = value
        }
        return values
    }
}

/// The name that takes the fewest edits to become `text`, if that is few for its length.
package func nearest(_ text: String, among names: [String]) -> String? {
    func distance(_ a: [Character], _ b: [Character]) -> Int {
        var previous = Array(0...b.count)
        for (i, left) in a.enumerated() {
            var current = [i + 1]
            for (j, right) in b.enumerated() {
                current.append(min(previous[j + 1] + 1, current[j] + 1, previous[j] + (left == right ? 0 : 1)))
            }
            previous = current
        }
        return previous[b.count]
    }
    let ranked = names.map { ($0, distance(Array(text.lowercased()), Array($0))) }.min { $0.1 < $1.1 }
    guard let best = ranked, best.1 <= max(2, text.count / 3) else { return nil }
    return best.0
}
