import ArgumentParser
import Figures
import Files
import Tensors

struct FilterCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "filter",
        abstract: "Run images through a filter.",
        discussion: """
            One image gives one file; several, or folders, give files of the same names in a folder. One bad file does \
            not stop the others. `convscope list filters` shows the filters.

              convscope filter photo.jpg --filter sobel-x -o edges.png
              convscope filter photos --filter gaussian:sigma=2 -o blurred
              convscope filter photo.png --filter "1 0 -1; 2 0 -2; 1 0 -1" --range minmax -o - > out.png
            """)

    @Argument(
        help: ArgumentHelp("Images (PNG, JPEG) or folders of them; - is standard input.", valueName: "image|folder"))
    var inputs: [String]

    // A list only so that a second one is seen, and refused.
    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp("A filter's name, a file with its kernel, or its matrix.", valueName: "name|file|matrix"),
        completion: .list(FilterKind.allCases.map(\.rawValue)))
    var filter: [String]

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
        name: [.customShort("o"), .long], parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "A .png or .npy file, a folder, or - for standard output; may be repeated.", valueName: "file|folder"))
    var output: [String]

    @Option(
        parsing: .unconditional, help: ArgumentHelp("What to write into a folder: png or npy.", valueName: "png|npy"))
    var format: ResponseFormat?

    @Option(parsing: .unconditional, help: ArgumentHelp("Bits of each PNG sample: 8 or 16.", valueName: "8|16"))
    var depth = 8

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("How many images at once; as many as there are processors unless given.", valueName: "N"))
    var jobs: Int?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Megapixels that an image may declare; 0 lifts the limit.", valueName: "N"))
    var maxMegapixels = 200

    @Flag(name: .shortAndLong, help: "No progress.")
    var quiet = false

    func validate() throws {
        if let jobs, jobs < 1 { throw ValidationError("--jobs is \(jobs); it must be at least 1.") }
        if depth != 8 && depth != 16 {
            throw ValidationError("--depth is \(depth); PNG samples here have 8 or 16 bits.")
        }
        if maxMegapixels < 0 || maxMegapixels > 1_000_000_000 {
            throw ValidationError("--max-megapixels is \(maxMegapixels); it must be from 0 (no limit) to 1000000000.")
        }
        if gray && channels != nil { throw ValidationError("--gray and --channels exclude each other.") }
        if output.isEmpty { throw ValidationError("where to? Give -o FILE.png, FILE.npy or a folder.") }
        if filter.count > 1 {
            throw ValidationError(
                "--filter is given \(filter.count) times; images go through one filter. Run convscope once for each.")
        }
        if inputs.filter({ $0 == "-" }).count > 1 { throw ValidationError("standard input (-) can be read only once.") }
    }

    func run() throws {
        do {
            let options = Convolution(
                stride: stride, dilation: dilation, padding: padding, border: border,
                operation: convolution ? .convolution : .crossCorrelation)
            // A 1 × 1 kernel fits every image: what is wrong here is wrong usage, whatever the images.
            _ = try Window.along([1, 1], kernel: [1, 1], stride: stride, dilation: dilation, padding: padding)
            let filter = try FilterReference(filter[0]).filter(from: FileResources(pixelLimit: pixelLimit))
            let work = FilterWork(
                filter: filter, options: options,
                channels: gray ? .luma : channels ?? .all, range: range ?? (filter.isSigned ? .symmetric : .clip),
                depth: depth, pixelLimit: pixelLimit)
            try FilterBatch(inputs: inputs, outputs: output, format: format, jobs: jobs, isQuiet: quiet).run(work)
        } catch {
            throw error is ExitCode ? error : Failure(error)
        }
    }

    private var pixelLimit: Int? { maxMegapixels == 0 ? nil : maxMegapixels * 1_000_000 }
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
