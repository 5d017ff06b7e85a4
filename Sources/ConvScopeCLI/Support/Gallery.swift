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
            let formats = try (entry.formats ?? ["svg", "png"]).map { name in
                guard let format = OutputFormat(rawValue: name) else {
                    throw Failure(
                        message: "\(path):\(entry.line(ofOption: "formats")): no format is called '\(name)'; there are "
                            + OutputFormat.allCases.map(\.rawValue).joined(separator: ", ") + ".",
                        status: Failure.badData)
                }
                return format
            }
            return GalleryItem(
                name: entry.name, folder: folder, formats: formats,
                job: FigureJob(entry, path: path))
        }
    }
}

/// One figure of a manifest with its files, and a record beside them of what was drawn.
struct GalleryItem: Sendable {
    let name: String
    let folder: String
    let formats: [OutputFormat]
    let job: FigureJob

    /// The scene as text, laid out with widths that are the same on every machine.
    private var recordPath: String { folder + "/.scenes/" + name + ".txt" }

    /// The files' path without their endings.
    var stem: String { folder + "/" + name }

    private func file(_ format: OutputFormat) -> String { "\(folder)/\(name).\(format.rawValue)" }

    private func record() throws -> String {
        SceneDump(try job.scene(FixedTextMeasurer())).description
    }

    func draw() throws {
        let scene = try job.scene(PangoTextMeasurer())
        for format in formats { try AtomicFile.write(job.render(scene, format), to: file(format)) }
        try AtomicFile.write(try record(), to: recordPath)
        try AtomicFile.write(LibraryVersions.description, to: versionsPath)
    }

    /// Compares scenes everywhere, and what is drawn of them where the libraries are those that drew the files.
    ///
    /// - Throws: ``Failure`` that says what is stale or missing.
    func check() throws {
        for path in formats.map(file) + [recordPath] where !FileSystem.exists(path) {
            throw Failure(message: "\(path) is missing: render it again.", status: 1)
        }
        let differences = SceneDump.differences(try FileSystem.text(of: recordPath), try record())
        if let first = differences.first {
            throw Failure(
                message: "stale: \(differences.count / 2) lines of its scene differ, the first: \(first)", status: 1)
        }
        guard FileSystem.exists(versionsPath), try FileSystem.text(of: versionsPath) == LibraryVersions.description
        else { return }
        let scene = try job.scene(PangoTextMeasurer())
        for format in formats {
            let (drawn, now) = (try FileBytes.read(file(format)), try job.render(scene, format))
            if drawn != now, try !Self.looksAlike(drawn, now, format, name: file(format)) {
                throw Failure(message: "stale: \(file(format)) is no longer what is drawn.", status: 1)
            }
        }
    }

    private var versionsPath: String { folder + "/.scenes/.versions" }

    /// Processors round differently, so pixels may differ by a level.
    private static func looksAlike(
        _ drawn: [UInt8], _ now: [UInt8], _ format: OutputFormat, name: String
    ) throws -> Bool {
        switch format {
        case .png:
            let (old, new) = (
                try EncodedImage(drawn, name: name).decoded(), try EncodedImage(now, name: name).decoded()
            )
            return old.shape == new.shape
                && zip(old.elements, new.elements).allSatisfy { abs($0 - $1) * 255 <= 1.01 }
        case .svg:
            return withoutImages(drawn) == withoutImages(now)
        case .pdf:
            // Its streams are compressed: the scene has been compared, and there is no more to read.
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
