import ArgumentParser
import Networks

struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Print the JSON Schema of network files, for completion in editors.",
        discussion: """
            Save it beside your networks and name it in a file's first line; editors with a YAML language server then \
            complete layers and options, and mark mistakes.

              convscope schema > network.schema.json
              # yaml-language-server: $schema=network.schema.json
            """)

    func run() throws {
        do { try Console.result(Array(NetworkSchema.json.text.utf8)) } catch { throw Failure(error) }
    }
}
