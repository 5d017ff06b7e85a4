/// A figure ready to be drawn: a page, its marks, and what it says to those who cannot see it.
public struct Scene: Hashable, Sendable {
    /// In points.
    public var size: Size
    /// `nil` leaves the page transparent.
    public var background: Color?
    public var marks: [Mark]
    public var description: AlternativeText

    public init(size: Size, background: Color?, marks: [Mark], description: AlternativeText) {
        (self.size, self.background, self.marks, self.description) = (size, background, marks, description)
    }
}

/// What a figure says in words.
public struct AlternativeText: Hashable, Sendable {
    /// One sentence.
    public var summary: String
    /// Everything that the figure shows, with its numbers.
    public var details: String

    public init(summary: String, details: String) {
        (self.summary, self.details) = (summary, details)
    }
}
