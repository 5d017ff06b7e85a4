extension NetworkSchema {
    /// What stands at the top of a file.
    static var properties: [(String, JSON)] {
        [
            ("network", text("The network's title.")),
            ("about", text("A sentence or two.")),
            ("paper", text("Authors, title, year.")),
            ("url", text("Where the paper is.")),
            (
                "input",
                reference("shape", "3x224x224: C x H x W; CxL, CxDxHxW, a number, or TxF. Letters are unknown sizes.")
            ),
            ("inputs", names(reference("shape"), "Several inputs by name.")),
            ("layout", choice(Layout.allCases.map(\.rawValue), "How shapes are written; channels-first unless given.")),
            (
                "where",
                names(
                    pattern("^multiple of [1-9][0-9]*$"), "What is known of letters: { T: multiple of 4 }.",
                    keys: pattern("^[A-Za-z]$"))
            ),
            ("preprocess", preprocess),
            (
                "blocks",
                names(reference("block"), "Layers that are used several times, with parameters.", keys: blockName)
            ),
            (
                "layers",
                .object([
                    ("description", .text("The layers; each reads the one before it unless 'from' names others.")),
                    ("type", .text("array")),
                ])
            ),
            ("outputs", list(of: reference("name"))),
            ("expect", reference("claims", "What is claimed; `convscope check` says whether it holds.")),
        ]
    }

    private static var preprocess: JSON {
        let pixels = [integer(1, 65_536), pattern("^[0-9]+x[0-9]+$"), list(of: integer(1, 65_536), 2, most: 2)]
        let number = JSON.object([("type", .text("number"))])
        return mapping(
            [
                ("resize", any(pixels, "The shorter side in pixels, or [height, width].")),
                ("crop", any(pixels, "The middle that is kept.")),
                (
                    "pixel-range",
                    .object([
                        ("description", .text("1 for values in [0, 1], 255 for [0, 255].")), ("type", .text("number")),
                    ])
                ),
                ("mean", any([number, list(of: number)], "One number for each channel, which is taken away.")),
                ("std", any([number, list(of: number)], "One number for each channel, which it is divided by.")),
                ("bgr", .object([("description", .text("Blue first.")), ("type", .text("boolean"))])),
                ("layout", choice(Preprocessing.AxisOrder.allCases.map(\.rawValue))),
                ("labels", .object([("description", .text("The classes of its scores.")), ("type", .text("string"))])),
            ], "How a photo is made into the input.")
    }

    /// Letters, digits and some signs; no kind's name.
    private static var blockName: JSON {
        .object([
            ("pattern", .text(namePattern)), ("not", choice(LayerName.allCases.map(\.rawValue) + ["repeat"])),
        ])
    }

    private static let namePattern = #"^[^\s$,\[\]{}./:-][^\s$,\[\]{}]*$"#

    /// What several places refer to.
    static var definitions: [(String, JSON)] {
        let parameter = pattern("^\\$")
        let size = "([0-9]+|[A-Za-z])"
        let count = any([integer(0), pattern("^[0-9][0-9,_]*$")])
        let sizes = any([
            integer(1), pattern("^[^ ]+$"), list(of: .object([("type", .list([.text("integer"), .text("string")]))])),
        ])
        let field = any([
            integer(0), list(of: integer(0), most: 3), choice(["all"]), .object([("type", .text("null"))]),
        ])
        let number = JSON.object([("type", .text("number"))])
        let perAxis = any([number, list(of: number, most: 3)])
        func claims(_ layers: JSON) -> JSON {
            let one = mapping(
                Expectation.Property.allCases.map { property in
                    let value: JSON =
                        switch property {
                        case .output: any([sizes, names(sizes, "The shapes of several outputs, by name.")])
                        case .parameters, .trainable, .macs, .flops, .memory: count
                        case .receptiveField: field
                        case .jump, .start, .padding: perAxis
                        case .layers: layers
                        }
                    return (property.rawValue, value)
                } + [("profile", choice(Profile.allCases.map(\.rawValue)))])
            return any([one, list(of: one)])
        }
        return [
            (
                "parameter",
                .object([
                    ("description", .text("A block's parameter, as $filters or $(4*filters).")),
                    ("type", .text("string")), ("pattern", .text("^\\$")),
                ])
            ),
            ("name", any([parameter, pattern(namePattern), integer(0)])),
            ("names", any([reference("name"), list(of: reference("name"))])),
            (
                "shape",
                any([
                    integer(0), pattern("^\(size)([x× ]\(size))*$"),
                    list(of: any([integer(0), pattern("^[A-Za-z]$")]), most: 8),
                ])
            ),
            ("claims", claims(any([count, names(reference("layerClaims"), "Claims about layers, by name.")]))),
            ("layerClaims", claims(count)),
            (
                "block",
                mapping(
                    [
                        (
                            "parameters",
                            any(
                                [
                                    .object([("type", .list([.text("object"), .text("null")]))]),
                                    list(of: reference("name"), 0),
                                ], "Names with defaults; without one, a value must be given.")
                        ),
                        ("layers", list(of: reference("itemOrBlock"), 0)),
                    ], required: ["layers"])
            ),
            ("activation", activation),
            ("item", item),
            ("itemOrBlock", any([reference("item"), blockUse])),
        ] + LayerName.allCases.map { ($0.rawValue, kind($0.declaration)) }
    }

    /// A block's name, or the name with values for its parameters.
    private static var blockUse: JSON {
        let kinds = choice(LayerName.allCases.map(\.rawValue))
        return any([
            .object([("type", .text("string")), ("not", kinds)]),
            .object([
                ("description", .text("A block: its parameters, and name, from, repeat.")), ("type", .text("object")),
                ("minProperties", .integer(1)), ("maxProperties", .integer(1)),
                ("propertyNames", .object([("not", kinds)])),
            ]),
        ])
    }
}
