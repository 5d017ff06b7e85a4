extension String {
    /// Its lines broken between words where they are longer than `width`; what is broken off is indented.
    func wrapped(at width: Int) -> String {
        split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
            guard line.count > width else { return String(line) }
            let margin = String(repeating: " ", count: line.prefix { $0 == " " }.count)
            var lines: [String] = []
            var current = margin
            for word in line.dropFirst(margin.count).split(separator: " ") {
                if current.count + 1 + word.count > width, current.contains(where: { $0 != " " }) {
                    lines.append(current)
                    current = margin + "  " + word
                } else {
                    current += (current.allSatisfy { $0 == " " } ? "" : " ") + word
                }
            }
            return (lines + [current]).joined(separator: "\n")
        }.joined(separator: "\n")
    }
}
