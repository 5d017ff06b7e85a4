import ArgumentParser
import Execution
import Networks

/// How photos are prepared, where that is not as the network says.
struct PhotoOptions: ParsableArguments {
    @Option(parsing: .unconditional, help: help(.resize))
    var resize: String?

    @Option(parsing: .unconditional, help: help(.crop))
    var crop: String?

    @Option(parsing: .unconditional, help: help(.pixelRange))
    var pixelRange: String?

    @Option(parsing: .unconditional, help: help(.mean))
    var mean: String?

    @Option(parsing: .unconditional, help: help(.deviation))
    var std: String?

    @Flag(inversion: .prefixedNo, help: help(.bgr))
    var bgr: Bool?

    @Option(parsing: .unconditional, help: help(.layout))
    var layout: String?

    @Option(parsing: .unconditional, help: help(.labels))
    var labels: String?

    private static func help(_ key: Preprocessing.Key) -> ArgumentHelp {
        let summary = key.summary
        return ArgumentHelp("\(summary.prefix(1).uppercased())\(summary.dropFirst()).", valueName: key.syntax)
    }

    func options() throws -> PreprocessingOptions {
        var options = PreprocessingOptions()
        for key in Preprocessing.Key.allCases {
            let text: String? =
                switch key {
                case .resize: resize
                case .crop: crop
                case .pixelRange: pixelRange
                case .mean: mean
                case .deviation: std
                case .bgr: bgr.map { "\($0)" }
                case .layout: layout
                case .labels: labels
                }
            guard let text else { continue }
            do {
                try options.set(key, to: text)
            } catch {
                throw Failure.usage("--\(error)")
            }
        }
        return options
    }
}
