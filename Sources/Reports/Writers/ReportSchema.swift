public import Networks

/// The JSON Schema of reports as JSON.
///
/// Source: *JSON Schema*, draft 2020-12.
public enum ReportSchema {
    public static var json: JSON {
        .object([
            ("$schema", .text("https://json-schema.org/draft/2020-12/schema")),
            ("title", .text("A report of ConvScope's")), ("type", .text("object")),
            ("required", texts(["format", "title", "blocks"])),
            (
                "properties",
                .object([
                    ("format", .object([("const", .text("convscope-report-1"))])), ("title", type("string")),
                    ("kind", type("string")), ("answer", type("string")), ("blocks", reference("blocks")),
                ])
            ),
            (
                "$defs",
                .object([
                    ("blocks", .object([("type", .text("array")), ("items", reference("block"))])),
                    ("block", .object([("oneOf", .list(blocks.map(block)))])), ("step", step), ("map", map),
                    ("explorer", explorer),
                ])
            ),
        ])
    }

    private typealias Property = (String, JSON)

    /// Each type of block with what it must have.
    private static var blocks: [(type: String, properties: [Property])] {
        let strings = array(of: type("string"))
        return [
            ("heading", [("level", type("integer")), ("text", type("string"))]),
            ("paragraph", [("text", type("string"))]),
            ("list", [("ordered", type("boolean")), ("items", array(of: reference("blocks")))]),
            ("quote", [("blocks", reference("blocks"))]), ("trap", [("blocks", reference("blocks"))]),
            ("code", [("language", type("string")), ("text", type("string"))]), ("rule", []),
            ("derivations", [("steps", array(of: reference("step")))]),
            ("layer", [("name", type("string")), ("title", type("string")), ("steps", array(of: reference("step")))]),
            (
                "table",
                [
                    ("caption", type("string")), ("columns", strings), ("rows", array(of: strings)),
                    ("total", .object([("type", texts(["array", "null"])), ("items", type("string"))])),
                    ("notes", strings),
                ]
            ),
            (
                "figure",
                ["name", "figure", "caption", "alternative", "description"].map { ($0, type("string")) }
            ),
            ("claims", [("claims", array(of: object([("holds", type("boolean")), ("text", type("string"))])))]),
            ("hints", [("hints", array(of: type("object")))]),
            ("explorer", [("caption", type("string")), ("data", reference("explorer"))]),
        ]
    }

    private static func block(_ type: String, _ properties: [Property]) -> JSON {
        object([("type", .object([("const", .text(type))]))] + properties)
    }

    private static var step: JSON {
        .object([
            ("type", .text("object")), ("required", texts(["of", "derivation", "latex", "value"])),
            (
                "properties",
                .object([
                    ("of", type("string")), ("derivation", type("string")), ("latex", type("string")),
                    ("value", .object([("type", texts(["number", "string", "null"]))])), ("remark", type("string")),
                ])
            ),
        ])
    }

    private static var map: JSON {
        object([("height", type("integer")), ("width", type("integer")), ("values", array(of: type("number")))])
    }

    private static var explorer: JSON {
        let pair = array(of: type("integer"))
        return object([
            ("input", reference("map")), ("padded", reference("map")), ("padding", pair), ("stride", pair),
            ("kernel", reference("map")), ("output", reference("map")), ("bias", type("number")),
            ("range", .object([("enum", texts(["symmetric", "clip"]))])), ("start", pair),
        ])
    }

    // MARK: Pieces

    private static func type(_ name: String) -> JSON { .object([("type", .text(name))]) }
    private static func texts(_ words: [String]) -> JSON { .list(words.map(JSON.text)) }
    private static func reference(_ name: String) -> JSON { .object([("$ref", .text("#/$defs/\(name)"))]) }
    private static func array(of items: JSON) -> JSON { .object([("type", .text("array")), ("items", items)]) }

    private static func object(_ properties: [Property]) -> JSON {
        .object([
            ("type", .text("object")), ("required", texts(properties.map(\.0))), ("properties", .object(properties)),
            ("additionalProperties", .flag(false)),
        ])
    }
}
