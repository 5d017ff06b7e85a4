public import Tensors

/// A picture by the path of its file, or one of ours that needs no file.
public struct ImageReference: Hashable, Sendable, ParameterValue {
    public let name: String

    public init(_ name: String) {
        self.name = name
    }

    public init(_ input: ParameterInput) throws(ParameterError) {
        self.name = input.text
    }

    public static var syntax: String { "FILE|" + choices.joined(separator: "|") }
    public static var choices: [String] { TestImage.allCases.map(\.rawValue) }
    public var parameterText: String { name }

    /// As it is stored: `[1, H, W]` or `[3, H, W]`.
    func pixels(in context: FigureContext) throws -> Tensor {
        try TestImage(rawValue: name)?.pixels ?? context.resources.image(at: name)
    }

    /// Brightness `[1, H, W]`.
    func brightness(in context: FigureContext) throws -> Tensor {
        try pixels(in: context).luma
    }

    /// Brightness `[1, H, W]`, reduced so that its longer side is at most `longest`; unless that is given, `usual`, and
    /// more for panoramas and towers, whose shorter side would vanish.
    func brightness(in context: FigureContext, longest: Int?, usual: Int) throws -> Tensor {
        if let longest, longest < 1 {
            throw ParameterError(option: "size", value: String(longest), expected: "a whole number of at least 1")
        }
        let image = try brightness(in: context)
        let elongation = min(max(image.elongation, 1 / image.elongation) / SceneBuilder.long, 8)
        return Resampling.reduced(image, longest: longest ?? Int(Double(usual) * max(elongation, 1)))
    }

    /// What descriptions call it: the file's name without its folder.
    var shortName: String {
        TestImage(rawValue: name).map { "test image '\($0.rawValue)'" }
            ?? name.split(separator: "/").last.map(String.init) ?? name
    }
}

/// A filter by name, by its matrix, or by the path of a file that holds its kernel.
public struct FilterReference: Hashable, Sendable, ParameterValue {
    public let name: String

    public init(_ name: String) {
        self.name = name
    }

    public init(_ input: ParameterInput) throws(ParameterError) {
        switch input {
        case .text(let text): self.name = text
        // A matrix written as YAML lists.
        case .list(let rows): self.name = rows.map(\.text).joined(separator: "; ")
        }
    }

    /// Rows of numbers are one matrix, other lists are several filters.
    static func isMatrix(_ input: ParameterInput) -> Bool {
        guard case .list(let rows) = input, !rows.isEmpty else { return false }
        return rows.allSatisfy { row in
            guard case .list(let numbers) = row else { return false }
            return numbers.allSatisfy { number in if case .text = number { true } else { false } }
        }
    }

    public static var syntax: String { "NAME|FILE|\"MATRIX\"" }
    public static var choices: [String] { FilterKind.allCases.map(\.rawValue) }
    public var parameterText: String { name }

    public func filter(from resources: any FigureResources) throws -> Filter {
        let isFile = [".npy", ".csv", ".txt", ".yml", ".yaml"].contains { name.lowercased().hasSuffix($0) }
        guard isFile else { return try Filter(parsing: name) }
        let stem = name.split(separator: "/").last.map(String.init) ?? name
        return Filter(name: name, title: stem, kernel: try resources.kernel(at: name))
    }
}

/// A picture that is computed: something to filter where no photo is at hand.
public enum TestImage: String, CaseIterable, Sendable {
    /// Dark left of bright.
    case step
    /// A disc, a square and a bar on a slope of brightness.
    case shapes

    public var pixels: Tensor {
        let side = 96
        var pixels = Tensor([1, side, side])
        for y in 0..<side {
            for x in 0..<side { pixels[0, y, x] = value(Double(x), Double(y), Double(side)) }
        }
        return pixels
    }

    private func value(_ x: Double, _ y: Double, _ side: Double) -> Float {
        switch self {
        case .step:
            return x < side / 2 ? 0.2 : 0.8
        case .shapes:
            let inDisc = (x - 30) * (x - 30) + (y - 32) * (y - 32) < 20 * 20
            let inSquare = (56...82).contains(x) && (14...40).contains(y)
            let inBar = abs((y - 72) - 0.35 * (x - 48)) < 6 && (14...82).contains(x)
            if inDisc { return 0.95 }
            if inSquare { return 0.1 }
            if inBar { return 0.85 }
            return Float(0.3 + 0.25 * x / side)
        }
    }
}
