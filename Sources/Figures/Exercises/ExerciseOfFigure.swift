extension FigureDescription {
    /// Whether something can be left out of it for readers to find.
    public var canAsk: Bool { kind.type is any ExerciseFigure.Type }

    /// The figure as an exercise; nothing for one of which nothing can be left out.
    ///
    /// - Parameters:
    ///   - blanks: What readers are to find; what its own words say, or is usual for its kind, unless given.
    ///   - showsAnswers: Whether this is the key.
    public func exercise(_ blanks: [Blank]? = nil, showsAnswers: Bool) -> FigureDescription? {
        guard let kind = kind.type as? any ExerciseFigure.Type, settings.exercises == nil else { return nil }
        var settings = self.settings
        let own = settings.exercise.blanks.isEmpty ? kind.usualBlanks : settings.exercise.blanks
        settings.exercise.blanks = blanks ?? own
        settings.exercise.showsAnswers = showsAnswers
        if settings.step == .all { settings.step = .usual }
        return with(settings)
    }

    /// What readers are to find: `Find the numbers that come out and the formula with its numbers.`
    public var question: String { "Find \(listed(settings.exercise.blanks.map(\.question)))." }
}
