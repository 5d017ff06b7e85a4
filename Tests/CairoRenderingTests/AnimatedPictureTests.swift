import CairoRendering
import Scenes
import Testing

@Suite struct AnimatedPictureTests {
    /// Of a channel, between a rim's colour and the palette's.
    private static let tolerance = 54

    private static func stills(of film: Film) throws -> [Composed] {
        try (0..<film.frameCount).map {
            try ReadAPNG(CairoRenderer().render(film.frame($0), as: .png)).still
        }
    }

    private static func pair(_ frames: [ShownFrame], with stills: [Composed], _ film: Film) throws -> [(Int, Composed)]
    {
        var pairs: [(Int, Composed)] = []
        for frame in frames {
            let count = Int((frame.seconds / film.secondsPerFrame).rounded())
            for _ in 0..<count { pairs.append((pairs.count, frame.picture)) }
        }
        try #require(pairs.count == stills.count)
        return pairs
    }

    @Test func framesOfAPalette() throws {
        let film = SampleFilms.sliding()
        let png = try ReadAPNG(CairoRenderer().render(film, as: .apng))
        let stills = try Self.stills(of: film)
        #expect(png.colorType == 3)
        #expect(png.frames.count == 4 && png.frameCount == 4, "of equal frames, one")
        #expect(png.plays == 0)
        for (index, frame) in try Self.pair(png.frames, with: stills, film) {
            #expect(frame.distance(to: stills[index]) <= Self.tolerance)
            #expect(frame.hasFlatColors(of: stills[index]))
        }
        #expect(png.still.distance(to: stills[0]) <= Self.tolerance)
        #expect(png.types.filter { $0 == "fdAT" }.count == 3)
        #expect(png.types.first == "IHDR" && png.types.last == "IEND" && png.types.contains("pHYs"))
    }

    @Test func framesWithTransparency() throws {
        let film = SampleFilms.sliding(on: nil)
        let png = try ReadAPNG(CairoRenderer().render(film, as: .apng))
        let stills = try Self.stills(of: film)
        for (index, frame) in try Self.pair(png.frames, with: stills, film) {
            #expect(frame.distance(to: stills[index]) <= Self.tolerance)
            #expect(frame.hasFlatColors(of: stills[index]))
            #expect(frame[138, 2] == [0, 0, 0, 0])
        }
    }

    @Test(arguments: [nil, Color.white])
    func photosKeepTheirColors(_ background: Color?) throws {
        let film = SampleFilms.sliding(on: background, photo: true)
        let png = try ReadAPNG(CairoRenderer().render(film, as: .apng))
        let stills = try Self.stills(of: film)
        #expect(png.colorType == 6)
        for (index, frame) in try Self.pair(png.frames, with: stills, film) { #expect(frame == stills[index]) }
        #expect(png.still == stills[0])
    }

    @Test(arguments: [Color.white, nil, Color(0x16181D).withAlpha(0.5)], [false, true])
    func framesOfAGIF(_ background: Color?, _ photo: Bool) throws {
        let film = SampleFilms.sliding(on: background, photo: photo)
        let gif = try ReadGIF(CairoRenderer().render(film, as: .gif))
        let stills = try Self.stills(of: film).map(\.onWhite)
        #expect(gif.loops == 0)
        #expect(gif.frames.count == 4)
        for (index, frame) in try Self.pair(gif.frames, with: stills, film) {
            #expect(frame.distance(to: stills[index]) <= Self.tolerance * (photo ? 2 : 1))
            if background == .white, !photo { #expect(frame.hasFlatColors(of: stills[index])) }
        }
    }

    /// A third of a second is no whole number of hundredths.
    @Test func roundedTimesDoNotAddUp() throws {
        let film = Film(frameCount: 30, secondsPerFrame: 1.0 / 3, description: SampleFilms.description) { frame in
            Scene(
                size: Size(20, 20), background: .white,
                marks: [.path(.rect(Rect(Double(frame) / 2, 3, 4, 4)), fill: .solid(.black))],
                description: SampleFilms.description)
        }
        let gif = try ReadGIF(CairoRenderer().render(film, as: .gif))
        #expect(abs(gif.frames.reduce(0) { $0 + $1.seconds } - 10) < 1e-9)
    }

    @Test func oneFrameIsAPicture() throws {
        let film = SampleFilms.sliding(frames: 1, poster: 0)
        let still = try Self.stills(of: film)[0]
        let png = try ReadAPNG(CairoRenderer().render(film, as: .apng))
        #expect(png.frames.count == 1 && png.types.filter { $0 == "IDAT" }.count == 1)
        #expect(png.still.distance(to: still) <= Self.tolerance)
        let gif = try ReadGIF(CairoRenderer().render(film, as: .gif))
        #expect(gif.frames.count == 1)
        #expect(gif.frames[0].picture.distance(to: still) <= Self.tolerance)
    }

    /// More flat colours than a palette holds.
    @Test func manyFlatColorsStayExact() throws {
        let cells = (0..<17 * 17).map { MatrixMark.Cell(fill: .solid(Color(UInt32($0 * 0x030201)))) }
        let film = Film(frameCount: 2, secondsPerFrame: 1, description: SampleFilms.description) { frame in
            Scene(
                size: Size(40, 40), background: .white,
                marks: [.matrix(MatrixMark(rows: 17, columns: 17, cells: cells, in: Rect(Double(frame), 1, 34, 34)))],
                description: SampleFilms.description)
        }
        let png = try ReadAPNG(CairoRenderer().render(film, as: .apng))
        let stills = try Self.stills(of: film)
        #expect(png.frames.map(\.picture) == stills)
        let gif = try ReadGIF(CairoRenderer().render(film, as: .gif))
        #expect(gif.frames.count == 2)
    }
}
