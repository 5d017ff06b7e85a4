extension NetworkSchema {
    /// A layer: its kind alone, or the kind with its options.
    static var item: JSON {
        any([
            .object([
                ("type", .text("string")),
                (
                    "oneOf",
                    .list(
                        LayerName.allCases.filter(\.standsAlone).map { kind in
                            .object([("const", .text(kind.rawValue)), ("description", .text(kind.declaration.summary))])
                        })
                ),
            ]),
            .object([
                ("type", .text("object")), ("minProperties", .integer(1)), ("maxProperties", .integer(1)),
                ("properties", .object(LayerName.allCases.map { ($0.rawValue, reference($0.rawValue)) })),
                ("additionalProperties", .flag(false)),
            ]),
        ])
    }

    /// A function's name, or with its coefficient.
    static var activation: JSON {
        let withCoefficient = Activation.Function.allCases.filter { $0.coefficientName != nil }
        return any(
            [
                choice(Activation.Function.allCases.map(\.rawValue)),
                mapping(withCoefficient.map { ($0.rawValue, reference($0.rawValue)) }),
            ], "A function of each output.")
    }

    /// What stands after a kind's name.
    static func kind(_ declaration: LayerDeclaration) -> JSON {
        let options = declaration.options.map { option in
            (option.name, any([option.type.schema, reference("parameter")], option.words))
        }
        var common: [(String, JSON)] = []
        if declaration.takesActivation { common.append(("activation", reference("activation"))) }
        common += [
            ("name", reference("name", "What others call it.")),
            ("from", reference("names", "The layer that it reads, or a list; the previous one unless given.")),
            (
                "frozen",
                .object([("description", .text("Whether training leaves it alone.")), ("type", .text("boolean"))])
            ),
            ("expect", reference("layerClaims", "What is claimed about it.")),
        ]
        let required = declaration.options.filter(\.isRequired).map(\.name)
        var forms = [mapping(options + common, required: required)]
        if let main = declaration.main, required.allSatisfy({ $0 == main }) {
            forms.append((options + common).first { $0.0 == main }?.1 ?? .flag(true))
        }
        if required.isEmpty { forms.append(.object([("type", .text("null"))])) }
        let source = declaration.source.map { " (\($0).)" } ?? ""
        return any(forms, declaration.summary + source)
    }
}

extension LayerName {
    /// Whether the name alone is a layer: nothing must be given.
    fileprivate var standsAlone: Bool { !declaration.merges && !declaration.options.contains { $0.isRequired } }
}

extension OptionDeclaration {
    fileprivate var words: String { summary + (defaultValue.map { " Default: \($0.yaml)." } ?? "") }
}

extension OptionType {
    /// What the reader takes.
    fileprivate var schema: JSON {
        func axes(_ least: Int, most: Int) -> [JSON] {
            let size = NetworkSchema.integer(least, OptionDeclaration.greatestWindow)
            return [
                size,
                NetworkSchema.list(of: NetworkSchema.any([size, NetworkSchema.reference("parameter")]), most: most),
                NetworkSchema.pattern("^[0-9]+(x[0-9]+){1,\(most - 1)}$"),
            ]
        }
        switch self {
        case .integer(let least): return NetworkSchema.integer(least, OptionDeclaration.greatestInteger)
        case .number(let range):
            return .object([
                ("type", .text("number")), ("minimum", .number(range.lowerBound)),
                ("maximum", .number(range.upperBound)),
            ])
        case .flag: return .object([("type", .text("boolean"))])
        case .perAxis(let least): return NetworkSchema.any(axes(least, most: 3))
        case .padding: return NetworkSchema.any([NetworkSchema.choice(["valid", "same", "full"])] + axes(0, most: 6))
        case .choice(let names): return NetworkSchema.choice(names)
        case .shape: return NetworkSchema.reference("shape")
        case .integers(let least):
            let value = NetworkSchema.integer(least, OptionDeclaration.greatestWindow)
            return NetworkSchema.any([value, NetworkSchema.list(of: value, most: 1000)])
        case .regions:
            let number = JSON.object([("type", .text("number"))])
            return NetworkSchema.list(of: NetworkSchema.list(of: number, 4, most: 4), most: 10_000)
        }
    }
}
