import Tensors

/// A volume by the path of its file, or one of ours that needs no file.
public struct VolumeReference: Hashable, Sendable, ParameterValue {
    public let name: String

    public init(_ name: String) { self.name = name }

    public init(_ input: ParameterInput) throws(ParameterError) { name = input.text }

    public static var syntax: String { "FILE.npy|" + choices.joined(separator: "|") }
    public static var choices: [String] { TestVolume.allCases.map(\.rawValue) }
    public var parameterText: String { name }

    /// `[C, D, H, W]`
    ///
    /// - Throws: ``FigureError/notAVolume(name:shape:)`` and what reading the file throws.
    func values(in context: FigureContext) throws -> Tensor {
        let tensor = try TestVolume(rawValue: name)?.values ?? context.resources.tensor(at: name)
        guard [3, 4].contains(tensor.shape.rank), tensor.shape.elementCount > 0 else {
            throw FigureError.notAVolume(name: shortName, shape: tensor.shape)
        }
        return tensor.shape.rank == 4 ? tensor : tensor.reshaped(to: Shape([1] + tensor.shape.sizes))
    }

    /// What descriptions call it.
    var shortName: String {
        TestVolume(rawValue: name).map { "test volume '\($0.rawValue)'" }
            ?? name.split(separator: "/").last.map(String.init) ?? name
    }
}

/// A volume that is computed: something to cut where none is at hand.
public enum TestVolume: String, CaseIterable, Sendable {
    /// A shell around a soft body with two hollows and a bright core, as a scan of a head.
    case head
    /// Bright balls in the dark.
    case balls

    /// `[D, H, W]`
    var values: Tensor {
        let sizes = [40, 56, 48]
        return Tensor(
            Shape(sizes),
            (0..<sizes.reduce(1, *)).map { index in
                let (z, rest) = index.quotientAndRemainder(dividingBy: sizes[1] * sizes[2])
                let place = [z, rest / sizes[2], rest % sizes[2]]
                // From −1 to 1 along each axis.
                let at = zip(place, sizes).map { (Double($0) + 0.5) / Double($1) * 2 - 1 }
                return Float(value(at[0], at[1], at[2]))
            })
    }

    private func value(_ z: Double, _ y: Double, _ x: Double) -> Double {
        func ball(_ cz: Double, _ cy: Double, _ cx: Double, _ rz: Double, _ ry: Double, _ rx: Double) -> Double {
            let (a, b, c) = ((z - cz) / rz, (y - cy) / ry, (x - cx) / rx)
            return (a * a + b * b + c * c).squareRoot()
        }
        switch self {
        case .head:
            let skull = ball(0, 0, 0, 0.88, 0.9, 0.82)
            if skull > 1 { return 0.02 }
            if skull > 0.88 { return 0.92 }
            if ball(0.05, -0.05, -0.2, 0.38, 0.42, 0.12) < 1 || ball(0.05, -0.05, 0.2, 0.38, 0.42, 0.12) < 1 {
                return 0.12
            }
            if ball(-0.3, 0.38, 0.12, 0.2, 0.16, 0.2) < 1 { return 0.75 }
            return 0.46 + 0.1 * (1 - skull)
        case .balls:
            let near = min(
                ball(-0.3, -0.3, -0.3, 0.4, 0.4, 0.4), ball(0.4, 0.2, 0.1, 0.35, 0.45, 0.35),
                ball(-0.2, 0.55, 0.5, 0.3, 0.3, 0.3))
            return max(0, min(1, 1.4 - near))
        }
    }
}
