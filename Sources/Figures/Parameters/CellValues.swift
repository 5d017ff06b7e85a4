public import Tensors

/// The numbers in the cells of a figure of the operation.
public enum CellValues: Hashable, Sendable, ParameterValue {
    /// Cells without numbers.
    case none
    /// Small whole numbers, by seed.
    case random
    /// A patch of a photo.
    case photo
    case given(Tensor)

    public static var syntax: String { "none|random|photo|\"MATRIX\"" }
    public static var choices: [String] { ["none", "random", "photo"] }

    public init(_ input: ParameterInput) throws(ParameterError) {
        switch input.text {
        case "none": self = .none
        case "random": self = .random
        case "photo": self = .photo
        default: self = .given(try Self.matrix(input))
        }
    }

    /// Rows of numbers: `3 3 2; 0 0 1`, or a list of lists.
    static func matrix(_ input: ParameterInput) throws(ParameterError) -> Tensor {
        let text =
            switch input {
            case .text(let text): text
            case .list(let rows):
                FilterReference.isMatrix(input) ? rows.map(\.text).joined(separator: "; ") : input.text
            }
        do throws(KernelProblem) {
            return try KernelText.parse(text)
        } catch {
            throw ParameterError(value: text, expected: "rows of numbers as \"3 3 2; 0 0 1\": \(error.description)")
        }
    }

    public var parameterText: String {
        switch self {
        case .none: "none"
        case .random: "random"
        case .photo: "photo"
        case .given(let matrix): matrix.matrixText
        }
    }
}

extension Tensor {
    /// `3 3 2; 0 0 1`
    var matrixText: String {
        (0..<shape[0]).map { row in
            (0..<shape[1]).map { decimal(self[row, $0], places: 4).replacing("−", with: "-") }.joined(separator: " ")
        }.joined(separator: "; ")
    }
}

/// A row and a column, from 0 at the top left.
public struct CellPlace: Hashable, Sendable, ParameterValue {
    public let row: Int
    public let column: Int

    public init(_ row: Int, _ column: Int) { (self.row, self.column) = (row, column) }

    public static var syntax: String { "ROW,COLUMN" }

    public init(_ input: ParameterInput) throws(ParameterError) {
        let parts = input.text.split(separator: ",", omittingEmptySubsequences: false)
        let values = parts.compactMap { Int($0) }
        guard parts.count == 2, values.count == 2, values.allSatisfy({ $0 >= 0 }) else {
            throw ParameterError(value: input.text, expected: "row,column as 12,64, from 0 at the top left")
        }
        (row, column) = (values[0], values[1])
    }

    public var parameterText: String { "\(row),\(column)" }
}

/// A whole number of 0 or more for all axes, or one for each: `1`, `1x0`.
public struct ExtraPerAxis: Hashable, Sendable, ParameterValue, ExpressibleByIntegerLiteral {
    public let sizes: PerAxis

    public init(integerLiteral value: Int) { sizes = .all(value) }

    public init(_ values: [Int]) { sizes = .each(values) }

    public static var syntax: String { PerAxis.syntax }

    public init(_ input: ParameterInput) throws(ParameterError) {
        let parts = input.text.split(omittingEmptySubsequences: false) { "x×,".contains($0) }
        let values = parts.compactMap { Int($0) }
        guard values.count == parts.count, (1...3).contains(values.count), values.allSatisfy({ $0 >= 0 }) else {
            throw ParameterError(
                value: input.text, expected: "a whole number of 0 or more, or one for each axis, as 1x0")
        }
        sizes = values.count == 1 ? .all(values[0]) : .each(values)
    }

    public var parameterText: String { sizes.parameterText }
}
