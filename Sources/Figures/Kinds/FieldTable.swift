import Networks
import Scenes

extension SceneBuilder {
    /// How size, jump, centre and padding come about, layer by layer.
    mutating func fieldTable(_ figure: FieldFigure, top: Double) {
        let network = figure.view.path.network
        let longest = max(64, 0.22 * width)
        func named(_ longest: Double) -> [FieldRow] {
            figure.view.path.layers.map {
                FieldRow(network, $0, name: tail(of: network.nodes[$0].name, width: longest, size: 8))
            }
        }
        var rows = named(longest)
        // Where not even two columns fit, names give way.
        let least: [FieldRow.Column] = [.layer, .size]
        let excess = self.width(of: Self.elided(rows).compactMap(\.self), least) - width
        if excess > 0 { rows = named(max(24, longest - excess)) }
        let shown = Self.elided(rows)
        // The columns that fit: what can be told below goes first.
        let told = shown.compactMap { row in row }
        let columns = FieldRow.columns.first { self.width(of: told, $0) <= width } ?? least
        let last = rows[rows.count - 1]
        let lines = shown.map { row -> [Text] in
            guard let row else { return [Text("… \(rows.count - told.count) more layers", size: 8)] }
            return columns.map { row.text($0) }
        }
        let input = FieldRow.input
        let placed = table(
            TextTable(
                header: columns.map { $0.header }, rows: [columns.map { input.text($0) }] + lines,
                alignments: columns.map(\.alignment)), left: 0, top: top, width: width)
        if !columns.contains(.start) {
            paragraph(
                "centre of unit 0: \(last.start), padding: \(last.padding)", left: 0, top: placed.bottom + 3,
                width: width, size: 8, color: theme.mutedInk)
        }
    }

    /// All of a few; of many the first and the last, and nothing for those between.
    private static func elided(_ rows: [FieldRow]) -> [FieldRow?] {
        guard rows.count > 10 else { return rows }
        var shown: [FieldRow?] = Array(rows.prefix(5))
        shown.append(nil)
        shown += Array(rows.suffix(4))
        return shown
    }

    private func width(of rows: [FieldRow], _ columns: [FieldRow.Column]) -> Double {
        let gaps = 7.0 * Double(columns.count - 1)
        return columns.reduce(gaps) { sum, column in
            sum + ([column.header] + rows.map { $0.text(column) }).map { measure($0).width }.max()!
        }
    }
}

/// One layer's step of the receptive field.
struct FieldRow {
    enum Column: CaseIterable {
        case layer, window, size, jump, start, padding

        var header: Text {
            let variable: (String, String)? =
                switch self {
                case .layer, .window: nil
                case .size: ("size ", "r")
                case .jump: ("jump ", "j")
                case .start: ("centre ", "c")
                case .padding: ("padding ", "P")
                }
            if let (word, letter) = variable {
                return Text([.init(word), .init(letter, style: .variable)], size: 8)
            }
            return Text(self == .layer ? "layer" : "", size: 8)
        }

        var alignment: TextTable.Alignment {
            switch self {
            case .layer, .window: .left
            case .size, .jump, .start, .padding: .right
            }
        }
    }

    /// From the widest choice of columns to the narrowest.
    static let columns: [[Column]] = [
        Column.allCases, [.layer, .window, .size, .jump], [.layer, .size, .jump, .start, .padding],
        [.layer, .size, .jump],
    ]

    static let input = FieldRow(name: "input", window: "", sizes: ["1"], jump: "1", start: "0", padding: "0")

    let name: String
    let window: String
    /// For each axis, or for both at once, the steps to the size.
    let sizes: [String]
    let jump: String
    let start: String
    let padding: String

    private init(name: String, window: String, sizes: [String], jump: String, start: String, padding: String) {
        (self.name, self.window, self.sizes) = (name, window, sizes)
        (self.jump, self.start, self.padding) = (jump, start, padding)
    }

    /// - Parameter name: Instead of the layer's own, where that is too long.
    init(_ network: Network, _ place: Int, name: String? = nil) {
        let node = network.nodes[place]
        var (sizes, jumps, starts, paddings) = ([String](), [String](), [String](), [String]())
        for step in network.fieldDerivations(of: node) {
            let value = step.value.readable.signed
            switch step.subject {
            case .fieldSize:
                let sum = step.substitutionText.signed
                sizes.append(sum == value ? value : "\(sum) = \(value)")
            case .fieldJump: jumps.append(value)
            case .fieldStart: starts.append(value)
            case .fieldPadding: paddings.append(value)
            case .output, .parameters, .trainable, .multiplyAccumulates, .activationMemory, .floatingPointOperations,
                .named:
                continue
            }
        }
        func both(_ values: [String]) -> String { values.joined(separator: "\u{A0}×\u{A0}") }
        self.init(
            name: name ?? node.name, window: node.stepWords, sizes: sizes, jump: both(jumps), start: both(starts),
            padding: both(paddings))
    }

    func text(_ column: Column) -> Text {
        switch column {
        case .layer: Text(name, style: .medium, size: 8)
        case .window: Text(window, size: 8)
        case .size: Text(sizes.joined(separator: ", "), size: 8)
        case .jump: Text(jump, size: 8)
        case .start: Text(start, size: 8)
        case .padding: Text(padding, size: 8)
        }
    }
}

extension String {
    /// With real minus signs.
    fileprivate var signed: String { String(map { $0 == "-" ? "−" : $0 }) }
}
