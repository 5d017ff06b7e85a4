/// Shapes as people write them: `1x28x28`, `3xTx80`, `[3, 224, 224]`.
enum ShapeText {
    /// - Parameter unknowns: What is known about letters.
    /// - Returns: Nothing if it is no shape.
    static func sizes(_ node: SourceNode, _ unknowns: [String: Unknown] = [:]) -> [Quantity]? {
        let parts: [String]
        switch node.value {
        case .scalar(let text): parts = split(text)
        case .list(let items): parts = items.compactMap(\.scalar)
        case .mapping: return nil
        }
        let sizes = parts.map { size($0, unknowns) }
        guard !sizes.isEmpty, !sizes.contains(nil), sizes.count <= 8 else { return nil }
        return sizes.compactMap(\.self)
    }

    private static func split(_ text: String) -> [String] {
        guard text.utf8.count <= 200 else { return [] }
        return text.split(whereSeparator: { $0 == "x" || $0 == "×" || $0 == " " }).map(String.init)
    }

    private static func size(_ text: String, _ unknowns: [String: Unknown]) -> Quantity? {
        if let number = Int(text) { return number >= 0 ? Quantity(number) : nil }
        guard text.count == 1, let letter = text.first, letter.isASCII, letter.isLetter else { return nil }
        return Quantity(unknowns[text] ?? Unknown(text))
    }
}
