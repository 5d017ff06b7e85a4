/// How values are spelt in Python.
enum Python {
    /// `3`, or `(3, 5)` where axes differ.
    static func perAxis(_ values: [Int]) -> String {
        Set(values).count == 1 ? "\(values[0])" : tuple(values)
    }

    /// `(3,)`, `(3, 5)`
    static func tuple(_ values: [Int]) -> String {
        tuple(values.map { "\($0)" })
    }

    static func tuple(_ values: [String]) -> String {
        "(" + values.joined(separator: ", ") + (values.count == 1 ? ",)" : ")")
    }

    /// `25_557_032`
    static func grouped(_ value: Int) -> String {
        let digits = Array(String(value))
        return digits.indices.map { index in
            (index > 0 && (digits.count - index).isMultiple(of: 3) ? "_" : "") + String(digits[index])
        }.joined()
    }

    /// `layers.Conv2D(32, 3, strides=2)` from those arguments that are there.
    static func call(_ function: String, _ arguments: [String?]) -> String {
        function + "(" + arguments.compactMap(\.self).joined(separator: ", ") + ")"
    }

    /// A text that may stand in a docstring or a comment.
    static func prose(_ text: String) -> String {
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return String(words.map { $0 == "\\" ? "/" : $0 == "\"" ? "'" : $0 })
    }

    /// A name that Python and the program leave free.
    static func identifier(_ name: String, avoiding taken: Set<String>) -> String {
        var word = ""
        for character in name.unicodeScalars {
            let isPlain =
                ("a"..."z").contains(character) || ("A"..."Z").contains(character) || ("0"..."9").contains(character)
            word.unicodeScalars.append(isPlain ? character : "_")
        }
        if word.first.map({ ("0"..."9").contains($0) }) ?? true { word = "layer" + word }
        var free = word
        var number = 2
        if taken.contains(free) { free = word + "_" }
        while taken.contains(free) {
            free = "\(word)_\(number)"
            number += 1
        }
        return free
    }

    static let reserved: Set<String> = [
        "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
        "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
        "not", "or", "pass", "raise", "return", "try", "while", "with", "yield", "len", "sum", "print", "tuple", "zip",
        "enumerate", "range", "float", "super",
    ]
}

/// One step of a layer in a program. In calls, `$` stands for what it reads and `@` for the object that it calls.
struct CodeStep {
    /// The objects that can stand in a list of layers, one after another; empty if it is no object there.
    var modules: [String]
    var call: String
    /// Whether the object is made once and kept, because it has weights or a state.
    var isMember = false
    /// Whether it may be written around the step before it.
    var isNested = false

    /// An object with weights.
    static func member(_ module: String, call: String = "@($)") -> CodeStep {
        CodeStep(modules: [module], call: call, isMember: true)
    }

    /// What is an object in a list of layers and a function elsewhere.
    static func function(_ call: String, modules: [String] = []) -> CodeStep {
        CodeStep(modules: modules, call: call)
    }

    /// A layer that is made and called at once.
    static func layer(_ module: String) -> CodeStep {
        CodeStep(modules: [module], call: "\(module)($)")
    }

    /// Whether a list of layers can hold it as it is.
    var isChainable: Bool { !modules.isEmpty && (!isMember || call == "@($)") }

    func written(reading value: String, object: String = "") -> String {
        String(call.map { $0 == "$" ? value : $0 == "@" ? object : String($0) }.joined())
    }
}

/// How a layer's steps follow from it, or why they cannot.
typealias CodeResult = Result<[CodeStep], CodeReason>

struct CodeReason: Error {
    let reason: CodeError.Reason

    init(_ reason: CodeError.Reason) { self.reason = reason }
}
