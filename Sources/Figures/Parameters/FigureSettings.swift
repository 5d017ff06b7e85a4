public import Scenes

/// The options that every figure takes, beside its own.
public enum CommonOption: String, CaseIterable, Sendable {
    case theme, width, scale, title, transparent, describe, seed, text

    public var syntax: String {
        switch self {
        case .theme: "light|dark|print|FILE"
        case .width: "column|text|slide|POINTS"
        case .scale: "N"
        case .title: "TEXT"
        case .transparent, .describe: ""
        case .seed: "N"
        case .text: "outlines|live"
        }
    }

    public var help: String {
        switch self {
        case .theme: "colours for a bright page, a dark page or greyscale printing, or a theme file (default light)"
        case .width: "240, 455 or 960 points, or any other from 120 to 4000 (default text)"
        case .scale: "pixels of a PNG for each point, 0.25 to 20 (default 2)"
        case .title: "a heading inside the figure"
        case .transparent: "leave out the page behind the figure"
        case .describe: "print what the figure says in words"
        case .seed: "for whatever is drawn at random (default 0)"
        case .text: "letters in SVG as outlines, alike everywhere, or as live text (default outlines)"
        }
    }

    public var isFlag: Bool {
        switch self {
        case .transparent, .describe: true
        case .theme, .width, .scale, .title, .seed, .text: false
        }
    }

    /// Words that complete its value.
    public var choices: [String] {
        switch self {
        case .theme: Theme.builtIn.map(\.name)
        case .width: ["column", "text", "slide"]
        case .text: ["outlines", "live"]
        case .scale, .title, .transparent, .describe, .seed: []
        }
    }
}

/// How a figure is to come out, whatever its kind.
public struct FigureSettings: Hashable, Sendable {
    /// A built-in theme's name, or the path of a theme file.
    public var theme = "light"
    public var width = FigureWidth.text
    public var scale = 2.0
    public var title: String?
    public var isTransparent = false
    public var isDescribed = false
    public var seed: UInt64 = 0
    public var text = TextForm.outlines

    public enum TextForm: String, ParameterChoice, Sendable {
        case outlines, live
    }

    public init() {}

    /// - Throws: ``ParameterError`` for a value that the option does not understand.
    public mutating func set(_ option: CommonOption, _ input: ParameterInput) throws(ParameterError) {
        do throws(ParameterError) {
            switch option {
            case .theme: theme = input.text
            case .width: width = try FigureWidth(input)
            case .scale:
                guard let value = Double(input.text), (0.25...20).contains(value) else {
                    throw ParameterError(value: input.text, expected: "a number from 0.25 to 20")
                }
                scale = value
            case .title: title = input.text
            case .transparent: isTransparent = try Bool(input)
            case .describe: isDescribed = try Bool(input)
            case .seed:
                guard let value = UInt64(input.text) else {
                    throw ParameterError(value: input.text, expected: "a whole number of 0 or more")
                }
                seed = value
            case .text: text = try TextForm(input)
            }
        } catch {
            throw error.named(option.rawValue)
        }
    }
}

extension FigureWidth: ParameterValue {
    public static var syntax: String { CommonOption.width.syntax }
    public static var choices: [String] { CommonOption.width.choices }

    public init(_ input: ParameterInput) throws(ParameterError) {
        switch input.text {
        case "column": self = .column
        case "text": self = .text
        case "slide": self = .slide
        default:
            guard let points = Double(input.text), (120...4000).contains(points) else {
                throw ParameterError(
                    value: input.text, expected: "column, text, slide or a number of points from 120 to 4000")
            }
            self = .custom(points)
        }
    }

    public var parameterText: String {
        switch self {
        case .column: "column"
        case .text: "text"
        case .slide: "slide"
        case .custom(let points): "\(points)"
        }
    }
}

/// A kind of figure with all its options as somebody wrote them, on the command line or in a file.
public struct FigureDescription: Sendable {
    public let kind: FigureKind
    public let figure: any Figure
    public let settings: FigureSettings

    /// - Throws: ``ParameterError`` for an option that neither the kind nor all figures have.
    public init(_ kind: FigureKind, _ options: [(name: String, value: ParameterInput)]) throws(ParameterError) {
        var settings = FigureSettings()
        var own: [(name: String, value: ParameterInput)] = []
        for option in options {
            if let common = CommonOption(rawValue: option.name), !kind.declares(option.name) {
                try settings.set(common, option.value)
            } else {
                own.append(option)
            }
        }
        self.kind = kind
        self.settings = settings
        self.figure = try kind.type.init(own)
    }

    private init(kind: FigureKind, figure: any Figure, settings: FigureSettings) {
        (self.kind, self.figure, self.settings) = (kind, figure, settings)
    }

    /// The same figure, to come out otherwise.
    public func with(_ settings: FigureSettings) -> FigureDescription {
        FigureDescription(kind: kind, figure: figure, settings: settings)
    }

    /// - Throws: what the figure throws.
    public func scene(
        theme: Theme, measurer: any TextMeasuring, resources: any FigureResources
    ) throws -> Scene {
        try figure.scene(
            in: FigureContext(
                theme: theme, width: settings.width.points, title: settings.title,
                isTransparent: settings.isTransparent, seed: settings.seed, measurer: measurer, resources: resources))
    }
}

extension FigureKind {
    /// Whether the kind has an option of this name itself.
    public func declares(_ name: String) -> Bool {
        type.parameterDescriptions.contains { $0.name == name }
    }
}
