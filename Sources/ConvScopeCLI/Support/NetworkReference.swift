import ArgumentParser
import Files
import Networks
import Tensors

/// A network as the commands name it: an id of the zoo, a YAML file, a chain, or `-` for standard input.
struct NetworkReference: ExpressibleByArgument {
    let text: String

    init?(argument: String) { text = argument }

    static var allValueStrings: [String] { Zoo.ids }

    /// - Parameter input: A shape instead of its own.
    /// - Throws: `Failure`, with the place in the file or chain.
    func network(input: String? = nil) throws -> Network {
        if let input, !Network.isShape(input) {
            throw Failure.usage("--input is '\(input.prefix(40))'; it must be a shape, as 3x224x224.")
        }
        if Network.isChain(text) { return try chain(text, input) }
        if let network = try Zoo.network(text, input: input) { return network }
        let isFile =
            text == "-" || ["yml", "yaml", "onnx"].contains(FileSystem.ending(of: text)) || FileSystem.exists(text)
        guard isFile else {
            let hint = nearest(text, among: Zoo.ids).map { " Did you mean '\($0)'?" } ?? ""
            throw Failure.usage(
                "no network is called '\(text.prefix(80))'.\(hint) `convscope list networks` shows all; a file ends in .yml, and a chain has arrows, as \"1x28x28 -> conv 8@3x3\"."
            )
        }
        let source = try FileSystem.text(of: text)
        if FileSystem.ending(of: text) == "onnx" {
            throw FileError.unsupported(path: text, detail: "ONNX files cannot be read yet; write the network as YAML.")
        }
        if text == "-", Network.isChain(source), !source.contains("layers:") { return try chain(source, input) }
        return try NetworkFile.network(yaml: source, path: text == "-" ? "standard input" : text, input: input)
    }

    private func chain(_ text: String, _ input: String?) throws -> Network {
        do {
            return try Network(chain: text, input: input)
        } catch {
            throw Failure(message: error.description(in: "chain"), status: Failure.badData)
        }
    }
}
