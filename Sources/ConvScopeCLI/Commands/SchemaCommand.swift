import ArgumentParser
import Networks
import Reports

struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Print the JSON Schema of network files, for completion in editors.",
        discussion: """
            Save it beside your networks and name it in a file's first line; editors with a YAML language server then \
            complete layers and options, and mark mistakes.

              convscope schema > network.schema.json
              # yaml-language-server: $schema=network.schema.json

            `convscope schema report` is the schema of reports as JSON, for programs that read them.
            """)

    enum Subject: String, ExpressibleByArgument, CaseIterable {
        case network, report
    }

    @Argument(help: ArgumentHelp("Of what.", valueName: "network|report"))
    var subject = Subject.network

    func run() throws {
        let schema =
            switch subject {
            case .network: NetworkSchema.json
            case .report: ReportSchema.json
            }
        do { try Console.result(Array(schema.text.utf8)) } catch { throw Failure(error) }
    }
}
