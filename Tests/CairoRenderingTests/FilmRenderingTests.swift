import CairoRendering
import Scenes
import Testing

@Suite struct FilmRenderingTests {
    private struct Stop: Error, Equatable {}

    @Test(arguments: MotionFormat.allCases)
    func bytesRepeat(_ format: MotionFormat) throws {
        let first = try CairoRenderer().render(SampleFilms.sliding(), as: format)
        _ = try CairoRenderer().render(SampleFilms.sliding(photo: true), as: format)
        #expect(try CairoRenderer().render(SampleFilms.sliding(), as: format) == first)
    }

    @Test func everyFrameIsAPage() throws {
        let pdf = String(decoding: try CairoRenderer().render(SampleFilms.sliding(), as: .pdf), as: UTF8.self)
        #expect(pdf.contains("/Count 8"))
        #expect(pdf.matches(of: /MediaBox \[ 0 0 70 40 \]/).count == 8)
    }

    @Test func everyFrameIsAFile() throws {
        let film = SampleFilms.sliding()
        var files: [(name: String, png: [UInt8])] = []
        try CairoRenderer().renderFrames(of: film) { files.append(($0, $1)) }
        #expect(files.map(\.name) == (1...8).map { "000\($0).png" })
        for (index, file) in files.enumerated() {
            #expect(try file.png == CairoRenderer().render(film.frame(index), as: .png))
        }
    }

    @Test(arguments: MotionFormat.allCases)
    func whatTheFilmThrowsIsThrown(_ format: MotionFormat) {
        let film = Film(frameCount: 3, secondsPerFrame: 1, description: SampleFilms.description) { frame in
            if frame == 1 { throw Stop() }
            return SampleScenes.everything
        }
        #expect(throws: Stop()) { try CairoRenderer().render(film, as: format) }
    }

    @Test(arguments: MotionFormat.allCases)
    func pagesThatCannotBeAreErrors(_ format: MotionFormat) {
        for size in [Size(0, 5), Size(.nan, 5), Size(2_000_000, 5)] {
            let film = Film(frameCount: 2, secondsPerFrame: 1, description: SampleFilms.description) { _ in
                Scene(size: size, background: nil, marks: [], description: SampleFilms.description)
            }
            #expect(throws: RenderingError.self) { try CairoRenderer().render(film, as: format) }
        }
    }

    /// Each is made when its turn comes, twice at most.
    @Test(arguments: MotionFormat.allCases)
    func framesAreMadeInOrder(_ format: MotionFormat) throws {
        final class Log { var frames: [Int] = [] }
        let log = Log()
        let plain = SampleFilms.sliding(poster: 3)
        let film = Film(frameCount: 8, secondsPerFrame: 0.4, poster: 3, description: plain.description) { frame in
            log.frames.append(frame)
            return try plain.frame(frame)
        }
        _ = try CairoRenderer().render(film, as: format)
        let once = Array(0..<8)
        switch format {
        case .svg, .pdf: #expect(log.frames == once)
        case .gif, .apng: #expect(log.frames == once + once)
        }
    }
}
