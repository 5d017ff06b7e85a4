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

    /// A figure of the file at `path`, or one that no file describes, where that is empty.
    init(_ entry: FigureFile.Entry, path: String) {
        self.init(
            description: entry.description, folder: FileSystem.folder(of: path),
            place: path.isEmpty ? nil : Place(path: path, entry: entry))
    }

    private init(description: FigureDescription, folder: String?, place: Place?) {
        self.description = description
        self.resources = FileResources(relativeTo: folder)
        self.place = place
    }

    var moves: Bool { description.settings.step == .all }

    /// What stands for it where nothing moves.
    var still: FigureJob {
        var settings = description.settings
        settings.step = .usual
        return FigureJob(description: description.with(settings), resources: resources, place: place)
    }

    private init(description: FigureDescription, resources: FileResources, place: Place?) {
        (self.description, self.resources, self.place) = (description, resources, place)
    }

    func scene(_ measurer: any TextMeasuring, theme: Theme? = nil) throws -> Scene {
        do {
            let looks = try looks()
            return try description.scene(
                theme: theme ?? looks.theme, wording: looks.wording, measurer: measurer, resources: resources)
        } catch {
            throw place.map { Failure(error, inFile: $0.of(error, resources)) } ?? Failure(error)
        }
    }

    /// The theme, and how words are written: as the theme and a file of another language's words say.
    private func looks() throws -> (theme: Theme, wording: FigureWording) {
        var wording = FigureWording()
        if let language = description.settings.language {
            let path = resources.resolved(language)
            wording.phrases = try PhrasesFile.phrases(yaml: try FileSystem.text(of: path), path: path)
        }
        let name = description.settings.theme
        if let theme = Theme.builtIn.first(where: { $0.name == name }) { return (theme, wording) }
        guard [".yml", ".yaml"].contains(where: { name.lowercased().hasSuffix($0) }) else {
            throw Failure.usage(
                "no theme is called '\(name)'; there are \(Theme.builtIn.map(\.name).joined(separator: ", ")), or a .yml file."
            )
        }
        let path = resources.resolved(name)
        let file = try ThemeFile(yaml: try FileSystem.text(of: path), path: path)
        wording.notation = file.notation
        return (file.theme, wording)
    }

    /// One drawing to every file that is named; `-` is SVG on standard output.
    func draw(to outputs: [String]) throws {
        let targets = try outputs.map { ($0, try FigureTarget($0, step: description.settings.step)) }
        let measurer = PangoTextMeasurer()
        DispatchQueue.global().async { measurer.prepare() }
        if description.settings.isDescribed {
            let words = try words(measurer)
            try Console.print(words.summary + "\n\n" + words.details)
        }
        let stills = targets.filter { if case .still = $0.1 { true } else { false } }
        let scene = stills.isEmpty ? nil : try scene(measurer)
        for (output, target) in targets {
            guard case .still(let format) = target, let scene else {
                try draw(film(measurer), target, to: output)
                continue
            }
            let bytes = try render(scene, format)
            if output == "-" { try Console.result(bytes) } else { try AtomicFile.write(bytes, to: output) }
        }
    }

    /// What it says in words: of all steps, if all are asked for.
    func words(_ measurer: any TextMeasuring) throws -> AlternativeText {
        description.settings.step == .all ? try film(measurer).description : try scene(measurer).description
    }

    func film(_ measurer: any TextMeasuring, theme: Theme? = nil) throws -> Film {
        do {
            let looks = try looks()
            return try description.film(
                theme: theme ?? looks.theme, wording: looks.wording, measurer: measurer, resources: resources)
        } catch {
            throw place.map { Failure(error, inFile: $0.of(error, resources)) } ?? Failure(error)
        }
    }

    private func draw(_ film: Film, _ target: FigureTarget, to output: String) throws {
        let renderer = CairoRenderer(options: renderingOptions())
        switch target {
        case .still: preconditionFailure("a still is no film")
        case .motion(let format):
            let bytes = try renderer.render(film, as: format)
            if output == "-" { try Console.result(bytes) } else { try AtomicFile.write(bytes, to: output) }
        case .frames:
            try renderer.renderFrames(of: film) { name, png in
                try AtomicFile.write(png, to: FileSystem.join(output, name))
            }
        }
    }

    /// - Parameter instance: Keeps the ids of two copies on one page apart.
    func render(_ scene: Scene, _ format: OutputFormat, instance: Int? = nil) throws -> [UInt8] {
        try CairoRenderer(options: renderingOptions(instance)).render(scene, as: format)
    }

    func render(_ film: Film, _ format: MotionFormat, instance: Int? = nil) throws -> [UInt8] {
        try CairoRenderer(options: renderingOptions(instance)).render(film, as: format)
    }

    private func renderingOptions(_ instance: Int? = nil) -> RenderingOptions {
        var options = RenderingOptions()
        options.instance = instance
        options.scale = description.settings.scale
        switch description.settings.text {
        case .outlines: options.text = .outlines
        case .live: options.text = .live
        }
        return options
    }
}
