import ArgumentParser
import Files
import Networks

/// A network among the words of a command.
struct NetworkReference: ExpressibleByArgument {
    let text: String

    init?(argument: String) { text = argument }

    static var allValueStrings: [String] { Zoo.ids }

    /// - Parameter input: A shape instead of its own.
    /// - Throws: what ``NetworkSource/read(input:)`` throws.
    func network(input: String? = nil) throws -> Network {
        try NetworkSource(text).read(input: input).network
    }
}
