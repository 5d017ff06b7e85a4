/// In which form a derivation is written.
public enum DerivationFormat: String, CaseIterable, Sendable {
    case text, markdown, latex
    case mathML = "mathml"
}

extension Derivation {
    /// `height = floor((i + 2p - k)/s) + 1 = floor((28 + 2·0 - 5)/1) + 1 = 24`
    public func written(_ format: DerivationFormat) -> String {
        switch format {
        case .text: equation(PlainText(), value: PlainText(groupsDigits: true))
        case .markdown: "$\(equation(LaTeX(), value: LaTeX()))$"
        case .latex: equation(LaTeX(), value: LaTeX())
        case .mathML: "<math><mrow>\(equation(MathML(), value: MathML()))</mrow></math>"
        }
    }

    /// The formula with its numbers, as a line of text: `11 + (3 - 1)·4`.
    public var substitutionText: String { PlainText().write(substitution) }

    private func equation<Form: Notation>(_ notation: Form, value notationOfValue: Form) -> Form.Written {
        var parts = [notation.write(formula)]
        for part in [notation.write(substitution), notationOfValue.write(.value(value))] where part != parts.last {
            parts.append(part)
        }
        let name = notation.word(subject.title)
        return parts.reduce(name) { notation.infix($0, .equals, $1) }
    }
}

extension Derivation.Subject {
    /// What is derived, in words.
    public var title: String {
        switch self {
        case .output(let axes): Self.list(axes)
        case .parameters: "parameters"
        case .trainable: "trainable parameters"
        case .named(let name): name
        case .multiplyAccumulates: "MACs"
        case .floatingPointOperations: "FLOPs"
        case .activationMemory: "bytes"
        case .fieldSize(let axes): "receptive field" + Self.of(axes)
        case .fieldJump(let axes): "jump" + Self.of(axes)
        case .fieldStart(let axes): "start" + Self.of(axes)
        case .fieldPadding(let axes): "field padding" + Self.of(axes)
        }
    }

    private static func list(_ axes: [String]) -> String {
        axes.count < 2
            ? axes.joined() : axes.dropLast().joined(separator: ", ") + " and \(axes[axes.count - 1])"
    }

    private static func of(_ axes: [String]) -> String { axes.isEmpty ? "" : ", \(list(axes))" }
}

extension [Derivation] {
    /// Those that differ only by their axis, told once: height and width.
    public var merged: [Derivation] {
        var result: [Derivation] = []
        for derivation in self {
            if let last = result.last, last.formula == derivation.formula, last.bindings == derivation.bindings,
                last.remark == derivation.remark, let both = last.subject.joined(derivation.subject)
            {
                result[result.count - 1] = last.about(both)
            } else {
                result.append(derivation)
            }
        }
        return result
    }
}

extension Derivation.Subject {
    /// The same number for the axes of both; nothing if they are of different numbers.
    fileprivate func joined(_ other: Derivation.Subject) -> Derivation.Subject? {
        switch (self, other) {
        case (.output(let a), .output(let b)): .output(axes: a + b)
        case (.fieldSize(let a), .fieldSize(let b)): .fieldSize(axes: a + b)
        case (.fieldJump(let a), .fieldJump(let b)): .fieldJump(axes: a + b)
        case (.fieldStart(let a), .fieldStart(let b)): .fieldStart(axes: a + b)
        case (.fieldPadding(let a), .fieldPadding(let b)): .fieldPadding(axes: a + b)
        case (.output, _), (.fieldSize, _), (.fieldJump, _), (.fieldStart, _), (.fieldPadding, _), (.parameters, _),
            (.trainable, _), (.named, _), (.multiplyAccumulates, _), (.activationMemory, _),
            (.floatingPointOperations, _):
            nil
        }
    }
}
