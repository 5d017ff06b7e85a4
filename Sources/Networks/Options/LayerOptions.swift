import Tensors

/// The options of one layer, checked against their declarations: what is asked for is there and of its type.
public struct LayerOptions: Sendable {
    private let values: [String: OptionValue]

    init(_ values: [String: OptionValue], declared: [OptionDeclaration]) {
        var all = values
        for option in declared where all[option.name] == nil { all[option.name] = option.defaultValue }
        self.values = all
    }

    subscript(name: String) -> OptionValue? { values[name] }

    private func value(_ name: String) -> OptionValue {
        guard let value = values[name] else { preconditionFailure("'\(name)' is neither required nor has a default") }
        return value
    }

    func integer(_ name: String) -> Int { value(name).integers.first ?? 0 }
    func integers(_ name: String) -> [Int] { value(name).integers }
    func perAxis(_ name: String) -> PerAxis { value(name).perAxis }
    func flag(_ name: String) -> Bool { value(name) == .flag(true) }
    func double(_ name: String) -> Double { value(name).double ?? 0 }

    func text(_ name: String) -> String {
        guard case .text(let text) = value(name) else { return "" }
        return text
    }

    func padding(_ name: String) -> Padding {
        let value = value(name)
        switch value {
        case .text("same"): return .same
        case .text("full"): return .full
        case .text, .flag, .number: return .valid
        case .integer, .list: return .symmetric(value.perAxis)
        }
    }
}
