public import Scenes

/// The options that every figure takes, beside its own.
public enum CommonOption: String, CaseIterable, Sendable {
    case theme, width, scale, title, transparent, describe, seed, text
    case step, seconds, blank, answers, exercises, symbols, shapes, decimal, language

    public var syntax: String {
        switch self {
        case .theme: "light|dark|print|FILE"
        case .width: "column|text|slide|POINTS"
        case .scale: "N"
        case .title: "TEXT"
        case .transparent, .describe: ""
        case .seed: "N"
        case .text: "outlines|live"
        case .step: "N|all|contact"
        case .seconds: "N"
        case .blank: Blank.syntax
        case .answers: ""
        case .exercises: "N"
        case .symbols: FormulaSymbols.syntax
        case .shapes: ShapeOrder.syntax
        case .decimal: DecimalSign.syntax
        case .language: "FILE"
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
        case .step: "of a figure with steps: one of them, all in motion, or a sheet of all"
        case .seconds: "how long each step stands in motion, 0.02 to 60 (default 0.8)"
        case .blank: "leave out what readers are to find; several as output,sizes"
        case .answers: "the key: what was left out, in its boxes"
        case .exercises: "a sheet of so many figures of this kind, drawn at random by the seed, 1 to 24"
        case .symbols: "letters of formulas: input n and filter f, or input i and kernel k (default nfps)"
        case .shapes: "channels first or last in shapes (default chw)"
        case .decimal: "0.5 or 0,5 (default point)"
        case .language: "a .yml file of words on figures and what stands in their place"
        }
    }

    public var isFlag: Bool {
        switch self {
        case .transparent, .describe, .answers: true
        case .theme, .width, .scale, .title, .seed, .text, .step, .seconds, .blank, .exercises, .symbols, .shapes,
            .decimal, .language:
            false
        }
    }

    /// Words that complete its value.
    public var choices: [String] {
        switch self {
        case .theme: Theme.builtIn.map(\.name)
        case .width: ["column", "text", "slide"]
        case .text: ["outlines", "live"]
        case .step: ["all", "contact"]
        case .blank: Blank.choices
        case .symbols: FormulaSymbols.choices
        case .shapes: ShapeOrder.choices
        case .decimal: DecimalSign.choices
        case .scale, .title, .transparent, .describe, .seed, .seconds, .answers, .exercises, .language: []
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
    public var step = StepChoice.usual
    /// How long each step stands in motion.
    public var seconds = 0.8
    public var exercise = Exercise()
    /// How many figures a sheet of exercises has; `nil` draws the figure itself.
    public var exercises: Int?
    /// Words of a language come from ``language``.
    public var notation = NotationChoices()
    /// The path of a file of phrases.
    public var language: String?

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
            case .step: step = try StepChoice(input)
            case .seconds:
                guard let value = Double(input.text), (0.02...60).contains(value) else {
                    throw ParameterError(value: input.text, expected: "a number from 0.02 to 60")
                }
                seconds = value
            case .blank: exercise.blanks = try Self.blanks(input)
            case .answers: exercise.showsAnswers = try Bool(input)
            case .exercises:
                guard let value = Int(input.text), (1...24).contains(value) else {
                    throw ParameterError(value: input.text, expected: "a whole number from 1 to 24")
                }
                exercises = value
            case .symbols: notation.symbols = try FormulaSymbols(input)
            case .shapes: notation.shapes = try ShapeOrder(input)
            case .decimal: notation.decimal = try DecimalSign(input)
            case .language: language = input.text
            }
        } catch {
            throw error.named(option.rawValue)
        }
    }
}

extension FigureSettings {
    /// Several words, with commas or as a list.
    private static func blanks(_ input: ParameterInput) throws(ParameterError) -> [Blank] {
        var blanks: [Blank] = []
        for word in input.items.flatMap({ $0.text.split(separator: ",", omittingEmptySubsequences: false) }) {
            blanks.append(try Blank(.text(String(word.drop { $0 == " " }))))
        }
        return blanks
    }
}

extension StepChoice: ParameterValue {
    public static var syntax: String { CommonOption.step.syntax }
    public static var choices: [String] { CommonOption.step.choices }

    public init(_ input: ParameterInput) throws(ParameterError) {
        switch input.text {
        case "all": self = .all
        case "contact": self = .contact
        default:
            guard let number = Int(input.text), number >= 1 else {
                throw ParameterError(value: input.text, expected: "a step counted from 1, all or contact")
            }
            self = .at(number)
        }
    }

