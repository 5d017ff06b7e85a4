public import Tensors

/// Why an operator could not run.
public struct OperatorError: Error, Equatable, Sendable {
    public let name: OperatorName
    public let problem: OperatorProblem

    public init(name: OperatorName, problem: OperatorProblem) {
        self.name = name
        self.problem = problem
    }
}

extension OperatorError: CustomStringConvertible {
    public var description: String { "\(name.rawValue): \(problem)" }
}

/// What is wrong with an operator's inputs or attributes. Inputs are counted from 0, as ONNX lists them.
public enum OperatorProblem: Error, Equatable, Sendable {
    case missingInput(Int)
    case missingAttribute(String)
    case attributeType(String, needs: String, found: String)
    case attributeChoice(String, given: String, known: [String])
    case attributeValue(String, given: String, needs: String)
    case inputType(Int, needs: String, found: Value.ElementType)
    case inputTypesDiffer([Value.ElementType])
    case inputRank(Int, shape: Shape, needs: String)
    case inputShape(Int, shape: Shape, needs: String)
    case inputValue(Int, given: String, needs: String)
    case cannotBroadcast([Shape])
    case axisOutside(Int, rank: Int)
    case axisTwice(Int)
    case indexOutside(Int, size: Int)
    case divisionByZero
    case notAShape([Int])
    case countChanges(from: Shape, to: [Int])
    case tooManyElements([Int], limit: Int)
    case sizes(ShapeError)
    case unsupported(String)
}

extension OperatorProblem: CustomStringConvertible {
    public var description: String {
        switch self {
        case .missingInput(let index):
            "input \(index) is missing."
        case .missingAttribute(let name):
            "the attribute '\(name)' is missing."
        case .attributeType(let name, let needs, let found):
            "the attribute '\(name)' is \(found); it must be \(needs)."
        case .attributeChoice(let name, let given, let known):
            "'\(given)' is no '\(name)'. Known are \(known.map { "'\($0)'" }.joined(separator: ", "))."
        case .attributeValue(let name, let given, let needs):
            "the attribute '\(name)' is \(given); it must be \(needs)."
        case .inputType(let index, let needs, let found):
            "input \(index) holds \(found.rawValue) elements; it must hold \(needs)."
        case .inputTypesDiffer(let types):
            "the inputs hold \(types.map(\.rawValue).joined(separator: ", ")) elements; they must hold the same."
        case .inputRank(let index, let shape, let needs):
            "input \(index) is \(shape), of rank \(shape.rank); it must be of \(needs)."
        case .inputShape(let index, let shape, let needs):
            "input \(index) is \(shape); it must be \(needs)."
        case .inputValue(let index, let given, let needs):
            "input \(index) says \(given); it must be \(needs)."
        case .cannotBroadcast(let shapes):
            """
            shapes \(shapes.map { "\($0)" }.joined(separator: " and ")) cannot be broadcast: counted from the last axis, \
            sizes must be equal or 1.
            """
        case .axisOutside(let axis, let rank):
            "axis \(axis) is none of a tensor of rank \(rank): they run from \(-rank) to \(rank - 1)."
        case .axisTwice(let axis):
            "axis \(axis) is named twice."
        case .indexOutside(let index, let size):
            "index \(index) lies outside an axis of \(size): indices run from \(-size) to \(size - 1)."
        case .divisionByZero:
            "an integer is divided by zero."
        case .notAShape(let sizes):
            "\(sizes) are not the sizes of a tensor."
        case .countChanges(let from, let to):
            "\(from.elementCount) elements of a \(from) tensor do not fill \(to)."
        case .tooManyElements(let sizes, let limit):
            "a tensor of \(sizes) would have more than the \(limit) elements that are allowed."
        case .sizes(let error):
            error.description
        case .unsupported(let what):
            "\(what) is not supported."
        }
    }
}

extension Shape {
    /// A shape that was computed from somebody's numbers.
    init(checked sizes: [Int]) throws(OperatorProblem) {
        guard let shape = try? Shape(validating: sizes) else { throw .notAShape(sizes) }
        // Empty axes count as one here: tables are as long as the others.
        guard sizes.reduce(1, { $0 * Swift.max($1, 1) }) <= OperatorCall.elementLimit else {
            throw .tooManyElements(sizes, limit: OperatorCall.elementLimit)
        }
        self = shape
    }
}

/// A size that comes from the data, if it is one that memory can be had for.
func checkingLimit(_ shape: () throws(ShapeError) -> Shape) throws(OperatorProblem) {
    _ = try Shape(checked: try checkingSizes(shape).sizes)
}

/// What a `ShapeError` stops, an operator's problem stops.
func checkingSizes<Result>(
    _ body: () throws(ShapeError) -> Result
) throws(OperatorProblem) -> Result {
    do {
        return try body()
    } catch {
        throw .sizes(error)
    }
}
