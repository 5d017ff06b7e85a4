import CairoRendering
import Figures
import Files

/// A file or folder that a figure is drawn to, and how.
enum FigureTarget: Hashable {
    case still(OutputFormat)
    case motion(MotionFormat)
    /// A folder with a picture for each step.
    case frames

    /// What the ending says; a figure that is asked for with all its steps moves wherever the format can.
    ///
    /// - Throws: ``Failure`` for an ending that is none of ours.
    init(_ path: String, step: StepChoice) throws {
        let ending = path == "-" ? OutputFormat.svg.rawValue : FileSystem.ending(of: path)
        switch (OutputFormat(rawValue: ending), MotionFormat(rawValue: ending)) {
        case (.png?, _): self = step == .all ? .motion(.apng) : .still(.png)
        case (.svg?, _): self = step == .all ? .motion(.svg) : .still(.svg)
        case (.pdf?, _): self = step == .all ? .motion(.pdf) : .still(.pdf)
        case (nil, let motion?): self = .motion(motion)
        case (nil, nil):
            guard step == .all, path.hasSuffix("/") || ending.isEmpty || FileSystem.isFolder(path) else {
                throw Failure.usage(
                    "-o \(path): figures are written as .svg, .png, .pdf, in motion as .gif and .apng too, and with "
                        + "--step all as a picture for each step into a folder.")
            }
            self = .frames
        }
    }

    /// A format as a manifest names it: `svg`.
    ///
    /// - Throws: ``Failure`` for a word that is none of ours.
    init(format: String, step: StepChoice) throws {
        let known = Set(OutputFormat.allCases.map(\.rawValue) + MotionFormat.allCases.map(\.rawValue))
        guard known.contains(format) else {
            throw Failure.usage("no format is called '\(format)'; there are \(known.sorted().joined(separator: ", ")).")
        }
        try self.init("figure." + format, step: step)
    }
}
