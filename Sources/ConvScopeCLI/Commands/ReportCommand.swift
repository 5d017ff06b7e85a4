import ArgumentParser
import Execution
import Figures
import Files
import Networks
import Reports
import Tensors

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Write a report of a network, a filter or a lesson.",
        discussion: """
            HTML is one file that needs nothing from outside: figures, mathematics, light and dark. Markdown and LaTeX have \
            their figures in a folder beside them. JSON is described by `convscope schema report`.

              convscope report lenet5 -o lenet5.html
              convscope report vgg16 --image photo.jpg -o vgg16.html -o vgg16.tex
              convscope report --filter sobel-x --image photo.jpg -o sobel.html
              convscope report lesson.yml -o lesson.html
            """)

    @Argument(help: ArgumentHelp("An id, a .yml, .onnx or lesson file, or a chain.", valueName: "network|lesson.yml"))
    var network: String?

    @Option(help: ArgumentHelp("A filter instead of a network.", valueName: "name|file|matrix"))
    var filter: String?

    @Option(help: ArgumentHelp("A photo that goes through it.", valueName: "file"))
    var image: String?

    @Option(help: ArgumentHelp("The network's weights.", valueName: "file"))
    var weights: String?

    @Option(
        help: ArgumentHelp("Whose way of counting parameters.", valueName: "pytorch|keras"),
        completion: .list(Profile.allCases.map(\.rawValue)), transform: profileOption)
    var profile: Profile = .pytorch

    @Option(
        name: [.customShort("o"), .long], parsing: .unconditionalSingleValue,
        help: ArgumentHelp("A file (.html, .md, .tex, .json); may be repeated.", valueName: "file"))
    var output: [String]

    func validate() throws {
        guard (network == nil) != (filter == nil) else {
            throw ValidationError("give either a network, a lesson, or --filter.")
        }
        if filter != nil, weights != nil { throw ValidationError("a filter has no --weights.") }
    }

    func run() throws {
        do {
            for path in output { _ = try DocumentFormat(path) }
            let document = try self.document()
            for path in output { try document.write(to: path) }
            let wrong = document.mistakes + document.failingClaims
            if !wrong.isEmpty {
                throw Failure(message: wrong.map { "\(network ?? ""): \($0)" }.joined(separator: "\n"), status: 1)
            }
        } catch {
            throw Failure(error)
        }
    }

    private func document() throws -> Document {
        if let filter {
            let resources = FileResources()
            let parsed = try FilterReference(.text(filter)).filter(from: resources)
            return try FilterReport(parsed, reference: filter, image: image ?? TestImage.shapes.rawValue)
                .document(resources: resources)
        }
        let name = network ?? ""
        if ["yml", "yaml"].contains(FileSystem.ending(of: name)), FileSystem.exists(name) {
            let yaml = try FileSystem.text(of: name)
            if LessonFile.isLesson(yaml) {
                guard image == nil, weights == nil else {
                    throw Failure.usage("\(name) is a lesson: its figures name their photos and weights themselves.")
                }
                return try Document(LessonFile(yaml: yaml, path: name), yaml: yaml)
            }
        }
        // A photo that is not there is not a figure that does not suit.
        if let image { _ = try FileResources().image(at: image) }
        if let weights { _ = try PreparedNetwork(NetworkRequest(name, weights: weights)) }
        let read = try NetworkSource(name).read().network
        let figures = DocumentFigures(folder: "", prefix: "")
        let report = NetworkReport(read, reference: name, profile: profile, image: image, weights: weights)
        return try report.document { (try? figures.words($0)) != nil }
    }
}
