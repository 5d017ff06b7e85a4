import CairoRendering
import Dispatch
import Figures
import Files
import Scenes
import Tensors

/// A figure on its way from its description to its files.
struct FigureJob: Sendable {
    let description: FigureDescription
    private let resources: FileResources
    private let place: Place?

    /// Where a file describes the figure.
    private struct Place {
        let path: String
        let entry: FigureFile.Entry

        /// `sheet.yml:12`: the line to which an error belongs.
        func of(_ error: any Error, _ resources: FileResources) -> String {
            let line =
                switch error {
                case let error as FileError: entry.line { resources.resolved($0) == error.path }
                case let error as ParameterError: entry.line(ofOption: error.option ?? "")
                case is FilterError: entry.line(ofOption: "filter")
                case is NetworkSourceError, is NetworkFileError: entry.line(ofOption: "network")
                default: entry.line
                }
            return "\(path):\(line)"
        }
    }

    /// - Parameter subject: a kind, or the path of a YAML file with one figure in it; `-` is standard input.
    init(_ subject: String, options: [(name: String, value: ParameterInput)]) throws {
        if let kind = FigureKind(rawValue: subject) {
            self.init(description: try FigureDescription(kind, options), folder: nil, place: nil)
            return
        }
        guard subject == "-" || [".yml", ".yaml"].contains(where: { subject.lowercased().hasSuffix($0) }) else {
            let hint =
                nearest(subject, among: FigureKind.allCases.map(\.rawValue)).map { " Did you mean '\($0)'?" } ?? ""
            throw Failure.usage(
                "no figure is called '\(subject)'.\(hint) There are \(FigureKind.allCases.map(\.rawValue).joined(separator: ", ")); "
                    + "a figure file ends in .yml.")
        }
        let text = try FileSystem.text(of: subject)
        let file = try FigureFile(yaml: text, path: subject)
        guard file.entries.count == 1 else {
            throw Failure.usage("\(subject) holds \(file.entries.count) figures; `convscope render` draws them all.")
        }
        let entry = file.entries[0]
        var settings = entry.description.settings
        for option in options {
            guard let common = CommonOption(rawValue: option.name) else { continue }
            try settings.set(common, option.value)
        }
        self.init(
            description: entry.description.with(settings), folder: FileSystem.folder(of: subject),
            place: Place(path: subject, entry: entry))
    }

    /// A figure of the file at `path`.
    init(_ entry: FigureFile.Entry, path: String) {
        self.init(
            description: entry.description, folder: FileSystem.folder(of: path), place: Place(path: path, entry: entry))
    }

    private init(description: FigureDescription, folder: String?, place: Place?) {
        self.description = description
        self.resources = FileResources(relativeTo: folder)
        self.place = place
    }

    func scene(_ measurer: any TextMeasuring, theme: Theme? = nil) throws -> Scene {
        do {
            return try description.scene(
                theme: theme ?? self.theme(), phrases: phrases(), measurer: measurer, resources: resources)
        } catch {
            throw place.map { Failure(error, inFile: $0.of(error, resources)) } ?? Failure(error)
        }
    }

    private func theme() throws -> Theme {
        let name = description.settings.theme
        if let theme = Theme.builtIn.first(where: { $0.name == name }) { return theme }
        guard [".yml", ".yaml"].contains(where: { name.lowercased().hasSuffix($0) }) else {
            throw Failure.usage(
                "no theme is called '\(name)'; there are \(Theme.builtIn.map(\.name).joined(separator: ", ")), or a .yml file."
            )
        }
        let path = resources.resolved(name)
        return try ThemeFile.theme(yaml: try FileSystem.text(of: path), path: path)
    }

    /// Words of another language, if one is asked for.
    private func phrases() throws -> Phrases {
        guard let language = description.settings.language else { return Phrases() }
        let path = resources.resolved(language)
        return try PhrasesFile.phrases(yaml: try FileSystem.text(of: path), path: path)
    }

    /// One drawing to every file that is named; `-` is SVG on standard output.
    func draw(to outputs: [String]) throws {
        let targets = try outputs.map { output in
            (output, try output == "-" ? OutputFormat.svg : Self.format(of: output))
        }
        let measurer = PangoTextMeasurer()
        DispatchQueue.global().async { measurer.prepare() }
        let scene = try scene(measurer)
        if description.settings.isDescribed {
            try Console.print(scene.description.summary + "\n\n" + scene.description.details)
        }
        for (output, format) in targets {
            let bytes = try render(scene, format)
            if output == "-" { try Console.result(bytes) } else { try AtomicFile.write(bytes, to: output) }
        }
    }

    func render(_ scene: Scene, _ format: OutputFormat) throws -> [UInt8] {
        try CairoRenderer(options: renderingOptions).render(scene, as: format)
    }

    private var renderingOptions: RenderingOptions {
        var options = RenderingOptions()
        options.scale = description.settings.scale
        switch description.settings.text {
        case .outlines: options.text = .outlines
        case .live: options.text = .live
        }
        return options
    }

    static func format(of path: String) throws -> OutputFormat {
        guard let format = OutputFormat(rawValue: FileSystem.ending(of: path)) else {
            throw Failure.usage(
                "-o \(path): figures are written as \(OutputFormat.allCases.map { "." + $0.rawValue }.joined(separator: ", "))."
            )
        }
        return format
    }
}
