import Execution
import Networks
import Scenes
import Tensors
import Testing

@testable import Figures

/// Figures test themselves: every kind of the catalog, over options, widths and themes.
@Suite struct CatalogTests {
    static let cases: [(FigureKind, Int)] = FigureKind.allCases.flatMap { kind in
        variants(of: kind).indices.map { (kind, $0) }
    }

    static func scene(
        _ kind: FigureKind, _ variant: Int, _ theme: Theme = .light, width: Double = 455, title: String? = nil
    ) throws -> Scene {
        let figure = try kind.type.init(variants(of: kind)[variant])
        return try figure.scene(
            in: FigureContext(
                theme: theme, width: width, title: title, measurer: FixedTextMeasurer(), resources: SamplePictures()))
    }

    @Test(arguments: cases)
    func nothingOverlapsOrIsCutOrTooSmall(_ kind: FigureKind, _ variant: Int) throws {
        for theme in Theme.builtIn {
            for width in [240.0, 455, 960] {
                let scene = try Self.scene(
                    kind, variant, theme, width: width, title: "A title that is rather long for a narrow column of text"
                )
                let problems = SceneAudit(scene, measurer: FixedTextMeasurer()).problems
                #expect(
                    problems.isEmpty,
                    "\(kind.rawValue) \(variant), \(theme.name), \(width): \(problems.map(\.description))")
                #expect(
                    scene.size.width <= width + 0.01, "\(kind.rawValue) \(variant): \(scene.size.width) of \(width)")
            }
        }
    }

    @Test(arguments: cases)
    func theSceneDependsOnNothingButItsOptions(_ kind: FigureKind, _ variant: Int) throws {
        let scene = try Self.scene(kind, variant)
        #expect(try scene == Self.scene(kind, variant))
        #expect(scene.background == Theme.light.page)
    }

    @Test(arguments: cases)
    func wordsSayWhatIsDrawn(_ kind: FigureKind, _ variant: Int) throws {
        let description = try Self.scene(kind, variant).description
        #expect(description.summary.hasSuffix("."))
        #expect(description.summary.count > 30)
        #expect(description.details.count > 40)
        #expect(!description.details.contains("nil") && !description.details.contains("Optional"))
    }

    @Test(arguments: FigureKind.allCases)
    func everyOptionIsDocumentedAndKeepsItsDefault(_ kind: FigureKind) throws {
        func check<F: Figure>(_ type: F.Type) throws {
            let plain = F()
            for parameter in F.parameters {
                #expect(parameter.help.count > 10 && !parameter.syntax.isEmpty, "\(parameter.name)")
                #expect(
                    CommonOption(rawValue: parameter.name) == nil, "\(parameter.name) hides an option of every figure")
                guard !parameter.defaultText.isEmpty, !parameter.isList else { continue }
                var figure = plain
                try parameter.set(&figure, .text(parameter.defaultText))
                #expect("\(figure)" == "\(plain)", "\(parameter.name)")
            }
            #expect(throws: ParameterError.self) { try F([("no-such-option", .text("1"))]) }
        }
        try check(kind.type)
    }

    @Test func titlesAndTransparency() throws {
        let plain = try Self.scene(.coverage, 0)
        let titled = try Self.scene(.coverage, 0, title: "Coverage")
        #expect(titled.size.height > plain.size.height)
        let context = FigureContext(isTransparent: true, measurer: FixedTextMeasurer(), resources: SamplePictures())
        #expect(try Coverage().scene(in: context).background == nil)
    }
}
