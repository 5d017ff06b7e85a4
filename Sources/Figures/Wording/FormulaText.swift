import Networks
import Scenes

/// Formulas as the text of a figure: letters in italics, or the numbers that they stand for, each in the colour of its
/// thing.
struct FormulaText: Notation {
    let symbols: FormulaSymbols
    let theme: Theme
    /// What stands in place of the letters, if anything does.
    var values: [Derivation.Binding] = []

    var stacksFractions: Bool { false }

    func number(_ integer: Int) -> Text { Text(integer < 0 ? "−\(-integer)" : "\(integer)") }

    func name(_ symbol: Expression.Symbol) -> Text {
        let color = symbol.role.map(theme.letters)
        if let value = values.first(where: { $0.symbol == symbol })?.value {
            return Text(value.readable, color: color)
        }
        let letter = Text.Run(symbols.letter(symbol), style: .variable, color: color)
        guard let low = symbol.subscripted else { return Text([letter]) }
        return Text([letter, .init(low, script: .subscript, color: color)])
    }

    func word(_ text: String) -> Text { Text(text) }

    func infix(_ left: Text, _ sign: Sign, _ right: Text) -> Text {
        switch sign {
        case .plus: left + " + " + right
        case .minus: left + " − " + right
        case .times: left + "·" + right
        case .equals: left + " = " + right
        case .juxtaposed: values.isEmpty ? left + right : left + "·" + right
        }
    }

    func fraction(_ top: Text, _ bottom: Text) -> Text { top + " / " + bottom }
    func floor(_ inner: Text) -> Text { "⌊" + inner + "⌋" }
    func ceiling(_ inner: Text) -> Text { "⌈" + inner + "⌉" }
    func maximum(_ left: Text, _ right: Text) -> Text { "max(" + left + ", " + right + ")" }
    func parenthesized(_ inner: Text) -> Text { "(" + inner + ")" }
}

extension FormulaSymbols {
    func letter(_ symbol: Expression.Symbol) -> String {
        switch self {
        case .ikps: symbol.text
        case .nfps: symbol == .input ? "n" : symbol.isKernel ? "f" : symbol.text
        }
    }
}

extension Expression.Symbol {
    /// Whose colour it has; padding and stride have none.
    fileprivate var role: Theme.Role? { self == .input ? .input : isKernel ? .kernel : nil }

    /// Its size, or that along one axis.
    fileprivate var isKernel: Bool { text == Expression.Symbol.kernel.text }
}

extension Theme {
    /// A role's colour, moved towards the ink until letters in it are read on the page.
    func letters(_ role: Role) -> Color {
        (0...10).lazy.map { self.accent(role).mixed(with: self.ink, Double($0) / 10) }
            .first { $0.contrast(with: self.page) >= 4.6 } ?? ink
    }
}

extension Text {
    /// A little more than a label's: formulas are to be read first.
    static let formulaSize = 10.0
}

extension SceneBuilder {
    /// `o = ⌊(n + 2p − f) / s⌋ + 1 = ⌊(5 + 2·1 − 3) / 2⌋ + 1 = 3`, broken before an equals sign where it must be.
    ///
    /// - Parameters:
    ///   - subject: what comes out, if it has a letter.
    ///   - name: of the axis, where there is one formula for each.
    ///   - blank: what its value is to an exercise.
    /// - Returns: where the lines came to stand.
    @discardableResult
    mutating func formula(
        _ derivation: Derivation, of subject: Text? = Text("o", style: .variable), named name: String? = nil,
        result blank: Blank = .sizes, left: Double, top: Double
    ) -> Rect {
        let letters = FormulaText(symbols: notation.symbols, theme: theme)
        var numbers = letters
        numbers.values = derivation.bindings
        let result = Text(derivation.value.readable, style: .bold, color: theme.letters(.output))
        var pieces: [FlowPiece] = []
        if let name { pieces.append(FlowPiece(Text(name + ":", color: theme.mutedInk), glue: 6)) }
        if let subject { pieces.append(FlowPiece(subject, glue: 0)) }
        pieces.append(FlowPiece(subject == nil ? "" : " = ", letters.write(derivation.formula), .formula))
        if !derivation.bindings.isEmpty {
            pieces.append(FlowPiece(" = ", numbers.write(derivation.formula), .formula))
        }
        pieces.append(FlowPiece(" = ", result, blank))
        // A piece that no line holds is written smaller.
        let widest =
            pieces.map { piece in
                measure(piece.lead.sized(Text.formulaSize)).width
                    + answerWidth(piece.text.sized(Text.formulaSize), piece.blank)
            }.max() ?? 0
        let size = max(Text.smallSize, min(1, (width - left - 8) / max(widest, 1)) * Text.formulaSize)
        var frame = flow(pieces, left: left, top: top, size: size)
        if let remark = derivation.remark,
            let words = paragraph(
                remark, left: left, top: frame.bottom + 1, width: width - left, size: 8, color: theme.mutedInk)
        {
            frame = frame.union(words)
        }
        return frame
    }
}

/// A piece of a line that is not broken, and may be what an exercise asks for.
struct FlowPiece {
    let lead: Text
    let text: Text
    let blank: Blank?
    /// The least distance to what follows.
    let glue: Double
    /// The least width of the text, which stands at its end.
    let slot: Double

    init(_ lead: Text = Text(""), _ text: Text, _ blank: Blank? = nil, glue: Double = 0, slot: Double = 0) {
        (self.lead, self.text, self.blank, self.glue, self.slot) = (lead, text, blank, glue, slot)
    }

    init(_ text: Text, glue: Double) { self.init(Text(""), text, nil, glue: glue) }
}

extension SceneBuilder {
    /// Pieces one after another, from `left` to the page's width, each whole on its line.
    @discardableResult
    mutating func flow(_ pieces: [FlowPiece], left: Double, top: Double, size: Double = Text.labelSize) -> Rect {
        let height = measure(Text("⌊(0)⌋", size: size)).height
        var (x, y) = (left, top)
        var frame = Rect(left, top, 0, height)
        for piece in pieces {
            let lead = piece.lead.sized(size)
            let leadWidth = piece.lead.runs.isEmpty ? 0 : measure(lead).width
            let body = piece.text.sized(size)
            let ownWidth = answerWidth(body, piece.blank)
            let bodyWidth = max(ownWidth, piece.slot)
            if x > left, x + leadWidth + bodyWidth > max(width, left + 40) {
                (x, y) = (left + (piece.lead.runs.isEmpty ? 0 : 8), y + height * 1.2)
            }
            let baseline = y + height * 0.8
            if leadWidth > 0 { text(lead, at: Point(x, baseline)) }
            let placed = answer(body, piece.blank, at: Point(x + leadWidth + bodyWidth - ownWidth, baseline))
            frame = frame.union(placed)
            x += leadWidth + bodyWidth + piece.glue
        }
        return frame
    }
}
