public import Tensors
internal import Yams

extension KernelFile {
    /// A kernel as YAML: a list of rows (or of such, one for each channel), or a mapping with `kernel`, `scale`, `divisor`.
    ///
    /// - Throws: `KernelProblem`.
    public static func parse(yaml text: String) throws(KernelProblem) -> Tensor {
        let document: Node?
        do {
            document = try SafeYAML.compose(text)
        } catch {
            throw .malformedYAML(error.description)
        }
        guard let document else { throw .noNumbers }
        guard case .mapping(let mapping) = document else { return try kernel(document) }

        var result: Tensor?
        var factor = 1.0
        for (key, value) in mapping {
            switch key.scalar?.string {
            case "kernel": result = try kernel(value)
            case "scale": factor *= Double(try number(value))
            case "divisor":
                let divisor = Double(try number(value))
                if divisor == 0 { throw .divisorIsZero }
                factor /= divisor
            case let other: throw .unknownKey(other ?? "a list")
            }
        }
        guard let result else { throw .noNumbers }
        let scaled = result.map { Float(Double($0) * factor) }
        if let problem = KernelProblem.notFinite(in: scaled) { throw problem }
        return scaled
    }

    private static func number(_ node: Node) throws(KernelProblem) -> Float {
        guard let scalar = node.scalar else { throw .notAMatrix }
        return try KernelText.number(scalar.string[...], at: node.place)
    }

    /// `[[…], …]`, or a list of those.
    private static func kernel(_ node: Node) throws(KernelProblem) -> Tensor {
        guard let rows = node.sequence, let first = rows.first else { throw .notAMatrix }
        guard first.sequence?.first?.sequence != nil else { return try matrix(node) }
        var elements: [Float] = []
        var shape: Shape?
        for plane in rows {
            let matrix = try matrix(plane)
            if let shape, matrix.shape != shape {
                throw .unequalRows(
                    at: plane.place, expected: shape.elementCount, found: matrix.shape.elementCount)
            }
            shape = matrix.shape
            elements += matrix.elements
            if elements.count > KernelText.mostElements { throw .tooLarge }
        }
        return Tensor(Shape([rows.count] + (shape?.sizes ?? [])), elements)
    }

    private static func matrix(_ node: Node) throws(KernelProblem) -> Tensor {
        guard let rows = node.sequence else { throw .notAMatrix }
        var elements: [Float] = []
        var width: Int?
        for row in rows {
            guard let values = row.sequence else { throw .notAMatrix }
            if let width, values.count != width {
                throw .unequalRows(at: row.place, expected: width, found: values.count)
            }
            width = values.count
            for value in values { elements.append(try number(value)) }
            if elements.count > KernelText.mostElements { throw .tooLarge }
        }
        guard let width, width > 0 else { throw .noNumbers }
        return Tensor([rows.count, width], elements)
    }
}

extension Node {
    fileprivate var place: KernelProblem.Place? { mark.map { .line($0.line) } }
}
