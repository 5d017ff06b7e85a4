import Files

/// Which images are filtered, and what their responses are called.
enum FilterSources {
    /// A folder's images, or the image itself.
    ///
    /// - Throws: `FileError`, and ``Failure`` for a folder without images.
    static func images(_ path: String) throws -> [String] {
        guard FileSystem.isFolder(path) else { return [path] }
        let images = try FileSystem.images(in: path)
        if images.isEmpty {
            throw Failure(message: "\(path): no PNG or JPEG images in this folder.", status: Failure.noInput)
        }
        return images
    }

    /// Not only its own source: another image's response must not replace one that is still to be read.
    static func refuseOverwriting(_ sources: [String], by targets: [String]) throws {
        if let (_, source) = FileSystem.sameFile(among: targets, and: sources) {
            throw Failure.usage("\(source) would be overwritten by a response; choose another folder for -o.")
        }
    }

    /// The names of one folder's responses.
    struct Names {
        let isQuiet: Bool
        private var taken: Set<String> = []

        init(isQuiet: Bool) { self.isQuiet = isQuiet }

        /// The image's name without its ending; a second `a.png` beside an `a.jpg` keeps its whole name, so that neither
        /// is lost.
        mutating func unused(_ path: String) -> String {
            let (stem, name) = (FileSystem.stem(of: path), FileSystem.name(of: path))
            var free = taken.contains(stem) ? name : stem
            var number = 2
            while taken.contains(free) {
                free = "\(stem)-\(number)"
                number += 1
            }
            taken.insert(free)
            if free != stem && !isQuiet { Console.note("\(path): its response is called \(free), \(stem) is taken") }
            return free
        }
    }
}
