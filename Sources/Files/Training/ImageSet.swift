import Tensors
import Training

/// Samples in files, as they stand there: arrays and their labels, or pictures in folders.
struct ImageSet {
    /// `[N, …]`
    var images: Tensor
    var labels: Tensor?
    /// For messages.
    var imagesPath: String
    var labelsPath: String

    /// Arrays that an archive holds: those for learning, and those for testing if it has them.
    ///
    /// - Throws: ``FileError``, `DataProblem`.
    static func archive(
        _ path: String, images: String?, labels: String?, needsLabels: Bool
    ) throws -> (training: ImageSet, test: ImageSet?) {
        let archive = try NumPyArchive(path: path)
        func name(_ given: String?, _ what: String, _ usual: [String]) throws -> String {
            if let given { return given }
            if let found = usual.first(where: archive.names.contains) { return found }
            throw DataProblem.noArray(path: path, what: what, tried: usual, available: archive.names)
        }
        func set(_ images: String, _ labels: String?) throws -> ImageSet {
            ImageSet(
                images: try archive.tensor(named: images), labels: try labels.map(archive.tensor),
                imagesPath: "\(path), array \(images)", labelsPath: "\(path), array \(labels ?? "")")
        }
        let training = try set(
            name(images, "images", Names.images), needsLabels ? name(labels, "labels", Names.labels) : nil)
        guard images == nil, labels == nil,
            let testImages = Names.testImages.first(where: archive.names.contains)
        else { return (training, nil) }
        let testLabels = Names.testLabels.first(where: archive.names.contains)
        if needsLabels, testLabels == nil { return (training, nil) }
        return (training, try set(testImages, needsLabels ? testLabels : nil))
    }

    /// What people call arrays; the first that is there is taken.
    private enum Names {
        static let images = ["images", "x_train", "X_train", "train_images", "x", "X", "inputs", "data"]
        static let labels = ["labels", "y_train", "Y_train", "train_labels", "y", "Y", "targets", "target"]
        static let testImages = ["x_test", "X_test", "test_images"]
        static let testLabels = ["y_test", "Y_test", "test_labels"]
    }

    /// Arrays in files of their own.
    ///
    /// - Throws: ``FileError``
    static func files(images: String, labels: String?) throws(FileError) -> ImageSet {
        var labelTensor: Tensor?
        if let labels { labelTensor = try array(labels) }
        return ImageSet(
            images: try array(images), labels: labelTensor, imagesPath: images, labelsPath: labels ?? "")
    }

    /// `.npy` or IDX, packed or not: the content says which.
    private static func array(_ path: String) throws(FileError) -> Tensor {
        let bytes = try Gzip.unpacked(FileBytes.read(path), path: path)
        if IDXFile.isIDX(bytes) { return try IDXFile.decode(bytes, path: path) }
        guard bytes.starts(with: NumPyHeader.magic) else {
            throw .unsupported(path: path, detail: "arrays are read from .npy, .npz and IDX files")
        }
        return try NumPyFile.decode(bytes, name: path)
    }

    // MARK: Towards a dataset

    /// The first samples, if not all are wanted.
    func prefix(_ count: Int?) -> ImageSet {
        guard let count, count < images.shape.first ?? 0 else { return self }
        var copy = self
        copy.images = images.first(count)
        copy.labels = labels.map { $0.shape.rank > 0 && $0.shape[0] > count ? $0.first(count) : $0 }
        return copy
    }

    /// - Parameters:
    ///   - goal: What the labels mean.
    ///   - white: The value that becomes 1.
    ///   - names: Of the classes, if they have some.
    /// - Throws: `DataProblem`
    func dataset(_ goal: DataSource.Goal, white: Float, names: [String]?) throws(DataProblem) -> Dataset {
        guard images.shape.rank >= 2 else { throw .notSamples(path: imagesPath, images.shape) }
        guard images.shape.elementCount > 0 else { throw .noSamples(path: imagesPath) }
        let inputs = white == 1 ? images : images.map { $0 / white }
        if let place = inputs.elements.firstIndex(where: { !$0.isFinite }) {
            throw .notFinite(path: imagesPath, index: place / (inputs.elements.count / inputs.shape[0]))
        }
        guard let labels else { return Dataset(inputs: inputs, targets: .values(inputs)) }
        let count = labels.shape.rank > 0 ? labels.shape[0] : 0
        guard count == images.shape[0] else {
            throw .counts(images: imagesPath, images.shape[0], labels: labelsPath, count)
        }
        guard goal.isClass else { return Dataset(inputs: inputs, targets: .values(labels)) }
        return Dataset(inputs: inputs, targets: try classes(labels, names))
    }

    private func classes(_ labels: Tensor, _ names: [String]?) throws(DataProblem) -> Dataset.Targets {
        let mostClasses: Float = 100_000
        let count = images.shape[0]
        var classes: [Int] = []
        for (index, value) in labels.elements.enumerated() {
            guard labels.elements.count == count, value >= 0, value < mostClasses, value == value.rounded() else {
                throw .label(path: labelsPath, index: index, value: value)
            }
            classes.append(Int(value))
        }
        let needed = (classes.max() ?? 0) + 1
        if let names, names.count < needed {
            throw .classCount(path: labelsPath, names: names.count, classes: needed)
        }
        return .classes(classes, names: names ?? (0..<needed).map(String.init))
    }

    /// The least usual value for white that no pixel exceeds.
    ///
    /// - Throws: `DataProblem.range(path:least:greatest:)` where none is.
    func white() throws(DataProblem) -> Float {
        guard let range = images.finiteRange else { return 1 }
        // Values below zero have been normalised already.
        if range.lowerBound < 0 && range.upperBound <= 10 { return 1 }
        guard range.lowerBound >= 0, let white = [1, 16, 255, 65_535].first(where: { range.upperBound <= $0 }) else {
            throw .range(path: imagesPath, least: range.lowerBound, greatest: range.upperBound)
        }
        return white
    }
}

extension Tensor {
    fileprivate func first(_ count: Int) -> Tensor {
        let shape = Shape([count] + shape.dropFirst())
        return Tensor(shape, Array(elements[..<shape.elementCount]))
    }
}
