import Scenes
import Tensors
import Testing

@testable import CairoRendering

@Suite struct AnimatedSVGTests {
    private static func read(_ film: Film, _ options: RenderingOptions = RenderingOptions()) throws -> DrawnSVG {
        try #require(DrawnSVG(CairoRenderer(options: options).render(film, as: .svg)))
    }

    private static func stills(of film: Film) throws -> [[[String]]] {
        try (0..<film.frameCount).map { index in
            try #require(DrawnSVG(CairoRenderer().render(film.frame(index), as: .svg))).drawn.map(\.looks)
        }
    }

    /// The style as browsers understand it, at the beginning of each frame and later in it.
    @Test(arguments: 0..<60)
    func everyFrameShowsTheMarksOfItsStillInOrder(_ seed: UInt64) throws {
        let film = SampleFilms.random(seed: seed)
        let svg = try Self.read(film)
        let style = try FilmStyle(svg.style)
        let stills = try Self.stills(of: film)
        for (index, still) in stills.enumerated() {
            for share in [0, 0.5, 0.9] {
                let time = (Double(index) + share) * film.secondsPerFrame
                let shown = try svg.drawn.filter { shape in
                    try shape.piece.map { try #require(style).isVisible($0, at: time) } ?? true
                }
                #expect(shown.map(\.looks) == still, "frame \(index) of seed \(seed), \(share) into it")
            }
        }
        let poster = try svg.drawn.filter { shape in
            try shape.piece.map { try #require(style).isOnPoster($0) } ?? true
        }
        #expect(poster.map(\.looks) == stills[film.poster])
    }

    @Test func whatStaysIsWrittenOnce() throws {
        let film = Film(frameCount: 50, secondsPerFrame: 0.1, description: SampleFilms.description) { frame in
            var scene = SampleScenes.busy
            scene.marks.insert(
                .path(.circle(Point(Double(frame), 9), radius: 4), fill: .solid(Color(0xD55E00))), at: 70)
            return scene
        }
        let still = try #require(DrawnSVG(CairoRenderer().render(film.frame(0), as: .svg))).drawn.count
        let drawn = try Self.read(film).drawn
        #expect(drawn.count == still + 49)
        #expect(Set(drawn.compactMap(\.piece)).count == 50)
    }

    @Test func aFilmThatStandsStillHasNoStyle() throws {
        let film = Film(frameCount: 5, secondsPerFrame: 1, description: SampleFilms.description) { _ in
            SampleScenes.everything
        }
        let svg = try Self.read(film)
        #expect(svg.style.isEmpty)
        #expect(try svg.drawn.map(\.looks) == Self.stills(of: film)[0])
    }

    /// Also classes and keyframes, which belong to the whole page in which a figure stands.
    @Test func twoFilmsShareNoName() throws {
        let svgs = [
            try Self.read(SampleFilms.sliding()), try Self.read(SampleFilms.sliding(poster: 2)),
            try Self.read(SampleFilms.sliding(), RenderingOptions(instance: 1)),
            try Self.read(SampleFilms.sliding(), RenderingOptions(instance: 12)),
            try Self.read(SampleFilms.sliding(), RenderingOptions(title: "Another title")),
        ]
        let ids = svgs.flatMap(\.ids)
        #expect(Set(ids).count == ids.count)
        let styles = try svgs.map { try #require(try FilmStyle($0.style)) }
        #expect(Set(styles.map(\.prefix)).count == styles.count)
        for (svg, style) in zip(svgs, styles) {
            #expect((svg.ids + style.names).allSatisfy { $0.hasPrefix(style.prefix) })
            #expect(Set(svg.drawn.compactMap(\.piece)).isSubset(of: style.names))
        }
    }

    @Test func wordsAreTheFilms() throws {
        let svg = try Self.read(SampleFilms.sliding())
        #expect(svg.root["role"] == "img")
        let labels = try #require(svg.root["aria-labelledby"]).split(separator: " ").map(String.init)
        #expect(labels.count == 2 && Set(labels).isSubset(of: svg.ids))
        let source = String(decoding: try CairoRenderer().render(SampleFilms.sliding(), as: .svg), as: UTF8.self)
        #expect(source.contains(">A film, R&amp;D &lt;all&gt;</title>"))
        #expect(source.contains(">Step 1 &lt; step 2.</desc>"))
    }

    @Test func liveTextIsText() throws {
        let renderer = CairoRenderer(options: RenderingOptions(text: .live))
        let source = String(decoding: try renderer.render(SampleFilms.sliding(), as: .svg), as: UTF8.self)
        #expect(source.matches(of: /<text\b/).count == 6)
        #expect(!source.contains("<path id="))
    }

    // MARK: Parts

    /// Against the textbook table of Wagner and Fischer (1974).
    @Test(arguments: 0..<40)
    func commonSubsequencesAreTheLongest(_ seed: UInt64) {
        var numbers = SplitMix64(seed: seed)
        let letters = Int.random(in: 1...12, using: &numbers)
        let (a, b) = (
            (0..<Int.random(in: 0...30, using: &numbers)).map { _ in Int.random(in: 0..<letters, using: &numbers) },
            (0..<Int.random(in: 0...30, using: &numbers)).map { _ in Int.random(in: 0..<letters, using: &numbers) }
        )
        var lengths = Array(repeating: Array(repeating: 0, count: b.count + 1), count: a.count + 1)
        for (i, x) in a.enumerated() {
            for (j, y) in b.enumerated() {
                lengths[i + 1][j + 1] =
                    x == y ? lengths[i][j] + 1 : max(lengths[i][j + 1], lengths[i + 1][j])
            }
        }
        let found = CommonSubsequence.longest(a.map { x in b.indices.filter { b[$0] == x } })
        let places = found.compactMap { $0 }
        #expect(places.count == lengths[a.count][b.count])
        #expect(zip(places, places.dropFirst()).allSatisfy { $0 < $1 })
        #expect(zip(a, found).allSatisfy { x, place in place.map { b[$0] == x } ?? true })
    }

    @Test(arguments: 0..<40)
    func cyclesTurnBackIntoTheirFrames(_ seed: UInt64) {
        var numbers = SplitMix64(seed: seed)
        let count = Int.random(in: 2...20, using: &numbers)
        let chosen = (0..<count).filter { _ in Bool.random(using: &numbers) }
        guard (1..<count).contains(chosen.count) else { return }
        var frames = FrameSet()
        for frame in chosen { frames.insert(frame) }
        let (start, ranges) = frames.cycle(of: count)
        #expect(ranges.first?.lowerBound == 0)
        #expect(ranges.flatMap { $0 }.map { ($0 + start) % count }.sorted() == chosen)
        #expect(zip(ranges, ranges.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound })
        // The same frames later have the same cycle.
        var later = FrameSet()
        for frame in chosen.map({ ($0 + 1) % count }).sorted() { later.insert(frame) }
        if Set(ranges.map(\.count)).count == ranges.count { #expect(later.cycle(of: count).ranges == ranges) }
    }
}
