import Tensors

extension OptionDeclaration {
    /// Windows of such sizes exceed every image, and loops over their taps stay short.
    static let greatestInteger = 1 << 31
    static let greatestWindow = 1 << 16

    /// The value that a node gives the option.
    func value(of node: SourceNode) throws(ReadingProblem) -> OptionValue {
        guard let value = read(node) else {
            var expectation = type.expectation
            switch type {
            case .perAxis, .padding, .integers: expectation += " (at most \(Self.greatestWindow))"
            case .integer: expectation += " and at most \(Self.greatestInteger)"
            case .number, .flag, .choice, .shape, .regions: break
            }
            throw .badValue(option: name, found: node.excerpt, expectation: expectation)
        }
        return value
    }

    private func read(_ node: SourceNode) -> OptionValue? {
        switch type {
        case .integer(let least):
            return integer(node, least...Self.greatestInteger)
        case .number(let range):
            guard let text = node.scalar, let number = Double(text), range.contains(number) else { return nil }
            return Int(text).map(OptionValue.integer) ?? .number(number)
        case .flag:
            switch node.scalar {
            case "true", "yes", "on": return .flag(true)
            case "false", "no", "off": return .flag(false)
            default: return nil
            }
        case .perAxis(let least):
            return integers(node, least...Self.greatestWindow, most: 3)
        case .padding:
            if let text = node.scalar, ["valid", "same", "full"].contains(text) { return .text(text) }
            return integers(node, 0...Self.greatestWindow, most: 6)
        case .choice(let names):
            return node.scalar.flatMap { names.contains($0) ? .text($0) : nil }
        case .shape:
            let sizes = ShapeText.sizes(node)?.map(\.integer)
            guard let sizes, !sizes.contains(nil) else { return nil }
            return .list(sizes.compactMap { $0 }.map(OptionValue.integer))
        case .integers(let least):
            let values = node.items.map { integer($0, least...Self.greatestWindow) }
            guard !values.isEmpty, values.count <= 1000, !values.contains(nil) else { return nil }
            return .list(values.compactMap(\.self))
        case .regions:
            return regions(node)
        }
    }

    private func integer(_ node: SourceNode, _ range: ClosedRange<Int>) -> OptionValue? {
        node.scalar.flatMap(Int.init).flatMap { range.contains($0) ? .integer($0) : nil }
    }

    /// One number, or a list; `3x5` is a list too.
    private func integers(_ node: SourceNode, _ range: ClosedRange<Int>, most: Int) -> OptionValue? {
        if let text = node.scalar, text.contains(where: { $0 == "x" || $0 == "×" }) {
            let parts = text.split(omittingEmptySubsequences: false, whereSeparator: { $0 == "x" || $0 == "×" }).map {
                SourceNode(.scalar(String($0)), at: node.location)
            }
            return integers(SourceNode(.list(parts), at: node.location), range, most: most)
        }
        guard case .list(let items) = node.value else { return integer(node, range) }
        let values = items.map { integer($0, range) }
        guard (1...most).contains(values.count), !values.contains(nil) else { return nil }
        return .list(values.compactMap(\.self))
    }

    private func regions(_ node: SourceNode) -> OptionValue? {
        guard case .list(let items) = node.value, !items.isEmpty, items.count <= 10_000 else { return nil }
        var regions: [OptionValue] = []
        for item in items {
            guard case .list(let corners) = item.value else { return nil }
            let numbers = corners.compactMap { $0.scalar.flatMap(Double.init) }.filter { abs($0) < 1e9 }
            guard corners.count == 4, numbers.count == 4, numbers[0] <= numbers[2], numbers[1] <= numbers[3] else {
                return nil
            }
            regions.append(.list(numbers.map { $0 == $0.rounded() ? .integer(Int($0)) : .number($0) }))
        }
        return .list(regions)
    }
}
