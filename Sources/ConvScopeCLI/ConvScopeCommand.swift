import ArgumentParser

@main
struct ConvScopeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convscope",
        abstract: "Figures and numbers for teaching convolutional networks, all of them computed.",
        discussion: """
            Filter photos, and draw what convolution does to them as PNG, SVG and PDF.

              convscope filter photo.jpg --filter sobel-x -o edges.png
              convscope draw filter-strip --image photo.jpg --filter sobel-x -o strip.svg
              convscope draw pixel --image photo.jpg --at 120,64 -o pixel.pdf
            """,
        version: "0.1.0",
        subcommands: [FilterCommand.self, DrawCommand.self, RenderCommand.self, ListCommand.self, ManualCommand.self])

    static func main() {
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch let failure as Failure {
            Console.error(failure.message)
            Failure.exit(failure.status)
        } catch let code as ExitCode {
            Failure.exit(code.rawValue)
        } catch {
            // Help, versions and wrong usage: worded by the parser, 0 or 64.
            exit(withError: error)
        }
    }
}
