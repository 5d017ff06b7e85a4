public import Tensors

/// The numbers of several maps, one behind the other.
public enum MapValues: Hashable, Sendable, ParameterValue {
    case none
    /// Small whole numbers, by seed.
    case random
    /// A patch of a photo, with its channels.
    case photo
    /// `[H, W]` for each map.
    case given([Tensor])

    public static var syntax: String { "none|random|photo|\"MATRIX | MATRIX …\"" }
    public static var choices: [String] { CellValues.choices }

    public init(_ input: ParameterInput) throws(ParameterError) {
        switch input.text {
        case "none": self = .none
        case "random": self = .random
        case "photo": self = .photo
        default:
            var maps: [Tensor] = []
            for part in input.slices { maps.append(try CellValues.matrix(part)) }
            guard let first = maps.first, maps.allSatisfy({ $0.shape == first.shape }) else {
                throw ParameterError(
                    value: input.text, expected: "maps of one size, as \"1 2; 3 4 | 0 1; 1 0\"")
            }
            self = .given(maps)
        }
    }

    public var parameterText: String {
        switch self {
        case .none: "none"
        case .random: "random"
        case .photo: "photo"
        case .given(let maps): maps.map(\.matrixText).joined(separator: " | ")
        }
    }
}

/// One filter over several channels: a slice for each, or one slice for all of them.
public struct FilterSlices: Hashable, Sendable, ParameterValue {
    enum Slice: Hashable, Sendable {
        /// The same number everywhere.
        case constant(Float)
        case kernel(FilterReference)
    }

    let slices: [Slice]
    private let text: String

    public static var syntax: String { "\"SLICE | SLICE …\"" }
    public static var choices: [String] { FilterReference.choices }
    public var parameterText: String { text }

    public init(_ input: ParameterInput) throws(ParameterError) {
        var slices: [Slice] = []
        for part in input.slices {
            if let number = Float(part.text), number.isFinite {
                slices.append(.constant(number))
            } else {
                slices.append(.kernel(try FilterReference(part)))
            }
        }
        guard !slices.isEmpty else {
            throw ParameterError(value: input.text, expected: "slices as \"1 0 -1; 1 0 -1; 1 0 -1 | 0 | 0\"")
        }
        (self.slices, text) = (slices, input.text)
    }

    /// The slices' weights, `nil` for a constant; a file may hold all of them.
    ///
    /// - Throws: ``FigureError``, ``ParameterError`` or what reading a file throws.
    func kernels(from resources: any FigureResources) throws -> [(weights: Tensor?, constant: Float)] {
        try slices.flatMap { slice -> [(weights: Tensor?, constant: Float)] in
            switch slice {
            case .constant(let value): return [(nil, value)]
            case .kernel(let reference):
                let filter = try reference.filter(from: resources)
                guard case .linear(let kernel) = filter.response else {
                    throw FigureError.oneKernelNeeded(
                        filter: filter.name, reason: "combines \(filter.kernels.count) kernels")
                }
                let (rows, columns) = (kernel.shape[kernel.shape.rank - 2], kernel.shape[kernel.shape.rank - 1])
                let size = rows * columns
                return (0..<kernel.shape.elementCount / size).map { index in
                    (Tensor([rows, columns], Array(kernel.elements[index * size..<(index + 1) * size])), 0)
                }
            }
        }
    }
}

extension ParameterInput {
    /// Parts between bars, or the matrices of a list.
    fileprivate var slices: [ParameterInput] {
        switch self {
        case .text(let text):
            return text.split(separator: "|", omittingEmptySubsequences: false).map { part in
                .text(String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()))
            }
        case .list(let items):
            return FilterReference.isMatrix(self) ? [self] : items
        }
    }
}
