import ArgumentParser
import Figures

/// The manual page, made from the commands' own declarations; `make install` puts it in its place.
struct ManualCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manual", abstract: "Print the manual page.", shouldDisplay: false)

    func run() throws {
        var page = """
            .TH CONVSCOPE 1 "" "convscope \(ConvScopeCommand.configuration.version)" "User Commands"
            .SH NAME
            convscope \\- figures and numbers for teaching convolutional networks
            .SH DESCRIPTION
            \(Self.escaped(ConvScopeCommand.configuration.abstract))

            """
        for command in ConvScopeCommand.configuration.subcommands where command.configuration.shouldDisplay {
            let name = command.configuration.commandName ?? ""
            page += Self.section("convscope \(name)", ConvScopeCommand.helpMessage(for: command, columns: 76))
        }
        for kind in FigureKind.allCases {
            page += Self.section("figure \(kind.rawValue)", kind.details)
        }
        page += """
            .SH EXIT STATUS
            0 done; 1 a check does not hold or some items of a batch failed; 64 wrong usage; 65 bad input data;
            66 no such input; 73 cannot write.

            """
        try Console.result(Array(page.utf8))
    }

    private static func section(_ title: String, _ text: String) -> String {
        ".SH \(title.uppercased())\n.nf\n\(escaped(text))\n.fi\n"
    }

    /// Backslashes and dots at the start of a line mean something to troff.
    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\e").replacing("-", with: "\\-").split(
            separator: "\n", omittingEmptySubsequences: false
        )
        .map { $0.hasPrefix(".") || $0.hasPrefix("'") ? "\\&" + $0 : String($0) }
        .joined(separator: "\n")
    }
}
