import Networks
import Tensors

/// What stands on a block beside its name.
public enum DiagramLabel: String, CaseIterable, Sendable {
    case shape, kernel, parameters, macs
    case receptiveField = "receptive-field"
}

/// Several of them: `shape,kernel`; `none` for names alone.
public struct DiagramLabels: Hashable, Sendable, ParameterValue {
    public let labels: [DiagramLabel]

    public init(_ labels: [DiagramLabel]) { self.labels = labels }

    public init(_ input: ParameterInput) throws(ParameterError) {
        var labels: [DiagramLabel] = []
        for word in input.text.split(separator: ",").map(String.init) where input.text != "none" {
            guard let label = DiagramLabel(rawValue: word) else {
                throw ParameterError(value: word, expected: "some of " + Self.choices.joined(separator: ", "))
            }
            labels.append(label)
        }
        self.labels = labels
    }

    public static var syntax: String { "shape,kernel,…" }
    public static var choices: [String] { DiagramLabel.allCases.map(\.rawValue) + ["none"] }
    public var parameterText: String { labels.isEmpty ? "none" : labels.map(\.rawValue).joined(separator: ",") }

    func contains(_ label: DiagramLabel) -> Bool { labels.contains(label) }
}

/// The lines of a block's label.
struct BlockWords {
    /// The names of its layers, the first one in full and those that follow by their last part.
    let names: [String]
    /// `conv 7×7, stride 2`; nothing unless asked for.
    let kernel: String?
    let shape: String?
    /// `9,408 parameters`, `118,013,952 MACs`, `field 11 × 11`
    let rest: [String]

    init(_ block: BlockGraph.Block, _ labels: DiagramLabels, layout: Layout) {
        names = block.nodes.map(\.name)
        kernel = labels.contains(.kernel) ? block.head.stepWords : nil
        shape = labels.contains(.shape) ? sizes(block.output, in: layout) : nil
        var rest: [String] = []
        if labels.contains(.parameters) {
            let count = block.nodes.map { $0.inference.parameters.total(.pytorch) }.reduce(0, +)
            if count != 0 { rest.append("\(count.readable) param\(count == 1 ? "" : "s")") }
        }
        if labels.contains(.macs) {
            let count = block.nodes.compactMap { $0.inference.multiplyAccumulates?.value }.reduce(0, +)
            if count != 0 { rest.append("\(count.readable) MACs") }
        }
        if labels.contains(.receptiveField) {
            switch block.nodes[block.nodes.count - 1].field {
            case .axes(let axes):
                rest.append("field \(axes.map { "\($0.size)" }.joined(separator: "\u{A0}×\u{A0}"))")
            case .all: rest.append("field: all")
            case .none: break
            }
        }
        self.rest = rest
    }
}

/// `64 × 112 × 112`, or `112 × 112 × 64` where the network is written so.
func sizes(_ shape: FeatureShape, in layout: Layout) -> String {
    sizes(FeatureShape(shape.sizes(in: layout)))
}
