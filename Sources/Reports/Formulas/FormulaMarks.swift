internal import Files

/// Formulas of a text, each kept out of Markdown's sight as one private character, for their `_` and `*` are not its.
struct FormulaMarks {
    private(set) var marked = ""
    private var formulas: [(text: String, formula: Formula)] = []
    private static let first: UInt32 = 0xF0000

    /// - Throws: with the line, from 1.
    init(_ text: String) throws(FormulaError) {
        var fences = FenceLines()
        for (index, line) in NotesFile.lines(of: text).enumerated() {
            if fences.contains(line) {
                marked += line
            } else {
                do throws(FormulaError) { try read(Array(line)) } catch { throw error.at(line: index + 1) }
            }
            marked += "\n"
        }
    }

    /// As pandoc has it: no space behind the first dollar or before the second, no digit behind that.
    private mutating func read(_ line: [Character]) throws(FormulaError) {
        var (next, ticks) = (0, 0)
        while next < line.count {
            let character = line[next]
            if character == "`" { ticks += 1 }
            if character == "\\", next + 1 < line.count, line[next + 1] == "$" {
                marked.append("$")
                next += 2
                continue
            }
            guard character == "$", ticks.isMultiple(of: 2), next + 1 < line.count, !line[next + 1].isWhitespace,
                let end = line[(next + 2)...].indices.first(where: { index in
                    line[index] == "$" && !line[index - 1].isWhitespace
                        && !(index + 1 < line.count && line[index + 1].isNumber)
                })
            else {
                marked.append(character)
                next += 1
                continue
            }
            let content = String(line[next + 1..<end])
            guard let mark = Unicode.Scalar(Self.first + UInt32(formulas.count)) else {
                throw FormulaError(formula: content, reason: "too many formulas in one text.")
            }
            marked.unicodeScalars.append(mark)
            formulas.append((content, try Formula(parsing: content)))
            next = end + 1
        }
    }

    private func place(_ scalar: Unicode.Scalar) -> Int? {
        let place = Int(scalar.value) - Int(Self.first)
        return formulas.indices.contains(place) ? place : nil
    }

    func split(_ text: String) -> [Inline] {
        var inlines: [Inline] = []
        var run = ""
        for scalar in text.unicodeScalars {
            guard let place = place(scalar) else {
                run.unicodeScalars.append(scalar)
                continue
            }
            if !run.isEmpty { inlines.append(.text(run)) }
            run = ""
            inlines.append(.formula(formulas[place].formula))
        }
        return run.isEmpty ? inlines : inlines + [.text(run)]
    }

    func restored(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            if let place = place(scalar) {
                result += "$\(formulas[place].text)$"
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
