import CairoRendering
import Figures
import Files
import Scenes
import Tensors

/// One figure of a manifest with its files, and a record beside them of what was drawn.
struct FigureItem: RenderItem {
    let name: String
    let place: RenderPlace
    let recipe: String
    private let files: [File]
    private let job: FigureJob

    private struct File: Sendable {
        let ending: String
        let target: FigureTarget
    }

    /// - Throws: ``Failure`` for a format that is none of ours.
    init(_ entry: FigureFile.Entry, in place: RenderPlace) throws {
        (name, self.place) = (entry.name, place)
        // Fonts and libraries draw, too.
        recipe = entry.recipe + LibraryVersions.description
        job = FigureJob(entry, path: place.manifest)
        files = try (entry.formats ?? ["svg", "png"]).map { format in
            do {
                return File(
                    ending: format, target: try FigureTarget(format: format, step: entry.description.settings.step))
            } catch {
                throw Failure(error, inFile: "\(place.manifest):\(entry.line(ofOption: "formats"))")
            }
        }
    }

    var noun: String { "figure" }
    private var folder: String { place.folder }

    /// The scene as text, laid out with widths that are the same on every machine.
    private var recordPath: String { folder + "/.scenes/" + name + ".txt" }

    private func path(_ file: File) -> String { "\(folder)/\(name).\(file.ending)" }

    private var moves: Bool {
        files.contains { if case .motion = $0.target { true } else { false } }
    }

    /// The still, and a line for each frame of a film.
    private func record() throws -> String {
        let still = SceneDump(try job.scene(FixedTextMeasurer())).description
        guard moves else { return still }
        let film = try job.film(FixedTextMeasurer())
        let frames = try (0..<film.frameCount).map { index in
            let frame = SceneDump(try film.frame(index)).description
            return "frame \(index + 1): \(ContentHash(Array(frame.utf8)).text)"
        }
        return still + frames.joined(separator: "\n") + "\n"
    }

    private func rendered(_ file: File, _ measurer: PangoTextMeasurer) throws -> [UInt8] {
        switch file.target {
        case .still(let format): try job.render(job.scene(measurer), format)
        case .motion(let format): try job.render(job.film(measurer), format)
        case .frames: preconditionFailure("no manifest asks for a folder")
        }
    }

    func draw() throws {
        let measurer = PangoTextMeasurer()
        let versions = LibraryVersions.description
        for file in files { try AtomicFile.write(rendered(file, measurer), to: path(file)) }
        try AtomicFile.write(try record(), to: recordPath)
        try FileLog.unnoticed {
            // One file for all figures: it is no result of this one.
            let isKnown = try FileSystem.exists(versionsPath) && FileSystem.text(of: versionsPath) == versions
            if !isKnown { try AtomicFile.write(versions, to: versionsPath) }
        }
    }

    /// Compares scenes everywhere, and what is drawn of them where the libraries are those that drew the files.
    ///
    /// - Throws: ``Failure`` that says what is stale or missing.
    func check(isRecorded: Bool) throws {
        for path in files.map(path) + [recordPath] where !FileSystem.exists(path) {
            throw Failure(message: "\(path) is missing: render it again.", status: 1)
        }
        let differences = SceneDump.differences(try FileSystem.text(of: recordPath), try record())
        if let first = differences.first {
            throw Failure(
                message: "stale: \(differences.count / 2) lines of its scene differ, the first: \(first)", status: 1)
        }
        guard FileSystem.exists(versionsPath), try FileSystem.text(of: versionsPath) == LibraryVersions.description
        else { return }
        let measurer = PangoTextMeasurer()
        for file in files {
            let (drawn, now) = (try FileBytes.read(path(file)), try rendered(file, measurer))
            if drawn != now, try !looksAlike(drawn, now, file.target, name: path(file)) {
                throw Failure(message: "stale: \(path(file)) is no longer what is drawn.", status: 1)
            }
        }
    }

    private var versionsPath: String { folder + "/.scenes/.versions" }

    private func looksAlike(_ drawn: [UInt8], _ now: [UInt8], _ target: FigureTarget, name: String) throws -> Bool {
        switch target {
        case .still(.png):
            try drawn.isSamePicture(as: now, name: name)
        case .still(.svg), .motion(.svg):
            Self.withoutImages(drawn) == Self.withoutImages(now)
        case .still(.pdf), .motion(.pdf), .motion(.apng), .motion(.gif), .frames:
            // Their streams are compressed: the scenes have been compared, and there is no more to read.
            true
        }
    }

    /// An SVG without the bytes of its pictures and the ids that follow from all bytes; they are in the scene's record.
    private static func withoutImages(_ svg: [UInt8]) -> String {
        var text = String(decoding: svg, as: UTF8.self)
        text.replace(#/data:image\/png;base64,[A-Za-z0-9+\/=]*/#, with: "")
        text.replace(#/f[0-9a-z]{8,}-/#, with: "f-")
        return text
    }
}

extension [UInt8] {
    /// Whether two PNG files show the same: processors round differently, so pixels may differ by a level.
    func isSamePicture(as other: [UInt8], name: String) throws -> Bool {
        let (old, new) = (
            try EncodedImage(self, name: name).decoded(), try EncodedImage(other, name: name).decoded()
        )
        return old.shape == new.shape && zip(old.elements, new.elements).allSatisfy { abs($0 - $1) * 255 <= 1.01 }
    }
}
