import Files
import Testing

@testable import Networks

/// Every derivation that is shown comes out as the value that is shown, by a calculator that knows nothing of our formulas.
@Suite struct DerivationTests {
    private static let networks = Zoo.ids + examples

    private static let examples = LayerName.allCases.map { "example \($0.rawValue)" }

    @Test(arguments: networks) func substitutedFormulasGiveTheirValue(name: String) throws {
        let network = try Self.network(name)
        for profile in Profile.allCases {
            let summary = NetworkSummary(network, profile: profile)
            for node in network.nodes {
                for derivation in summary.derivations(of: node) {
                    guard let value = derivation.value.rational else { continue }
                    let text = PlainText().write(derivation.substitution)
                    let result = try #require(Calculator.value(text), "\(node.name): \(text)")
                    #expect(
                        abs(result - value.double) < 1e-9 * max(1, abs(result)),
                        "\(node.name): \(derivation.written(.text))")
                }
            }
        }
    }

    /// C/g·k could be read as C/(g·k).
    @Test func aQuotientThatIsMultipliedHasParentheses() {
        func letter(_ name: String) -> Expression { .symbol(.init(name, "a number")) }
        let (a, b, c) = (letter("a"), letter("b"), letter("c"))
        let written: [(Expression, String)] = [
            (a / b * c, "(a/b)·c"), (a * (b / c), "a·(b/c)"), (a * b / c, "a·b/c"), (a / b / c, "(a/b)/c"),
            (a - b / c, "a - b/c"), (a / b + c, "a/b + c"),
        ]
        for (expression, text) in written { #expect(PlainText().write(expression) == text) }
        #expect(LaTeX().write(a / b * c) == "\\frac{a}{b} \\cdot c")
    }

    /// The numbers of the table are those that are derived.
    @Test(arguments: networks) func derivedValuesAreTheSummarys(name: String) throws {
        let network = try Self.network(name)
        let summary = NetworkSummary(network, profile: .keras)
        for row in summary.rows {
            for derivation in summary.derivations(of: row.node) {
                switch derivation.subject {
                case .parameters: #expect(derivation.value == row.parameters)
                case .multiplyAccumulates: #expect(derivation.value == row.macs)
                case .activationMemory: #expect(derivation.value == 4 * row.node.output.elementCount)
                case .floatingPointOperations, .trainable, .named: break
                case .output(let axes):
                    let names = ["channels"] + row.node.output.axisNames
                    for axis in axes where axis != "values" {
                        let index = try #require(names.firstIndex(of: axis))
                        #expect(row.node.output.sizes[index] == derivation.value)
                    }
                case .fieldSize(let axes), .fieldJump(let axes), .fieldStart(let axes), .fieldPadding(let axes):
                    guard case .axes(let fields) = row.node.field else {
                        Issue.record("a field without axes")
                        continue
                    }
                    for axis in axes {
                        let field = fields[try #require(row.node.output.axisNames.firstIndex(of: axis))]
                        switch derivation.subject {
                        case .fieldSize: #expect(derivation.value.integer == field.size)
                        case .fieldJump: #expect(derivation.value.rational == field.jump)
                        case .fieldStart: #expect(derivation.value.rational == field.start)
                        case .fieldPadding: #expect(derivation.value.rational?.integer == field.padding)
                        default: break
                        }
                    }
                }
            }
        }
    }

    @Test func oneDerivationInEveryNotation() throws {
        let network = try Network(chain: "3x224x224 -> conv 64@7x7 s2 p3")
        let size = try #require(network.nodes[0].inference.sizes.merged.first)
        #expect(
            size.written(.text) == "height and width = floor((i + 2p - k)/s) + 1 = floor((224 + 2·3 - 7)/2) + 1 = 112")
        #expect(
            size.written(.markdown)
                == #"$\text{height and width} = \left\lfloor \frac{i + 2p - k}{s} \right\rfloor + 1 = \left\lfloor \frac{224 + 2 \cdot 3 - 7}{2} \right\rfloor + 1 = 112$"#
        )
        #expect("$\(size.written(.latex))$" == size.written(.markdown))
        #expect(
            size.written(.mathML).hasPrefix(
                "<math><mrow><mtext>height and width</mtext><mo>=</mo><mrow><mo>⌊</mo><mfrac><mrow><mi>i</mi>"))
        let count = try #require(network.nodes[0].inference.parameters.count(.pytorch))
        #expect(count.written(.text) == "parameters = F·(C·k_h·k_w + 1) = 64·(3·7·7 + 1) = 9,472")
    }

    private static func network(_ name: String) throws -> Network {
        if let network = try Zoo.network(name) { return network }
        let kind = try #require(LayerName(rawValue: String(name.dropFirst("example ".count))))
        let example = kind.declaration.example
        let yaml = "input: \(example.input)\nlayers:\n" + example.layers.map { "  - \($0)\n" }.joined()
        return try NetworkFile.network(yaml: yaml, path: name)
    }
}

/// + - · / floor ceil max and parentheses, in Doubles.
private struct Calculator {
    private var rest: Substring

    static func value(_ text: String) -> Double? {
        var calculator = Calculator(rest: text[...])
        let value = calculator.sum()
        return calculator.rest.isEmpty ? value : nil
    }

    private mutating func take(_ text: String) -> Bool {
        rest = rest.drop { $0 == " " }
        guard rest.hasPrefix(text) else { return false }
        rest.removeFirst(text.count)
        rest = rest.drop { $0 == " " }
        return true
    }

    private mutating func sum() -> Double? {
        guard var total = product() else { return nil }
        while true {
            if take("+") {
                guard let next = product() else { return nil }
                total += next
            } else if take("-") {
                guard let next = product() else { return nil }
                total -= next
            } else {
                return total
            }
        }
    }

    private mutating func product() -> Double? {
        guard var total = factor() else { return nil }
        while true {
            if take("·") {
                guard let next = factor() else { return nil }
                total *= next
            } else if take("/") {
                guard let next = factor() else { return nil }
                total /= next
            } else {
                return total
            }
        }
    }

    private mutating func factor() -> Double? {
        if take("-") { return factor().map { -$0 } }
        for (name, function) in [("floor(", { $0.rounded(.down) }), ("ceil(", { $0.rounded(.up) }), ("(", { $0 })]
            as [(String, (Double) -> Double)]
        where take(name) {
            guard let inner = sum(), take(")") else { return nil }
            return function(inner)
        }
        if take("max(") {
            guard let a = sum(), take(","), let b = sum(), take(")") else { return nil }
            return max(a, b)
        }
        let digits = rest.prefix { $0.isNumber || $0 == "." }
        rest.removeFirst(digits.count)
        return Double(digits)
    }
}
