import CairoRendering
import Figures
import Files
import Scenes

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
                        message: "\(path): \(entry.name): no format is called '\(name)'; there are "
                            + OutputFormat.allCases.map(\.rawValue).joined(separator: ", ") + ".",
                        status: Failure.badData)
                }
                return format
            }
            return GalleryItem(
                name: entry.name, folder: folder, formats: formats,
                job: FigureJob(entry.description, folder: FileSystem.folder(of: path), place: path))
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

    private func file(_ format: OutputFormat) -> String { "\(folder)/\(name).\(format.rawValue)" }

    private func record() throws -> String {
        SceneDump(try job.scene(FixedTextMeasurer())).description
    }

    func draw() throws {
        let scene = try job.scene(PangoTextMeasurer())
        for format in formats { try AtomicFile.write(job.render(scene, format), to: file(format)) }
        try AtomicFile.write(Array(try record().utf8), to: recordPath)
    }

    /// - Throws: ``Failure`` that says what is stale or missing.
    func check() throws {
        for format in formats where !FileSystem.exists(file(format)) {
            throw Failure(message: "\(file(format)) is missing.", status: 1)
        }
        guard FileSystem.exists(recordPath) else {
            throw Failure(message: "\(recordPath) is missing: draw it again.", status: 1)
        }
        let differences = SceneDump.differences(try FileSystem.text(of: recordPath), try record())
        if let first = differences.first {
            throw Failure(message: "stale: \(differences.count) lines differ, the first: \(first)", status: 1)
        }
    }
}
