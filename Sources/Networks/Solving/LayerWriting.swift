import Tensors

extension LayerDescription {
    /// The options that differ from their defaults, in the order of their declaration.
    private var written: [(OptionDeclaration, OptionValue)] {
        let values = layer.kind.options
        guard let kind = layer.name else { return [] }
        return kind.declaration.options.compactMap { option in
            guard let value = values[option.name], value != option.defaultValue else { return nil }
            return (option, value)
        }
    }

    /// An item of `layers:`: `max-pool: { size: 3, stride: 2 }`, `flatten`.
    var yamlItem: String {
        let kind = layer.kindName
        let options = written.map { option, value in
            (option.name, option.type == .shape ? value.integers.map(String.init).joined(separator: "x") : value.yaml)
        }
        if options.isEmpty { return kind }
        if options.count == 1, options[0].0 == layer.name?.declaration.main { return "\(kind): \(options[0].1)" }
        return "\(kind): { \(options.map { "\($0.0): \($0.1)" }.joined(separator: ", ")) }"
    }

    /// A step of a chain: `conv 32@5x5 s2`, `max-pool 3 s2`, `flatten`.
    func chainItem(axes: Int) -> String {
        let main = layer.name?.declaration.main
        var words = [layer.kindName]
        var filters: String?
        for (option, value) in written {
            let text = value.integers.map(String.init)
            let list = text.joined(separator: ",")
            switch option.name {
            case "filters": filters = list
            case "kernel":
                let sizes = text.count == 1 ? [String](repeating: text[0], count: axes) : text
                words.append((filters.map { "\($0)@" } ?? "kernel=") + sizes.joined(separator: "x"))
            case "stride": words.append("s\(list)")
            case "dilation": words.append("d\(list)")
            case "padding":
                if case .text(let name) = value { words.append(name) } else { words.append("p\(list)") }
            case main where option.type == .shape: words.append(text.joined(separator: "x"))
            case main: words.append(list)
            case let name: words.append(text.isEmpty ? "\(name)=\(value.yaml)" : "\(name)=\(list)")
            }
        }
        return words.joined(separator: " ")
    }
}

extension WindowChoice {
    /// One value where all axes agree.
    static func merged(_ values: [Int]) -> PerAxis {
        Set(values).count == 1 ? .all(values[0]) : .each(values)
    }

    /// The layer of a family; `filters` for those that have some.
    func layer(_ family: WindowFamily, filters: Int, inputs: [Int]) -> Layer {
        let window = SlidingWindow(
            kernelSize: Self.merged(axes.map(\.kernel)), stride: Self.merged(axes.map(\.stride)),
            padding: writtenPadding(family, inputs: inputs), dilation: Self.merged(axes.map(\.dilation)))
        switch family {
        case .conv: return .conv(Conv(filters: filters, window: window))
        case .maxPool: return .maxPool(MaxPool(window: window))
        case .averagePool: return .averagePool(AveragePool(window: window))
        case .transposed:
            return .convTranspose(
                ConvTranspose(
                    filters: filters, window: window, outputPadding: Self.merged(axes.map(\.extra))))
        }
    }

    /// Names before numbers: `valid`, `same` where the size is kept or the padding is odd, `p`, then sides.
    private func writtenPadding(_ family: WindowFamily, inputs: [Int]) -> Padding {
        if let padding { return padding }
        if axes.allSatisfy({ $0.before + $0.after == 0 }) { return .valid }
        let isSymmetric = axes.allSatisfy { $0.before == $0.after }
        let isSame = zip(axes, inputs).allSatisfy { choice, input in
            choice.extra == 0 && family.same(choice, input: input) == choice
        }
        if isSame, !isSymmetric || (axes.allSatisfy { $0.stride == 1 } && !family.isPool) { return .same }
        if isSymmetric { return .symmetric(Self.merged(axes.map(\.before))) }
        return .explicit(axes.map { Padding.Sides($0.before, $0.after) })
    }
}
