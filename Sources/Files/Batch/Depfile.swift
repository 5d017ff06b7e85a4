/// What files are made from, as Make and Ninja read it: a rule for each.
public enum Depfile {
    /// `output: input …`
    public static func rule(_ output: String, from inputs: [String]) -> String {
        escaped(output) + ":" + inputs.map { " " + escaped($0) }.joined() + "\n"
    }

    private static func escaped(_ path: String) -> String {
        var text = ""
        for character in path {
            switch character {
            case " ", "#", ":": text += "\\\(character)"
            case "$": text += "$$"
            default: text.append(character)
            }
        }
        return text
    }
}
