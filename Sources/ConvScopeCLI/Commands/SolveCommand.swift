import ArgumentParser
import Figures
import Files
import Networks
import Tensors

struct SolveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "solve",
        abstract: "Find the layers that lead from one shape to another.",
        discussion: """
            Shapes are C x H x W, C x L, C x D x H x W, or a number for a vector. Ends with 1 if nothing does it.

              convscope solve --input 256x13x13 --output 256x6x6
              convscope solve --input 4x19x9 --output 1x100x50
              convscope solve --input 3x224x224 --output 64x112x112 --kind conv --kernel 7
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table, json, markdown
    }

    @Option(help: ArgumentHelp("What goes in.", valueName: "shape"))
    var input: String

    @Option(name: [.customLong("output")], help: ArgumentHelp("What is to come out.", valueName: "shape"))
    var wanted: String

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp("Only this kind of layer; may be repeated.", valueName: "conv|max-pool|…"),
        completion: .list(SolveLimits.kinds.map(\.rawValue)), transform: kindOption)
    var kind: [LayerName] = []

    @Option(help: ArgumentHelp("Only this kernel or pooling window.", valueName: "N|VxH"), transform: perAxisOption)
    var kernel: PerAxis?

    @Option(help: ArgumentHelp("Only this stride.", valueName: "N|VxH"), transform: perAxisOption)
    var stride: PerAxis?

    @Option(
        help: ArgumentHelp("Only this padding.", valueName: "valid|same|full|N|V,H|T,B,L,R"),
        completion: .list(Padding.choices), transform: paddingOption)
    var padding: Padding?

    @Option(help: ArgumentHelp("Only this dilation.", valueName: "N|VxH"), transform: perAxisOption)
    var dilation: PerAxis?

    @Option(help: ArgumentHelp("The largest kernel to try, up to \(SolveLimits.greatestKernel).", valueName: "N"))
    var maxKernel = SolveLimits().kernel

    @Option(help: ArgumentHelp("The largest stride to try, up to \(SolveLimits.greatestStride).", valueName: "N"))
    var maxStride = SolveLimits().stride

    @Option(help: ArgumentHelp("The largest dilation to try, up to \(SolveLimits.greatestDilation).", valueName: "N"))
    var maxDilation = SolveLimits().dilation

    @Option(help: ArgumentHelp("How many to show of each way.", valueName: "N"))
    var limit = SolveLimits().shown

    @Flag(help: "Show all, up to \(Self.most) of each way.")
    var all = false

    @Flag(help: "Derive every number.")
    var explain = false

    @Option(
        help: ArgumentHelp("In which order shapes are written.", valueName: "channels-first|channels-last"),
        completion: .list(Layout.allCases.map(\.rawValue)), transform: layoutOption)
    var layout: Layout = .channelsFirst

    @Option(
        help: ArgumentHelp("How it is written; by the ending of -o unless given.", valueName: "table|json|markdown"))
    var format: Format?

    @Option(
        name: .customShort("o"), parsing: .unconditionalSingleValue,
        help: ArgumentHelp("A file (.txt, .json, .md), or -; may be repeated.", valueName: "file"))
    var files: [String] = []

    private static let most = 10_000

    func run() throws {
        do {
            let answer = try solver().answer()
            let report = SolveReport(answer)
            for target in files.isEmpty ? ["-"] : files {
                let text = text(of: report, as: try format ?? Self.format(of: target), toTerminal: target == "-")
                if target == "-" {
                    try Console.result(Array(text.utf8))
                } else {
                    try AtomicFile.write(text, to: target)
                }
            }
            if answer.count == 0 { throw ExitCode(1) }
        } catch let code as ExitCode {
            throw code
        } catch {
            throw Failure(error)
        }
    }

    private func solver() throws -> ShapeSolver {
        var limits = SolveLimits()
        limits.kinds = kind.isEmpty ? nil : Set(kind)
        (limits.kernel, limits.stride, limits.dilation) = (
            try Self.bounded(maxKernel, "max-kernel", SolveLimits.greatestKernel),
            try Self.bounded(maxStride, "max-stride", SolveLimits.greatestStride),
            try Self.bounded(maxDilation, "max-dilation", SolveLimits.greatestDilation)
        )
        limits.shown = all ? Self.most : try Self.bounded(limit, "limit", Self.most)
        (limits.fixed.kernel, limits.fixed.stride) = (kernel, stride)
        // Who gives the kernel means it as it stands.
        (limits.fixed.dilation, limits.fixed.padding) = (dilation ?? (kernel == nil ? nil : 1), padding)
        let (from, to) = (try shape(input, "input"), try shape(wanted, "output"))
        guard let solver = ShapeSolver(from: from, to: to, layout: layout, limits: limits) else {
            throw Failure.usage("\(input) to \(wanted): together these sizes do not fit 64 bits. Use smaller ones.")
        }
        if let problem = solver.problem { throw Failure.usage(problem.description) }
        return solver
    }

    private func shape(_ text: String, _ option: String) throws -> FeatureShape {
        guard let shape = FeatureShape(text, layout: layout), (1...4).contains(shape.rank) else {
            throw Failure.usage(
                "--\(option) is '\(text.prefix(60))', which is no shape. Write sizes with x, as 3x224x224, 40x11 or 4096."
            )
        }
        let sizes = shape.sizes.map(\.integer)
        guard !sizes.contains(nil) else {
            throw Failure.usage(
                "--\(option) is '\(text.prefix(60))': give a number for every size; none may be unknown.")
        }
        guard sizes.allSatisfy({ (1...ShapeSolver.greatestSize).contains($0 ?? 0) }) else {
            throw Failure.usage(
                "--\(option) is '\(text.prefix(60))': every size must be from 1 to \(ShapeSolver.greatestSize).")
        }
        return shape
    }

    private static func bounded(_ value: Int, _ option: String, _ most: Int) throws -> Int {
        guard (1...most).contains(value) else {
            throw Failure.usage("--\(option) is \(value); it must be from 1 to \(most).")
        }
        return value
    }

    private static func format(of path: String) throws -> Format {
        switch FileSystem.ending(of: path) {
        case "json": return .json
        case "md", "markdown": return .markdown
        case "txt", "": return .table
        case let ending:
            throw Failure.usage("-o \(path): no solution is written as .\(ending); there are .txt, .json, .md.")
        }
    }

    private func text(of report: SolveReport, as format: Format, toTerminal: Bool) -> String {
        switch format {
        case .json: return report.json.text
        case .markdown: return report.markdown(explained: explain)
        case .table:
            let terminal = toTerminal ? Terminal.width : nil
            return report.text(
                width: min(terminal ?? 100, 100), inColor: toTerminal && Terminal.hasColor, explained: explain)
        }
    }
}

@Sendable
private func kindOption(_ text: String) throws -> LayerName {
    guard let kind = LayerName(rawValue: text), SolveLimits.kinds.contains(kind) else {
        let names = SolveLimits.kinds.map(\.rawValue)
        let hint = nearest(text, among: names).map { " Did you mean '\($0)'?" } ?? ""
        throw ValidationError("--kind is '\(text.prefix(60))'.\(hint) There are \(names.joined(separator: ", ")).")
    }
    return kind
}

@Sendable
private func layoutOption(_ text: String) throws -> Layout {
    guard let layout = Layout(rawValue: text) else {
        throw ValidationError(
            "--layout is '\(text.prefix(60))'; there are \(Layout.allCases.map(\.rawValue).joined(separator: ", ")).")
    }
    return layout
}

/// What is searched by hand is small; a loop over a window's taps stays short.
private let greatestGiven = 1 << 10

@Sendable
private func perAxisOption(_ text: String) throws -> PerAxis {
    let values = text.split(whereSeparator: { "x×,".contains($0) }).map { Int($0) ?? 0 }
    guard (1...3).contains(values.count), values.allSatisfy({ (1...greatestGiven).contains($0) }) else {
        throw ValidationError(
            "'\(text.prefix(60))' must be a whole number from 1 to \(greatestGiven), or one for each axis, as 2x1.")
    }
    return values.count == 1 ? .all(values[0]) : .each(values)
}

@Sendable
private func paddingOption(_ text: String) throws -> Padding {
    switch text {
    case "valid": return .valid
    case "same": return .same
    case "full": return .full
    case let text:
        let values = text.split(separator: ",").map { Int($0) ?? -1 }
        guard (1...6).contains(values.count), values.allSatisfy({ (0...greatestGiven).contains($0) }) else {
            throw ValidationError(
                """
                --padding is '\(text.prefix(60))'; write valid, same, full, a number, one for each axis (1,2), or \
                before and after for each axis (0,1,0,1).
                """)
        }
        return values.count == 1 ? .symmetric(.all(values[0])) : .symmetric(.each(values))
    }
}
