import CairoRendering
import Figures
import Files
import Scenes
import Tensors

/// A manifest's figures, and where each goes.
struct Manifest {
    private let path: String
    private let file: FigureFile

    init(_ path: String) throws {
        self.path = path
        self.file = try FigureFile(yaml: FileSystem.text(of: path), path: path)
    }

    func items(in output: String) throws -> [GalleryItem] {
        let folder = FileSystem.join(output, FileSystem.stem(of: path))
        return try file.entries.map { entry in
            let files = try (entry.formats ?? ["svg", "png"]).map { format in
                do {
                    let target = try FigureTarget(format: format, step: entry.description.settings.step)
                    return GalleryItem.File(ending: format, target: target)
                } catch {
                    throw Failure(error, inFile: "\(path):\(entry.line(ofOption: "formats"))")
                }
            }
            return GalleryItem(
                name: entry.name, folder: folder, files: files,
                job: FigureJob(entry, path: path))
        }
    }
}

/// One figure of a manifest with its files, and a record beside them of what was drawn.
struct GalleryItem: Sendable {
    let name: String
    let folder: String
    let files: [File]
    let job: FigureJob

    struct File: Sendable {
        let ending: String
        let target: FigureTarget
    }

    /// The scene as text, laid out with widths that are the same on every machine.
    private var recordPath: String { folder + "/.scenes/" + name + ".txt" }

    /// The files' path without their endings.
    var stem: String { folder + "/" + name }

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
        for file in files { try AtomicFile.write(rendered(file, measurer), to: path(file)) }
        try AtomicFile.write(try record(), to: recordPath)
        try AtomicFile.write(LibraryVersions.description, to: versionsPath)
    }

    /// Compares scenes everywhere, and what is drawn of them where the libraries are those that drew the files.
    ///
    /// - Throws: ``Failure`` that says what is stale or missing.
    func check() throws {
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
            if drawn != now, try !Self.looksAlike(drawn, now, file.target, name: path(file)) {
                throw Failure(message: "stale: \(path(file)) is no longer what is drawn.", status: 1)
            }
        }
    }

    private var versionsPath: String { folder + "/.scenes/.versions" }

    /// Processors round differently, so pixels may differ by a level.
    private static func looksAlike(
        _ drawn: [UInt8], _ now: [UInt8], _ target: FigureTarget, name: String
    ) throws -> Bool {
        switch target {
        case .still(.png):
            let (old, new) = (
                try EncodedImage(drawn, name: name).decoded(), try EncodedImage(now, name: name).decoded()
            )
            return old.shape == new.shape
                && zip(old.elements, new.elements).allSatisfy { abs($0 - $1) * 255 <= 1.01 }
        case .still(.svg), .motion(.svg):
            return withoutImages(drawn) == withoutImages(now)
        case .still(.pdf), .motion(.pdf), .motion(.apng), .motion(.gif), .frames:
            // Their streams are compressed: the scenes have been compared, and there is no more to read.
            return true
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
