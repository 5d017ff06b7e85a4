import Networks
import Scenes

extension Derivation {
    /// `⌊(n + 2p − f) / s⌋ + 1 = ⌊(5 + 2·1 − 3) / 2⌋ + 1 = 3`
    var inWords: String {
        let letters = FormulaText(symbols: .nfps, theme: .light)
        var numbers = letters
        numbers.values = bindings
        let remark = remark.map { " (\($0))" } ?? ""
        return letters.write(formula).plain + " = " + numbers.write(formula).plain + " = " + value.readable + remark
    }
}
