import ArgumentParser
import Files
import Networks

struct CodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "code",
        abstract: "Write a network as a program for PyTorch or Keras.",
        discussion: """
            The program builds the network, runs it once, and checks its output's shape and its parameters.

              convscope code lenet5 --for pytorch
              convscope code "1x28x28 -> conv 32@5x5 relu -> max-pool 2 -> flatten -> dense 10" --for keras -o net.py
            """)

    @Argument(help: ArgumentHelp("An id, a .yml file, a chain, or - for standard input.", valueName: "network"))
    var network: NetworkReference

    @Option(
        name: .customLong("for"), help: ArgumentHelp("Which framework.", valueName: "pytorch|keras"),
        completion: .list(Framework.allCases.map(\.rawValue)), transform: frameworkOption)
    var framework: Framework

    @Option(help: ArgumentHelp("A shape instead of the network's own.", valueName: "shape"))
    var input: String?

    @Option(
        name: [.customShort("o"), .long], parsing: .unconditional,
        help: ArgumentHelp("A .py file, or - for standard output.", valueName: "file"))
    var output: String = "-"

    func run() throws {
        do {
            let text = try network.network(input: input).code(for: framework)
            if output == "-" {
                try Console.result(Array(text.utf8))
            } else {
                guard FileSystem.ending(of: output) == "py" else {
                    throw Failure.usage("-o \(output): a program is a .py file.")
                }
                try AtomicFile.write(text, to: output)
            }
        } catch {
            throw Failure(error)
        }
    }
}

@Sendable
private func frameworkOption(_ text: String) throws -> Framework {
    guard let framework = Framework(rawValue: text) else {
        throw ValidationError("There are \(Framework.allCases.map(\.rawValue).joined(separator: " and ")).")
    }
    return framework
}
