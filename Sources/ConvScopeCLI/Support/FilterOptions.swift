import ArgumentParser
import Figures
import Files
import Tensors

/// How images are filtered: options of `convscope filter`, and the same words as keys of a manifest's `filters:`.
struct FilterOptions: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("How far the image is extended.", valueName: "valid|same|full|N|V,H|T,B,L,R"),
        completion: .list(Padding.choices), transform: optionValue)
    var padding: Padding = .same

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "What stands in the padding.", valueName: "zeros|constant=V|reflect|symmetric|replicate|circular"),
        completion: .list(Border.choices), transform: optionValue)
    var border: Border = .reflect

    @Option(
        parsing: .unconditional, help: ArgumentHelp("Steps of the window.", valueName: "N|VxH"), transform: optionValue)
    var stride: PerAxis = 1

    @Option(
        parsing: .unconditional, help: ArgumentHelp("Distance between the kernel's taps.", valueName: "N|VxH"),
        transform: optionValue)
    var dilation: PerAxis = 1

    @Flag(help: "Turn the kernel by 180°: true convolution. Cross-correlation is the default.")
    var convolution = false

    @Flag(help: "Filter the brightness, 0.299 R + 0.587 G + 0.114 B.")
    var gray = false

    @Option(
        parsing: .unconditional, help: ArgumentHelp("Which channels to filter.", valueName: "r,g,b|luma"),
        transform: optionValue)
    var channels: ChannelChoice?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "How responses become brightness: symmetric (zero is mid-grey), minmax, clip (0 to 1), absolute (0 is black).",
            valueName: "symmetric|minmax|clip|absolute"))
    var range: ResponseRange?

    @Option(
        parsing: .unconditional, help: ArgumentHelp("What to write into a folder: png or npy.", valueName: "png|npy"))
    var format: ResponseFormat?

    @Option(parsing: .unconditional, help: ArgumentHelp("Bits of each PNG sample: 8 or 16.", valueName: "8|16"))
    var depth = 8

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Megapixels that an image may declare; 0 lifts the limit.", valueName: "N"))
    var maxMegapixels = 200

    func validate() throws {
        if depth != 8 && depth != 16 {
            throw ValidationError("--depth is \(depth); PNG samples here have 8 or 16 bits.")
        }
        if maxMegapixels < 0 || maxMegapixels > 1_000_000_000 {
            throw ValidationError("--max-megapixels is \(maxMegapixels); it must be from 0 (no limit) to 1000000000.")
        }
        if gray && channels != nil { throw ValidationError("--gray and --channels exclude each other.") }
    }

    private var pixelLimit: Int? { maxMegapixels == 0 ? nil : maxMegapixels * 1_000_000 }

    /// - Parameter folder: Where a kernel's path begins; `nil` is the current folder.
    /// - Throws: what reading the kernel throws, `ShapeError` for options that fit no image.
    func work(_ reference: FilterReference, relativeTo folder: String?) throws -> FilterWork {
        let options = Convolution(
            stride: stride, dilation: dilation, padding: padding, border: border,
            operation: convolution ? .convolution : .crossCorrelation)
        // A 1 × 1 kernel fits every image: what is wrong here is wrong usage, whatever the images.
        _ = try Window.along([1, 1], kernel: [1, 1], stride: stride, dilation: dilation, padding: padding)
        let filter = try reference.filter(from: FileResources(relativeTo: folder, pixelLimit: pixelLimit))
        return FilterWork(
            filter: filter, options: options, channels: gray ? .luma : channels ?? .all,
            range: range ?? (filter.isSigned ? .symmetric : .clip), depth: depth, pixelLimit: pixelLimit)
    }

    /// As a manifest has them: `padding: valid` is `--padding valid`, `gray: true` is `--gray`.
    ///
    /// - Throws: ``Failure`` with the place of the first key that is not understood.
    init(_ entry: FilterEntry, path: String) throws {
        let words = entry.options.map { option in
            switch option.value {
            case "true", "false": (key: option.name, words: ["--\(option.name)"], isGiven: option.value == "true")
            default: (key: option.name, words: ["--\(option.name)", option.value], isGiven: true)
            }
        }
        // One by one first, to name the line.
        for option in words { _ = try Self.parsed(option.words, "\(path):\(entry.line(of: option.key))") }
        self = try Self.parsed(words.filter(\.isGiven).flatMap(\.words), "\(path):\(entry.line)")
    }

    private static func parsed(_ words: [String], _ place: String) throws -> FilterOptions {
        do {
            return try parse(words)
        } catch {
            let lines = message(for: error).split(whereSeparator: \.isNewline)
            throw Failure(message: "\(place): \(lines.first ?? "")", status: Failure.badData)
        }
    }

    init() {}
}

/// A value of an option as figures understand it; what is wrong with it becomes the parser's usage error.
@Sendable
private func optionValue<Value: ParameterValue>(_ text: String) throws -> Value {
    do {
        return try Value(.text(text))
    } catch {
        throw ValidationError(error.description)
    }
}

enum ResponseRange: String, ExpressibleByArgument, CaseIterable {
    case symmetric, minmax, clip, absolute
}

enum ResponseFormat: String, ExpressibleByArgument, CaseIterable {
    case png, npy
}

/// Which channels of an image are filtered.
enum ChannelChoice: Hashable, ParameterValue {
    case all
    case luma
    case some([Int])

    static var syntax: String { "r,g,b|luma" }

    init(_ input: ParameterInput) throws(ParameterError) {
        if input.text == "luma" {
            self = .luma
            return
        }
        let names = input.text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        let indices = names.compactMap { ["r": 0, "g": 1, "b": 2][$0] }
        guard indices.count == names.count, Set(indices).count == indices.count else {
            throw ParameterError(value: input.text, expected: "luma, or some of r,g,b")
        }
        self = .some(indices)
    }

    var parameterText: String {
        switch self {
        case .all: "r,g,b"
        case .luma: "luma"
        case .some(let indices): indices.map { ["r", "g", "b"][$0] }.joined(separator: ",")
        }
    }
}
