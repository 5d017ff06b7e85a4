/// A file or folder as it was when it was read or written.
public struct FileTrace: Hashable, Sendable {
    public var path: String
    /// `nil` where nothing was, or where it says too little; then contents are compared.
    let stamp: FileStamp?
    /// Whether the stamp was old enough to be trusted by later runs.
    let isSettled: Bool
    let content: FileContent

    init(path: String, stamp: FileStamp?, isSettled: Bool, content: FileContent) {
        (self.path, self.stamp, self.isSettled, self.content) = (path, stamp, isSettled, content)
    }

    /// What is there now, if it is the same; the stamp alone may have changed.
    ///
    /// - Parameter place: Where the path leads to from the current folder.
    func confirmed(at place: String) -> FileTrace? {
        let now = FileStamp(of: place)
        if let stamp, stamp == now { return self }
        // The stamp is older than what is read next: a change in between is seen the next time.
        let isSettled = now?.isSettled ?? false
        guard FileContent(of: place) == content else { return nil }
        return FileTrace(path: path, stamp: now, isSettled: isSettled, content: content)
    }

    /// Whether it is still the same.
    public var isCurrent: Bool { confirmed(at: path) != nil }

    /// `STAMP CONTENT PATH`
    var text: String {
        "\(isSettled ? stamp?.text ?? "-" : "-") \(content.text) \(path.escapedForRecords)"
    }

    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let content = FileContent(parts[1]) else { return nil }
        let stamp = FileStamp(parts[0])
        self.init(
            path: String(parts[2]).unescapedFromRecords, stamp: stamp, isSettled: stamp != nil, content: content)
    }
}

extension String {
    /// Records are lines of fields between tabs.
    var escapedForRecords: String {
        guard utf8.contains(where: { [9, 10, 92].contains($0) }) else { return self }
        return replacing("\\", with: "\\\\").replacing("\n", with: "\\n").replacing("\t", with: "\\t")
    }

    var unescapedFromRecords: String {
        guard utf8.contains(92) else { return self }
        var (result, isEscape) = ("", false)
        for scalar in unicodeScalars {
            if isEscape {
                result.unicodeScalars.append(scalar == "n" ? "\n" : scalar == "t" ? "\t" : scalar)
                isEscape = false
            } else if scalar == "\\" {
                isEscape = true
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
