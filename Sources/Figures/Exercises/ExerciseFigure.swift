/// A figure that exercises can be made of: it draws its own geometry and numbers at random.
public protocol ExerciseFigure: Figure {
    /// Options for one exercise, small enough to be worked by hand. What users give wins over them; where both do not go
    /// together, other options are drawn.
    static func randomOptions(_ numbers: inout CellNumbers) -> [(name: String, value: String)]
    /// What is asked unless `--blank` says so.
    static var usualBlanks: [Blank] { get }
}
