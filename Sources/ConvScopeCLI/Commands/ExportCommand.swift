import ArgumentParser
import Execution
import Files
import Networks

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a network with its weights as ONNX.",
        discussion: """
            Layers keep their names, the batch may have any size, and a photo's preparation goes along as metadata.

              convscope export resnet50 --weights resnet50.safetensors -o resnet50.onnx
              convscope export "1x28x28 -> conv 8@5x5 relu -> flatten -> dense 10" --seed 3 -o net.onnx
            """)

    @Argument(help: ArgumentHelp("An id, a .yml file, a chain, or - for standard input.", valueName: "network"))
    var network: NetworkReference

    @Option(help: ArgumentHelp("A shape instead of the network's own.", valueName: "shape"))
    var input: String?

    @OptionGroup var sliding: SlidingOptions

    @OptionGroup var weights: WeightOptions

    @OptionGroup(title: "Photos") var photos: PhotoOptions

    @Option(
        name: [.customShort("o"), .long], parsing: .unconditional,
        help: ArgumentHelp("An .onnx file.", valueName: "file"))
    var output: String

    @Flag(name: .shortAndLong, help: "No notes.")
    var quiet = false

    func run() throws {
        do {
            guard FileSystem.ending(of: output) == "onnx" else {
                throw Failure.usage("-o \(output): a network is exported as an .onnx file.")
            }
            let prepared = try sliding.prepared(weights.request(network, input: input, photos: photos))
            if !quiet { Console.note(prepared.origin.details) }
            let execution = try prepared.execution(of: prepared.network.nodes.map(\.name))
            try ONNXModel(execution).write(to: output)
        } catch {
            throw Failure(error)
        }
    }
}
