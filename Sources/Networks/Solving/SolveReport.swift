/// An answer as text for a terminal, as Markdown, or as JSON.
public struct SolveReport: Sendable {
    private let answer: SolveAnswer

    public init(_ answer: SolveAnswer) { self.answer = answer }

    private var shapes: (from: String, to: String) {
        (answer.input.text(answer.layout), answer.output.text(answer.layout))
    }

    private var found: String {
        let count = answer.count
        return count == 0 ? "nothing does it" : count == 1 ? "one way" : "\(grouped(count)) ways"
    }

    // MARK: Text

    /// Aligned, at most `width` columns wide where that can be, in colour if asked for; `explained` derives every number of
    /// every solution, not only the sizes of the simplest.
    public func text(width: Int = 100, inColor: Bool = false, explained: Bool = false) -> String {
        let color = TerminalColor(isOn: inColor)
        var lines = [color.bold("\(shapes.from) → \(shapes.to)") + "  \(found)"]
        let all = answer.groups.flatMap(\.solutions) + others.flatMap(\.solutions)
        let items = all.map { $0.steps.joined(separator: " → ") }
        let counts = all.map { ($0.parameters.readable, $0.macs.readable) }
        let widths = (
            min(max(items.map(\.count).max() ?? 0, 24), width - 40), max(counts.map(\.0.count).max() ?? 0, 10),
            max(counts.map(\.1.count).max() ?? 0, 4)
        )
        func row(_ item: String, _ parameters: String, _ macs: String, _ note: String) -> [String] {
            let line =
                "  " + item.padded(widths.0) + "  " + parameters.aligned(widths.1) + "  " + macs.aligned(widths.2)
            if note.isEmpty { return [line] }
            return line.count + 2 + note.count <= width
                ? ["\(line)  \(color.dim(note))"] : [line, "    " + color.dim(note)]
        }
        func details(_ solution: Solution, isFirst: Bool) -> [String] {
            guard isFirst || explained else { return [] }
            let yaml = explained ? solution.yaml.map { "- \($0)" } : []
            return (yaml + derivations(of: solution, all: explained).map { $0.written(.text) }).flatMap { text in
                Self.wrapped(text, width: width - 4).map { "    " + color.dim($0) }
            }
        }
        if !all.isEmpty { lines += ["", color.dim(row("layers", "parameters", "MACs", "")[0])] }
        for group in answer.groups {
            // Average pools have the windows of maximum pools.
            let isRepetition =
                group.kinds == [.averagePool] && !explained && answer.groups.contains { $0.kinds == [.maxPool] }
            let solutions = isRepetition && answer.limits.shown <= 3 ? [group.solutions[0]] : group.solutions
            let shown = solutions.count
            let count =
                group.count == 1 ? "" : shown == group.count ? "\(shown)" : "\(shown) of \(grouped(group.count))"
            lines.append(color.bold(group.title) + (count.isEmpty ? "" : color.dim("  " + count)))
            for (index, solution) in solutions.enumerated() {
                lines += row(
                    solution.steps.joined(separator: " → "), solution.parameters.readable, solution.macs.readable,
                    note(solution))
                lines += details(solution, isFirst: index == 0 && !isRepetition)
            }
        }
        for (index, (title, solutions)) in others.enumerated() where !solutions.isEmpty {
            if index > 0 || answer.count > 0 { lines.append("") }
            lines.append(color.bold(title))
            for solution in solutions {
                lines += row(
                    solution.steps.joined(separator: " → "), solution.parameters.readable, solution.macs.readable,
                    index == 0
                        ? "gives \(solution.output.text(answer.layout))" : index == 1 ? Self.raised(solution) : "")
                lines += details(solution, isFirst: answer.count == 0)
            }
        }
        lines += remarks.flatMap { Self.wrapped($0, width: width) }.map(color.dim)
        return lines.joined(separator: "\n") + "\n"
    }

    /// What is no answer, but helps on.
    private var others: [(title: String, solutions: [Solution])] {
        [
            (answer.count == 0 ? "Nearest" : "Nearest windows", answer.nearest),
            ("Beyond the limits", answer.beyond),
            ("With other kinds and options", answer.alternative.map { [$0] } ?? []),
        ]
    }

    /// Why not, and where to go on.
    private var remarks: [String] {
        var lines: [String] = []
        if answer.count == 0 || !answer.nearest.isEmpty || answer.limits.kinds != nil {
            // Among answers, only what windows miss is news.
            lines += answer.obstacles.filter { answer.count == 0 || $0.isAboutWindows }.map { "\($0)." }
        }
        let shown = answer.groups.reduce(0) { $0 + $1.solutions.count }
        if shown < answer.count {
            lines.append("Simplest first. --all lists more; --kind, --kernel, --stride, --padding narrow it.")
        }
        return lines.isEmpty ? [] : [""] + lines
    }

    /// The options that would allow it.
    private static func raised(_ solution: Solution) -> String {
        let options = solution.nodes[0].layer.kind.options
        let kernel = (options["kernel"] ?? options["size"])?.integers.max() ?? 1
        let stride = options["stride"]?.integers.max() ?? kernel
        guard kernel <= SolveLimits.greatestKernel, stride <= SolveLimits.greatestStride else { return "" }
        return "--max-kernel \(kernel) --max-stride \(stride)"
    }

