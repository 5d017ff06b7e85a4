/// Strings inside XML.
enum XMLText {
    /// With the five special characters escaped, and without those that XML cannot hold.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in printable(text) {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    static func printable(_ text: String) -> String.UnicodeScalarView {
        text.unicodeScalars.filter { scalar in
            scalar.value >= 0x20 && scalar.value != 0xFFFE && scalar.value != 0xFFFF || scalar == "\n" || scalar == "\t"
        }
    }
}
