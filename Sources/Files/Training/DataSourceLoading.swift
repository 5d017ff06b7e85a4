public import Networks
import Tensors
public import Training

extension DataSource {
    /// The samples, as a network takes them.
    ///
    /// - Parameter network: Its input says how large pictures are that are made, its output what filters' responses keep.
    /// - Throws: ``FileError``, `DataProblem`, `PhotoError`.
    public func data(for network: Network) throws -> TrainingData {
        let (training, test) = try samples(for: network)
        let parts = try test.map { (training, Optional($0)) } ?? split(training)
        var data = TrainingData(
            training: try parts.0.fitted(to: network), heldOut: try parts.1?.fitted(to: network),
            pictures: parts.1?.pictures)
        if case .patches(_, isNormalized: true) = kind { data = data.contrastNormalized }
        return try data.prepared(for: network)
    }

    private func split(_ all: Dataset) throws(DataProblem) -> (Dataset, Dataset?) {
        let held = heldOut ?? .share(Self.defaultShare)
        let classes: [Int]? = if case .classes(let classes, _) = all.targets { classes } else { nil }
        let split = DataSplit(count: all.count, classes: classes, held, seed: seed)
        guard !split.training.isEmpty, held == .nothing || !split.heldOut.isEmpty else {
            throw .tooFew(count: all.count, needed: 2)
        }
        if held == .nothing { return (all, nil) }
        return (all.samples(split.training), all.samples(split.heldOut))
    }

    /// All samples, and those for testing where they lie apart.
    private func samples(for network: Network) throws -> (Dataset, Dataset?) {
        let hasLabels = goal != .itself
        switch kind {
        case .archive(let path, let images, let labels):
            let (training, test) = try ImageSet.archive(path, images: images, labels: labels, needsLabels: hasLabels)
            // Whoever says which share is held out, wants that instead.
            return try datasets(training, heldOut == nil ? test : nil)
        case .files(let images, let labels):
            let training = try ImageSet.files(images: images, labels: hasLabels ? labels : nil)
            let test = try heldOutFiles.map { files throws(FileError) in
                try ImageSet.files(images: files.images, labels: hasLabels ? files.labels : nil)
            }
            return try datasets(training, test)
        case .folder(let folder):
            let input = try network.pictureInput()
            let pictures = try ImageFolder.dataset(folder, input: input, size: size, most: count)
            return (
                goal == .itself ? Dataset(inputs: pictures.inputs, targets: .values(pictures.inputs)) : pictures, nil
            )
        case .shapes(let kinds, let noise):
            let side = try size ?? Array(network.pictureInput().dropFirst())
            let shapes = SyntheticShapes(
                kinds, size: side[0], count: count ?? Self.defaultCount, noise: noise, seed: seed)
            _ = try Shape(ofSamples: shapes.count, [1, side[0], side[0]])
            let pictures = shapes.dataset
            return (
                goal == .itself ? Dataset(inputs: pictures.inputs, targets: .values(pictures.inputs)) : pictures, nil
            )
        case .pairs(let photos, let filters):
            let crops = try crops(of: photos, for: network).crops
            return (
                Dataset(inputs: crops, targets: .values(try FilterPairs.targets(of: crops, filters, for: network))), nil
            )
        case .patches(let photos, _):
            let crops = try crops(of: photos, for: network)
            let sizes = crops.crops.shape.dropFirst(2)
            if goal == .rotation, sizes.first != sizes.last { throw DataProblem.notSquare(Shape(Array(sizes))) }
            return (patches(crops, photos), nil)
        }
    }

    private func datasets(_ training: ImageSet, _ test: ImageSet?) throws -> (Dataset, Dataset?) {
        let white = try range ?? training.white()
        let all = try training.prefix(count).dataset(goal, white: white, names: classNames)
        guard let test else { return (all, nil) }
        // Classes have the names of the training's, so that both count the same ones.
        let names: [String]? = if case .classes(_, let names) = all.targets { names } else { nil }
        return (all, try test.dataset(goal, white: white, names: names))
    }

    private func crops(of paths: [String], for network: Network) throws -> PhotoCrops {
        let input = try network.pictureInput()
        let framing = Framing(channels: input[0])
        var photos: [PhotoCrops.Photo] = []
        for path in paths { photos.append((path, try framing.picture(path))) }
        return try PhotoCrops(
            of: photos, size: size ?? Array(input.dropFirst()), count: count ?? Self.defaultCount, seed: seed)
    }

    private func patches(_ crops: PhotoCrops, _ paths: [String]) -> Dataset {
        switch goal {
        case .itself, .values, .classes:
            return Dataset(inputs: crops.crops, targets: .values(crops.crops))
        case .photo:
            let names = paths.map { FileSystem.stem(of: $0) }
            return Dataset(inputs: crops.crops, targets: .classes(crops.photos, names: names))
        case .rotation:
            let (turned, quarters) = crops.turned
            return Dataset(inputs: turned, targets: .classes(quarters, names: ["0°", "90°", "180°", "270°"]))
        }
    }
}
