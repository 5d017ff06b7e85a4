import Tensors

extension FileError: CustomStringConvertible {
    /// What happened, where, and what to do.
    public var description: String {
        switch self {
        case .noSuchFile(let path): "\(path): there is no such file."
        case .isFolder(let path): "\(path): this is a folder, not a file."
        case .notFolder(let path): "\(path): this is a file, not a folder."
        case .cannotRead(let path, let reason): "\(path): cannot be read: \(reason)."
        case .cannotWrite(let path, let reason): "\(path): cannot be written: \(reason)."
        case .empty(let path): "\(path): the file is empty."
        case .damaged(let path, let detail): "\(path): the file is damaged: \(detail). Copy or export it again."
        case .unsupported(let path, let detail): "\(path): this kind of file is not read: \(detail)."
        case .outOfMemory(let path): "\(path): there is not enough memory for it."
        case .notAnImage(let path): "\(path): this is neither a PNG nor a JPEG image. Convert it to one of them."
        case .truncatedImage(let path, let row?, let rows?) where row < rows:
            """
            \(path): the file ends in the middle of the picture (row \(row) of \(rows)). \
            Copy it again from the camera or export it again.
            """
        case .truncatedImage(let path, _, _):
            "\(path): the file ends before the picture is complete. Copy it again from the camera or export it again."
        case .tooManyPixels(let path, let width, let height, let limit):
            """
            \(path): the file declares \(width) x \(height) pixels, more than the limit of \(limit). \
            If you trust it, lift the limit.
            """
        case .numPy(let path, let problem): "\(path): \(problem.description)"
        case .archive(let path, let problem): "\(path): \(problem.description)"
        case .kernel(let path, let problem): "\(path): \(problem.description)"
        case .onnx(let path, let problem): "\(path): \(problem.description)"
        }
    }
}

extension NumPyProblem: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notNumPy: "this is not a NumPy array. Save it with numpy.save."
        case .unknownVersion(let version): "NumPy format version \(version) is not known; 1 to 3 are."
        case .malformedHeader(let byte): "the NumPy header makes no sense at byte \(byte). Save the array again."
        case .missingKey(let key): "the NumPy header lacks '\(key)'. Save the array again."
        case .unsupportedElements(let type):
            "elements of type \(type) are not read. Use booleans, integers or floats: array.astype('float32')."
        case .impossibleShape: "the NumPy header holds a shape that no array can have. Save the array again."
        case .truncated(let expected, let found):
            "the shape asks for \(expected) bytes of elements, but only \(found) are there. Copy the file again."
        }
    }
}

extension ArchiveProblem: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notAnArchive: "this is not an .npz archive, or its end is missing. Save it with numpy.savez."
        case .malformedDirectory: "the archive's list of arrays is damaged. Copy or save the file again."
        case .encrypted(let entry): "the entry '\(entry)' is encrypted, which is not read."
        case .unknownMethod(let entry, let method):
            "the entry '\(entry)' is compressed by method \(method), which is not read. Save it with numpy.savez."
        case .damagedEntry(let entry): "the entry '\(entry)' is damaged. Copy or save the file again."
        case .noSuchEntry(let name, let available):
            "there is no array '\(name)'. There \(available.count == 1 ? "is" : "are") \(listed(available))."
        }
    }

    private func listed(_ names: [String]) -> String {
        names.isEmpty ? "none" : names.prefix(20).joined(separator: ", ") + (names.count > 20 ? ", …" : "")
    }
}