    public var parameterText: String {
        switch self {
        case .usual: ""
        case .at(let number): "\(number)"
        case .all: "all"
        case .contact: "contact"
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

/// What files say of a figure's words: a theme's notation, and phrases of another language.
public struct FigureWording: Hashable, Sendable {
    public var notation = NotationChoices()
    public var phrases = Phrases()

    public init() {}
}

/// A kind of figure with all its options as somebody wrote them, on the command line or in a file.
public struct FigureDescription: Sendable {
    public let kind: FigureKind
    public let figure: any Figure
    public let settings: FigureSettings
    /// The kind's own, as they were written.
    private let options: [(name: String, value: ParameterInput)]

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
        self.options = own
        try refuseExercise()
    }

    private init(
        kind: FigureKind, figure: any Figure, settings: FigureSettings,
        options: [(name: String, value: ParameterInput)]
    ) {
        (self.kind, self.figure, self.settings, self.options) = (kind, figure, settings, options)
    }

    /// The same figure, to come out otherwise.
    public func with(_ settings: FigureSettings) -> FigureDescription {
        FigureDescription(kind: kind, figure: figure, settings: settings, options: options)
    }

    /// - Throws: what the figure throws.
    public func scene(
        theme: Theme, wording: FigureWording = FigureWording(), measurer: any TextMeasuring,
        resources: any FigureResources
    ) throws -> Scene {
        if !(figure is any SteppedFigure) { try refuseStep() }
        let context = context(theme, wording, measurer, resources)
        if let count = settings.exercises, let type = kind.type as? any ExerciseFigure.Type {
            return try ExerciseSheet(of: type, named: kind.rawValue, count: count, given: options).scene(in: context)
        }
        var scene = try figure.scene(in: context)
        if context.exercise.hidesAnswers {
            scene.description = context.exercise.words(of: kind.type.summary, given: options)
        }
        return scene
    }

    /// The figure in motion, step by step.
    ///
    /// - Throws: what the figure throws; ``ParameterError`` for one without steps.
    public func film(
        theme: Theme, wording: FigureWording = FigureWording(), measurer: any TextMeasuring,
        resources: any FigureResources
    ) throws -> Film {
        guard let figure = figure as? any SteppedFigure else {
            throw ParameterError(
                option: CommonOption.step.rawValue, value: kind.rawValue,
                expected: "a figure with steps: " + FigureKind.stepped.map(\.rawValue).joined(separator: ", "))
        }
        if let count = settings.exercises {
            throw ParameterError(
                option: CommonOption.exercises.rawValue, value: "\(count)",
                expected: "a still: a sheet of exercises is written as .svg, .png or .pdf, without --step all")
        }
        return try figure.film(
            in: context(theme, wording, measurer, resources), secondsPerFrame: settings.seconds)
    }

    /// Refuses to ask where nothing is left out, and a key to nothing.
    private func refuseExercise() throws(ParameterError) {
        let blanks = settings.exercise.blanks
        let asked: (option: CommonOption, value: String)? =
            if let count = settings.exercises {
                (.exercises, "\(count)")
            } else if !blanks.isEmpty {
                (.blank, blanks.map(\.rawValue).joined(separator: ","))
            } else {
                nil
            }
        if let asked, !(kind.type is any ExerciseFigure.Type) {
            throw ParameterError(
                option: asked.option.rawValue, value: asked.value,
                expected: "a figure of numbers: "
                    + FigureKind.allCases.filter { $0.type is any ExerciseFigure.Type }.map(\.rawValue)
                    .joined(separator: ", "))
        }
        if asked == nil, settings.exercise.showsAnswers {
            throw ParameterError(
                option: CommonOption.answers.rawValue, value: "true",
                expected: "--blank or --exercises beside it: it is their key")
        }
    }

    private func refuseStep() throws(ParameterError) {
        guard settings.step != .usual else { return }
        throw ParameterError(
            option: CommonOption.step.rawValue, value: settings.step.parameterText,
            expected: "nothing, for \(kind.rawValue) has no steps; figures with steps are "
                + FigureKind.stepped.map(\.rawValue).joined(separator: ", "))
    }

    private func context(
        _ theme: Theme, _ wording: FigureWording, _ measurer: any TextMeasuring, _ resources: any FigureResources
    ) -> FigureContext {
        var context = FigureContext(
            theme: theme, width: settings.width.points, title: settings.title,
            isTransparent: settings.isTransparent, seed: settings.seed, measurer: measurer, resources: resources)
        context.step = settings.step
        context.notation = settings.notation.filled(by: wording.notation).notation(wording.phrases)
        context.exercise = settings.exercise
        return context
    }
}

extension FigureKind {
    /// The kinds that can be followed step by step.
    public static var stepped: [FigureKind] { allCases.filter { $0.type is any SteppedFigure.Type } }

    /// Whether the kind has an option of this name itself.
    public func declares(_ name: String) -> Bool {
        type.parameterDescriptions.contains { $0.name == name }
    }
}
