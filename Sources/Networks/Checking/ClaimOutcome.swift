/// Whether a claim holds, and what is right.
public struct ClaimOutcome: Sendable {
    public let claim: Expectation.Claim
    /// The layer that it is about; nothing for the network.
    public let layer: String?
    /// By which the claim was counted.
    public let profile: Profile
    public let finding: Finding

    public enum Finding: Hashable, Sendable {
        case holds
        /// The right value with its derivations, and what may have been meant.
        case differs(Expectation.Value, derivations: [Derivation], hint: Hint?)
        /// The claim cannot be looked up.
        case unclear(Problem)
    }

    /// What would make the claim right.
    public enum Hint: Hashable, Sendable {
        /// It is what this profile counts.
        case holdsFor(Profile)
        /// The shape is written in the other order.
        case holdsIn(Layout)
    }

    public enum Problem: Error, Hashable, Sendable {
        case unknownLayer(String, nearest: String?)
        case severalOutputs([String])
        case unknownOutput(String, outputs: [String])
        /// The count of layers, claimed of a layer.
        case onlyForNetworks(Expectation.Property)
    }

    public var holds: Bool { finding == .holds }
}

extension ClaimOutcome {
    /// What is claimed and what is right: `conv1: output 32x24x24 claimed, it is 32x26x26: height and width = …`.
    public func sentence(network: String) -> String {
        let what = claim.output.map { "\(claim.property.rawValue) \($0)" } ?? claim.property.rawValue
        let claimed = "\(layer ?? network): \(what) \(claim.value.readable)"
        switch finding {
        case .holds:
            return "\(claimed) holds."
        case .differs(let value, let derivations, let hint):
            let steps = derivations.map(written).joined(separator: "; ")
            return "\(claimed) claimed, it is \(value.readable)" + (steps.isEmpty ? "." : ": \(steps)")
                + (hint.map { ". \($0.description)" } ?? "")
        case .unclear(let problem):
            return "\(claimed) claimed, but \(problem.description)"
        }
    }
}

extension ClaimOutcome {
    /// A total names what it is the sum of; elsewhere numbers say enough.
    private func written(_ derivation: Derivation) -> String {
        switch claim.property {
        case .parameters, .trainable, .macs:
            return layer == nil ? derivation.written(.text) : derivation.calculation
        case .output, .flops, .memory, .receptiveField, .jump, .start, .padding, .layers:
            return derivation.calculation
        }
    }
}

extension ClaimOutcome.Hint: CustomStringConvertible {
    public var description: String {
        switch self {
        case .holdsFor(.keras): "Keras counts so: write 'profile: keras'."
        case .holdsFor(.pytorch): "PyTorch counts so: write 'profile: pytorch'."
        case .holdsIn(.channelsLast): "The network is written with its channels first."
        case .holdsIn(.channelsFirst): "The network is written with its channels last."
        }
    }
}

extension ClaimOutcome.Problem: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unknownLayer(let name, let nearest):
            "no layer is called '\(name)'" + (nearest.map { "; did you mean '\($0)'?" } ?? ".")
        case .severalOutputs(let names):
            """
            the network has \(names.count) outputs. Say which: { \(names[0]): … } under 'output', or under 'layers'; \
            there are \(names.prefix(8).joined(separator: ", "))\(names.count > 8 ? ", …" : "").
            """
        case .unknownOutput(let name, let outputs):
            "no output is called '\(name)'; there are \(outputs.prefix(8).joined(separator: ", "))."
        case .onlyForNetworks(let property):
            "a layer has no '\(property.rawValue)'. Claim it of the network."
        }
    }
}

extension Expectation.Value {
    /// As people read it: `32x26x26`, `25,557,032`, `5x7`, `all`.
    public var readable: String {
        switch self {
        case .number(let number): number.readable
        case .shape(let sizes): sizes.map(\.factorText).joined(separator: "x")
        case .axes(let values): (Set(values).count == 1 ? [values[0]] : values).map(\.readable).joined(separator: "x")
        case .all: "all"
        case .none: "null"
        }
    }

    public var json: JSON {
        switch self {
        case .number(let number): JSON(number)
        case .shape(let values), .axes(let values): .list(values.map { JSON($0) })
        case .all: .text("all")
        case .none: .null
        }
    }

    /// One value stands for all axes.
    func matches(_ actual: Expectation.Value) -> Bool {
        if case .axes(let claimed) = self, claimed.count == 1, case .axes(let values) = actual {
            return values.allSatisfy { $0 == claimed[0] }
        }
        return self == actual
    }
}

extension Derivation {
    /// With numbers only: `height and width = floor((28 + 2·0 - 3)/1) + 1 = 26`.
    public var calculation: String {
        let steps = PlainText().write(substitution)
        let result = PlainText(groupsDigits: true).write(.value(value))
        return "\(subject.title) = " + (steps == result || steps == value.text ? result : "\(steps) = \(result)")
    }
}
