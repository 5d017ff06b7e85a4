/// Why a text names no filter.
public enum FilterError: Error, Equatable, CustomStringConvertible {
    case unknown(String, nearest: String?)
    case unknownParameter(String, filter: String, known: [String])
    case missingParameter(filter: String)
    case repeatedParameter(String, filter: String)
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
        case .missingParameter(let filter):
            "'\(filter)': an option is missing after ':' or ','. Options are written name=value, with commas between them."
        case .repeatedParameter(let name, let filter):
            "'\(filter)': \(name) is given twice. Give it once."
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
            self = kind.filter(parts.count > 1 ? try Self.values(of: kind, parts[1]) : [:])
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
        for item in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard !item.isEmpty else { throw .missingParameter(filter: kind.rawValue) }
            let pair = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard let parameter = kind.parameters.first(where: { $0.name == pair[0] }) else {
                throw .unknownParameter(pair[0], filter: kind.rawValue, known: kind.parameters.map(\.name))
            }
            guard values[parameter.name] == nil else {
                throw .repeatedParameter(parameter.name, filter: kind.rawValue)
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
