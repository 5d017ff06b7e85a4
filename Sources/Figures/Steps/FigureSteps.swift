public import Scenes

/// A figure that can be followed step by step: as a still of one step, as a sheet of all of them, and in motion.
public protocol SteppedFigure: Figure {
    /// - Throws: ``FigureError``, `ShapeError` or what reading an image throws.
    func steps(in context: FigureContext) throws -> FigureSteps
}

/// Which step of a figure is shown.
public enum StepChoice: Hashable, Sendable {
    /// The one that the figure shows best.
    case usual
    /// Counted from 1.
    case at(Int)
    /// All of them on one sheet.
    case contact
    /// All of them one after another.
    case all
}

/// A figure's steps, each drawn when it is asked for.
public struct FigureSteps {
    /// At least 1.
    let count: Int
    /// The step of a still, unless one is asked for.
    let usual: Int
    /// The least width at which a step is still read on a sheet of all.
    let leastWidth: Double
    let draw: (inout SceneBuilder, FigureStep) -> Void
    /// Below the pictures of a sheet: what all of them share.
    let drawNotes: (inout SceneBuilder) -> Void
    /// What a step says, or all of them.
    let words: (Int?) -> AlternativeText
    /// All steps in one picture: what is drawn where no step is asked for, instead of the usual one.
    var overview: ((inout SceneBuilder) -> Void)? = nil
    /// Of stills and frames on slides, where they need more room than what fills a page.
    var enlargement: Double?
}

/// A step to be drawn.
struct FigureStep {
    /// From 0.
    let index: Int
    let form: Form

    enum Form {
        /// Everything, as if all steps were done.
        case still
        /// Everything, as far as the steps have come.
        case frame
        /// The picture alone, as far as the steps have come, small.
        case thumbnail
    }

    /// Whether an output of this index has been computed.
    func shows(_ output: Int) -> Bool { form == .still || output <= index }
}

extension SteppedFigure {
    public func scene(in context: FigureContext) throws -> Scene {
        let steps = try steps(in: context)
        switch context.step {
        case .usual, .all: return steps.overall(context)
        case .at(let number):
            guard (1...steps.count).contains(number) else {
                throw ParameterError(
                    option: CommonOption.step.rawValue, value: "\(number)",
                    expected: "a step from 1 to \(steps.count), all or contact")
            }
            return steps.still(number - 1, context)
        case .contact: return steps.contactSheet(context)
        }
    }

    /// The figure in motion.
    ///
    /// - Throws: what ``steps(in:)`` throws.
    public func film(in context: FigureContext, secondsPerFrame: Double) throws -> Film {
        try steps(in: context).film(context, secondsPerFrame: secondsPerFrame)
    }
}

extension FigureSteps {
    func still(_ index: Int, _ context: FigureContext) -> Scene {
        var builder = drawn(index, .still, context)
        return builder.scene(words(index))
    }

    /// All steps in one picture, or the usual one.
    fileprivate func overall(_ context: FigureContext) -> Scene {
        guard let overview else { return still(usual, context) }
        var builder = SceneBuilder.fitted(context, overview)
        return builder.scene(words(nil))
    }

    func film(_ context: FigureContext, secondsPerFrame: Double) -> Film {
        // One page for all frames: laying out is cheap, so it is done twice rather than kept.
        let page = (0..<count).compactMap { drawn($0, .frame, context).bounds }.reduce(nil as Rect?) {
            $0?.union($1) ?? $1
        }
        return Film(
            frameCount: count, secondsPerFrame: secondsPerFrame, poster: usual, description: words(nil)
        ) { index in
            var builder = drawn(index, .frame, context)
            return builder.scene(words(index), page: page)
        }
    }

    private func drawn(_ index: Int, _ form: FigureStep.Form, _ context: FigureContext) -> SceneBuilder {
        var builder = SceneBuilder(context, enlargement: enlargement)
        draw(&builder, FigureStep(index: index, form: form))
        return builder
    }
}
