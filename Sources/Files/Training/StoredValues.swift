import Tensors

/// What a file of named tensors and texts holds, asked for piece by piece; what is not as it must be is an error.
struct StoredValues {
    let path: String
    private var tensors: [String: Tensor]
    private var texts: [String: String]

    init(_ contents: Safetensors.Contents, path: String) {
        self.path = path
        tensors = Dictionary(contents.tensors.map { ($0.name, $0.tensor) }) { first, _ in first }
        texts = contents.metadata
    }

    func damaged(_ detail: String) -> FileError { .damaged(path: path, detail: detail) }

    /// The names of all tensors, sorted.
    var names: [String] { tensors.keys.sorted() }

    func text(_ key: String) throws(FileError) -> String {
        guard let text = texts[key] else { throw damaged("'\(key)' is missing") }
        return text
    }

    func integer(_ key: String) throws(FileError) -> Int {
        guard let number = Int(try text(key)), number >= 0 else { throw damaged("'\(key)' is no whole number") }
        return number
    }

    func integers(_ key: String) throws(FileError) -> [Int] {
        guard let list = JSONReader.value(try text(key))?.integers, list.allSatisfy({ $0 >= 0 }) else {
            throw damaged("'\(key)' is no list of whole numbers")
        }
        return list
    }

    func strings(_ key: String) throws(FileError) -> [String] {
        guard let list = JSONReader.value(try text(key))?.strings else { throw damaged("'\(key)' is no list of texts") }
        return list
    }

    func has(_ key: String) -> Bool { texts[key] != nil }

    func tensor(_ name: String) throws(FileError) -> Tensor {
        guard let tensor = tensors[name] else { throw damaged("the tensor '\(name)' is missing") }
        return tensor
    }

    /// The elements of a tensor with one axis.
    func vector(_ name: String, count: Int? = nil) throws(FileError) -> [Float] {
        let tensor = try tensor(name)
        guard tensor.shape.rank == 1, count == nil || tensor.shape[0] == count else {
            throw damaged(
                "the tensor '\(name)' is \(tensor.shape)\(count.map { ", but must have \($0) elements" } ?? "")")
        }
        return tensor.elements
    }
}

extension Safetensors.Contents {
    mutating func add(_ name: String, _ tensor: Tensor) { tensors.append((name, tensor)) }
    mutating func add(_ name: String, _ values: [Float]) { add(name, Tensor([values.count], values)) }

    /// Lists go into the metadata.
    mutating func note(_ key: String, _ values: [Int]) { metadata[key] = Self.list(values.map(String.init)) }
    mutating func note(_ key: String, _ values: [String]) { metadata[key] = Self.list(values.map(\.json)) }

    private static func list(_ items: [String]) -> String { "[\(items.joined(separator: ","))]" }
}
