import Tensors

extension FilterKind {
    /// The sentence, the kernel with its numbers, the sign, the options and the source.
    func details(of filter: Filter) -> String {
        var lines = ["\(filter.name): \(title)", summary, ""]
        let names =
            switch filter.response {
            case .linear: [""]
            case .magnitude, .direction: ["x", "y"]
            case .greatest(let kernels): kernels.indices.map { "turned by \(45 * $0)°" }
            }
        for (name, kernel) in zip(names, filter.kernels) {
            if !name.isEmpty { lines.append("\(name):") }
            lines.append(contentsOf: rows(kernel))
        }
        switch filter.response {
        case .linear: break
        case .magnitude: lines.append("response: √(x² + y²)")
        case .direction: lines.append("response: the angle of (x, y) in radians, from −π to π")
        case .greatest: lines.append("response: the greatest of the \(names.count)")
        }
        lines.append("")
        lines.append(
            isSigned
                ? "signed: `filter` shows zero as mid-grey (--range symmetric)"
                : "not signed: `filter` shows 0 to 1 (--range clip)")
        if !parameters.isEmpty {
            lines.append("options:")
            for parameter in parameters {
                let value = parameter.defaultValue.map { " (default \(short($0)))" } ?? ""
                lines.append("  \(parameter.name)\(value): \(parameter.help)")
            }
            lines.append("  written as \(rawValue):\(parameters[0].name)=\(short(parameters[0].defaultValue ?? 3))")
        }
        lines.append("source: \(source)")
        return lines.joined(separator: "\n")
    }

    private func rows(_ kernel: Tensor) -> [String] {
        let isWhole = kernel.elements.allSatisfy { $0 == $0.rounded() }
        let texts = kernel.elements.map { isWhole ? String(Int($0)) : fixed($0) }
        let width = texts.map(\.count).max() ?? 0
        let columns = kernel.shape[1]
        return (0..<kernel.shape[0]).map { row in
            texts[row * columns..<(row + 1) * columns]
                .map { String(repeating: " ", count: width + 1 - $0.count) + $0 }.joined()
        }
    }

    private func fixed(_ value: Float) -> String {
        let scaled = Int((value.magnitude * 100_000).rounded())
        let digits = String(scaled % 100_000)
        return (value < 0 && scaled > 0 ? "-" : "") + "\(scaled / 100_000)."
            + String(repeating: "0", count: 5 - digits.count) + digits
    }

    private func short(_ value: Double) -> String {
        value == value.rounded() ? String(Int(value)) : String(value)
    }
}
