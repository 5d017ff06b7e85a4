/// The JSON Schema (draft 7) of network files, for completion and checks in editors; made of the layer declarations.
public enum NetworkSchema {
    public static var json: JSON {
        .object([
            ("$schema", .text("http://json-schema.org/draft-07/schema#")),
            ("title", .text("A network for convscope")),
            ("description", .text("Layers, one after another, from which every size, count and field follows.")),
            ("type", .text("object")),
            ("properties", .object(properties)),
            ("required", .list([.text("layers")])),
            ("anyOf", .list(["input", "inputs"].map { .object([("required", .list([.text($0)]))]) })),
            ("additionalProperties", .flag(false)),
            // Only where there are blocks may a layer have a name that is no kind's.
            ("if", .object([("required", .list([.text("blocks")]))])),
            ("then", layersOf("itemOrBlock")),
            ("else", layersOf("item")),
            ("definitions", .object(definitions)),
        ])
    }

    private static func layersOf(_ item: String) -> JSON {
        let list = JSON.object([("type", .text("array")), ("minItems", .integer(1)), ("items", reference(item))])
        return .object([("properties", .object([("layers", list)]))])
    }

    static func reference(_ name: String, _ description: String? = nil) -> JSON {
        let target = JSON.object([("$ref", .text("#/definitions/\(name)"))])
        // Draft 7 reads nothing beside a reference.
        return description.map { .object([("description", .text($0)), ("allOf", .list([target]))]) } ?? target
    }

    static func text(_ description: String) -> JSON {
        .object([("description", .text(description)), ("type", .text("string"))])
    }

    static func choice(_ names: [String], _ description: String? = nil) -> JSON {
        .object(
            (description.map { [("description", .text($0))] } ?? []) + [("enum", .list(names.map(JSON.text)))])
    }

    static func pattern(_ pattern: String) -> JSON {
        .object([("type", .text("string")), ("pattern", .text(pattern))])
    }

    static func any(_ choices: [JSON], _ description: String? = nil) -> JSON {
        .object((description.map { [("description", .text($0))] } ?? []) + [("anyOf", .list(choices))])
    }

    static func integer(_ least: Int, _ most: Int? = nil) -> JSON {
        .object(
            [("type", .text("integer")), ("minimum", .integer(least))]
                + (most.map { [("maximum", .integer($0))] } ?? []))
    }

    static func list(of item: JSON, _ least: Int = 1, most: Int? = nil) -> JSON {
        .object(
            [("type", .text("array")), ("items", item), ("minItems", .integer(least))]
                + (most.map { [("maxItems", .integer($0))] } ?? []))
    }

    /// A mapping of these keys and no others.
    static func mapping(_ properties: [(String, JSON)], required: [String] = [], _ description: String? = nil) -> JSON {
        .object(
            (description.map { [("description", .text($0))] } ?? []) + [
                ("type", .text("object")), ("properties", .object(properties)),
            ] + (required.isEmpty ? [] : [("required", .list(required.map(JSON.text)))]) + [
                ("additionalProperties", .flag(false))
            ])
    }

    /// A mapping whose keys the file chooses.
    static func names(_ value: JSON, _ description: String, keys: JSON? = nil) -> JSON {
        .object(
            [("description", .text(description)), ("type", .text("object"))]
                + (keys.map { [("propertyNames", $0)] } ?? []) + [("additionalProperties", value)])
    }
}
