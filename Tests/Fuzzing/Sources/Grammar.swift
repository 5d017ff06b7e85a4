import Networks
import Tensors

/// Networks as the grammar allows them, with numbers that are mostly small and sometimes at the edge.
struct Grammar {
    var random: SplitMix64

    mutating func number() -> String {
        switch random.below(40) {
        case 0: "0"
        case 1: random.pick(["65535", "65536", "2147483648", "4294967296", "9223372036854775807"])
        case 2: "\(random.below(100_000))"
        case 3...9: "\(random.below(200))"
        default: "\(random.below(8))"
        }
    }

    mutating func shape() -> String {
        let sizes = (0...random.below(4)).map { _ in
            random.chance(15)
                ? random.pick(["T", "U", "x", "N"]) : random.chance(50) ? "\(1 + random.below(64))" : number()
        }
        return sizes.joined(separator: "x")
    }

    mutating func value(_ type: OptionType) -> String {
        switch type {
        case .integer: return number()
        case .number: return random.pick(["0", "0.5", "1", "1e-5", "-1", "nan", "inf", "1e300", number()])
        case .flag: return random.pick(["true", "false", "yes", "maybe"])
        case .perAxis:
            if random.chance(70) { return number() }
            return "[" + (0...random.below(3)).map { _ in number() }.joined(separator: ", ") + "]"
        case .padding:
            if random.chance(40) { return random.pick(["same", "valid", "full"]) }
            if random.chance(50) { return number() }
            return "[" + (0...random.below(6)).map { _ in number() }.joined(separator: ", ") + "]"
        case .choice(let names): return random.pick(names + ["other"])
        case .shape: return shape()
        case .integers: return "[" + (0...random.below(4)).map { _ in number() }.joined(separator: ", ") + "]"
        case .regions: return "[[0, 0, \(number()), \(number())], [\(number()), 1, \(number()), 0.5]]"
        }
    }

    /// An item of `layers:`.
    mutating func item(_ names: [String], block: String?) -> String {
        if let block, random.chance(15) {
            return "\(block): { n: \(number()), repeat: \(random.chance(95) ? "\(1 + random.below(4))" : number()) }"
        }
        let kind = random.pick(LayerName.allCases)
        let declaration = kind.declaration
        var options: [String] = []
        for option in declaration.options where option.isRequired || random.chance(25) {
            let value =
                block != nil && random.chance(5) ? random.pick(["$n", "$(2*n+1)", "$(n/2)"]) : value(option.type)
            options.append("\(option.name): \(value)")
        }
        if declaration.merges || random.chance(8) {
            let known = names + ["input", "previous"]
            options.append(
                random.chance(50)
                    ? "from: \(random.pick(known))" : "from: [\(random.pick(known)), \(random.pick(known + [""]))]")
        }
        if declaration.takesActivation, random.chance(20) {
            options.append("activation: \(random.pick(["relu", "{ elu: 2 }"]))")
        }
        if random.chance(30) { options.append("name: \(random.pick(names))") }
        if random.chance(2) { options.append("expect: { output: \(shape()), parameters: \(number()) }") }
        return options.isEmpty ? kind.rawValue : "\(kind.rawValue): { \(options.joined(separator: ", ")) }"
    }

    mutating func yaml() -> String {
        let names = (0..<6).map { "n\($0)" }
        let block = random.chance(30) ? "b" : nil
        var lines = random.chance(95) ? ["input: \(shape())"] : ["inputs: { n0: \(shape()), other: \(shape()) }"]
        if random.chance(10) { lines.append("layout: channels-last") }
        if random.chance(10) { lines.append("where: { T: multiple of \(number()) }") }
        if random.chance(3) { lines.append("outputs: [n0, n1]") }
        if let block {
            lines += ["blocks:", "  \(block):", "    parameters: { n: 2 }", "    layers:"]
            for _ in 0...random.below(3) {
                lines.append("      - \(item(names, block: random.chance(2) ? block : "conv"))")
            }
        }
        lines.append("layers:")
        for _ in 0...random.below(6) { lines.append("  - \(item(names, block: block))") }
        return lines.joined(separator: "\n") + "\n"
    }

    mutating func chain() -> String {
        let pattern = random.chance(10)
        var text = pattern ? random.pick(["INPUT", "INPUT 3x64x64"]) : shape()
        for _ in 0...random.below(6) { text += " -> " + step(pattern, depth: 0) }
        return text
    }

    private mutating func step(_ pattern: Bool, depth: Int) -> String {
        if random.chance(12), depth < 4 {
            let steps = (0...random.below(3)).map { _ in step(pattern, depth: depth + 1) }
            return "[" + steps.joined(separator: " -> ") + "]*"
                + (random.below(400) > 0 ? "\(random.below(5))" : number())
        }
        if pattern, random.chance(80) {
            return random.pick([
                "CONV", "RELU", "POOL", "POOL?", "FC", "SOFTMAX", "BN", "DROPOUT", "FLATTEN", "CONV 8@3",
            ])
        }
        switch random.below(10) {
        case 0...3:
            return
                "\(random.pick(["conv", "conv-transpose", "locally-connected", "separable-conv"])) \(number())@\(1 + random.below(5))x\(1 + random.below(5))"
                + (random.chance(40) ? " s\(number())" : "") + (random.chance(40) ? " p\(number())" : "")
                + (random.chance(20) ? " d\(number())" : "") + (random.chance(10) ? " g\(number())" : "")
                + (random.chance(20) ? " relu" : "")
        case 4: return "max-pool \(number()) ceil=true"
        case 5: return "dense \(number())"
        case 6: return "flatten"
        case 7: return "upsample \(number())"
        case 8:
            return random.pick([
                "relu", "global-average-pool", "batch-norm", "softmax", "pixel-shuffle 2", "pixel-unshuffle 2",
            ])
        default:
            let kind = random.pick(LayerName.allCases)
            let options = kind.declaration.options.map {
                "\($0.name)=\(value($0.type).filter { $0 != " " && $0 != "[" && $0 != "]" })"
            }
            return ([kind.rawValue] + options).joined(separator: " ")
        }
    }
}
