import Execution
import Networks
import Tensors
import Training

/// Pictures in folders, one for each class.
enum ImageFolder {
    /// - Parameters:
    ///   - folder: With a folder for each class; the classes are in the order of their names.
    ///   - input: Channels, height and width as the network takes them.
    ///   - size: To which pictures are cut and resized; nothing: they must have one size.
    ///   - most: How many are taken of each class.
    /// - Throws: ``FileError``, `DataProblem`.
    static func dataset(_ folder: String, input: Shape, size: [Int]?, most: Int?) throws -> Dataset {
        let names = try FileSystem.entries(of: folder).filter { FileSystem.isFolder(FileSystem.join(folder, $0)) }
        if names.isEmpty { throw DataProblem.noClasses(folder: folder) }
        var paths: [String] = []
        var classes: [Int] = []
        for (number, name) in names.enumerated() {
            let path = FileSystem.join(folder, name)
            let pictures = try FileSystem.images(in: path).prefix(most ?? .max)
            if pictures.isEmpty { throw DataProblem.emptyClass(folder: path) }
            paths += pictures
            classes += pictures.map { _ in number }
        }
        let framing = Framing(channels: input[0], size: size)
        var first: Tensor?
        var pictures: [Tensor] = []
        for path in paths {
            let picture = try framing.picture(path)
            if let first, picture.shape != first.shape {
                throw DataProblem.sizes(path: path, picture.shape, other: paths[0], first.shape)
            }
            if first == nil {
                _ = try Shape(ofSamples: paths.count, picture.shape.sizes)
                first = picture
            }
            pictures.append(picture)
        }
        let shape = try Shape(ofSamples: paths.count, first?.shape.sizes ?? [])
        return Dataset(inputs: .stacked(pictures, shape), targets: .classes(classes, names: names))
    }
}

/// Photos with the channels that a network takes, cut and resized if a size is given.
struct Framing {
    let channels: Int
    var size: [Int]?

    /// `[C, H, W]` from 0 to 1.
    ///
    /// - Throws: ``FileError``, which names the photo.
    func picture(_ path: String) throws -> Tensor {
        let photo = try ImageFile.read(path)
        var preparation = Preprocessing()
        if let size {
            preparation.resize = .shorterSide(max(size[0], size[1]))
            preparation.crop = size
        }
        let spatial = (size ?? Array(photo.shape.dropFirst())).map { Quantity($0) }
        do {
            return try preparation.framed(photo, for: FeatureShape(channels: Quantity(channels), spatial: spatial))
        } catch {
            throw FileError.unsupported(path: path, detail: error.description)
        }
    }
}
