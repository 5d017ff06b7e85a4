/// Refuses numbers of channels, filters and units that no layer has, before anything is computed with them.
func requireCount(_ count: Int, option: String) throws(ParameterError) {
    guard (1...1_000_000).contains(count) else {
        throw ParameterError(option: option, value: "\(count)", expected: "a whole number from 1 to 1,000,000")
    }
}

extension ParameterError {
    /// For numbers that find no room beside each other.
    ///
    /// - Parameters:
    ///   - most: that do, if one number says it.
    ///   - options: of which smaller values help.
    static func rowTooLong(_ count: Int, most: Int? = nil, options: String = "--input") -> ParameterError {
        let fitting = most.map { "at most \($0)" } ?? "fewer"
        return ParameterError(
            option: "values", value: "\(count) numbers in a row",
            expected: "\(fitting) on a page of this width; a smaller \(options), or --values none")
    }
}