    /// What is left out: `1 row, 1 column unread`.
    private func note(_ solution: Solution) -> String {
        let names: [(String, String)] =
            switch solution.leftOut.count {
            case 1: [("value", "values")]
            case 2: [("row", "rows"), ("column", "columns")]
            default: [("slice", "slices"), ("row", "rows"), ("column", "columns")]
            }
        let parts = zip(solution.leftOut, names).compactMap { left, name in
            left.total == 0 ? nil : "\(grouped(left.total)) \(left.total == 1 ? name.0 : name.1)"
        }
        guard !parts.isEmpty else { return "" }
        return parts.joined(separator: ", ")
            + (solution.nodes.contains { $0.layer.name == .convTranspose } ? " reached by no input" : " unread")
    }

    private func derivations(of solution: Solution, all: Bool) -> [Derivation] {
        solution.nodes.flatMap { node in
            let inference = node.inference
            let counts = [inference.parameters.count(.pytorch), inference.multiplyAccumulates].compactMap(\.self)
            // What stays, and what is only asked for, needs no derivation.
            let stays = node.output.spatial == node.inputs[0].spatial && solution.nodes.count > 1
            let sizes = inference.sizes.merged.filter { all || !(stays || $0.bindings.isEmpty) }
            return sizes + (all ? counts : Array(counts.prefix(1)))
        }
    }

    private static func wrapped(_ text: String, width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, line.count + 1 + word.count > width {
                lines.append(line)
                line = "  " + word
            } else {
                line += line.isEmpty ? String(word) : " \(word)"
            }
        }
        return lines + [line]
    }

    // MARK: Markdown

    public func markdown(explained: Bool = false) -> String {
        var lines = ["**\(shapes.from) → \(shapes.to)**: \(found).", ""]
        let all = answer.groups.flatMap(\.solutions)
        if !all.isEmpty {
            lines += ["| layers | parameters | MACs | left out |", "| --- | ---: | ---: | --- |"]
            lines += all.map { solution in
                let layers = solution.yaml.map { "`\($0)`" }.joined(separator: " → ")
                return "| \(layers) | \(solution.parameters.readable) | \(solution.macs.readable) | \(note(solution)) |"
            }
            lines.append("")
        }
        for solution in answer.nearest + answer.beyond + (answer.alternative.map { [$0] } ?? []) {
            let layers = solution.yaml.map { "`\($0)`" }.joined(separator: " → ")
            let word = solution.output == answer.output ? "Beyond what was asked for" : "Nearest"
            lines += ["\(word): \(layers) gives \(solution.output.text(answer.layout)).", ""]
        }
        for group in answer.groups {
            for solution in explained ? group.solutions : Array(group.solutions.prefix(1)) {
                let derivations = derivations(of: solution, all: explained)
                guard !derivations.isEmpty else { continue }
                lines += [solution.yaml.map { "`\($0)`" }.joined(separator: " → ") + ":", ""]
                lines += derivations.map { "- \($0.written(.markdown))" } + [""]
            }
        }
        lines += remarks.dropFirst().map { "\($0)  " }
        while lines.last == "" { lines.removeLast() }
        return lines.joined(separator: "\n") + "\n"
    }

    // MARK: JSON

    /// `input`, `output`, `layout`, `count`, `solutions`; `nearest`, `beyond` and `reasons` where they apply.
    public var json: JSON {
        let layout = answer.layout
        var object: [(String, JSON)] = [
            ("input", JSON(answer.input, layout)), ("output", JSON(answer.output, layout)),
            ("layout", .text(layout.rawValue)), ("count", .integer(answer.count)),
            (
                "ways",
                .list(
                    answer.groups.map { group in
                        .object([
                            ("kinds", .list(group.kinds.map { .text($0.rawValue) })), ("count", .integer(group.count)),
                        ])
                    })
            ),
            ("solutions", .list(answer.groups.flatMap(\.solutions).map(json))),
        ]
        if !answer.nearest.isEmpty { object.append(("nearest", .list(answer.nearest.map(json)))) }
        if !answer.beyond.isEmpty { object.append(("beyond", .list(answer.beyond.map(json)))) }
        if let alternative = answer.alternative { object.append(("alternative", json(alternative))) }
        if !answer.obstacles.isEmpty {
            object.append(("reasons", .list(answer.obstacles.map { .text($0.description) })))
        }
        return .object(object)
    }

    private func json(_ solution: Solution) -> JSON {
        let left = solution.leftOut.map { JSON.integer($0.total) }
        let isTransposed = solution.nodes.contains { $0.layer.name == .convTranspose }
        return .object([
            ("layers", .list(solution.yaml.map(JSON.text))), ("chain", .text(solution.chain)),
            ("output", JSON(solution.output, answer.layout)), ("parameters", JSON(solution.parameters)),
            ("macs", JSON(solution.macs)), ("unread", .list(isTransposed ? left.map { _ in .integer(0) } : left)),
            (
                "derivations", .list(derivations(of: solution, all: true).map { .text($0.written(.text)) })
            ),
        ])
    }
}

extension String {
    fileprivate func padded(_ width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
    fileprivate func aligned(_ width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
}

/// Escape codes for a terminal.
private struct TerminalColor {
    let isOn: Bool

    func bold(_ text: String) -> String { isOn ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
    func dim(_ text: String) -> String { isOn && !text.isEmpty ? "\u{1B}[2m\(text)\u{1B}[0m" : text }
}
