/// What an ONNX file holds, under ONNX's own names (`onnx.proto`, IR versions 1 to 13, 2017–2025).
///
/// This is the file, not yet a network: operators are names, attributes are what was written. Weights stay in the file
/// until ``ONNXTensor`` is asked for them.
public struct ONNXModel: Sendable {
    /// The version of the file format.
    public var irVersion: Int
    /// The version of each set of operators, by domain; ONNX's own is the domain `""`.
    public var opsets: [String: Int]
    public var producerName: String
    public var producerVersion: String
    /// Whatever the exporter noted: class names, mean and deviation of the photos.
    public var metadata: [String: String]
    /// The names of the operators that the file itself defines as functions, with their domains: `my.domain.Swish`.
    public var functions: [String]
    public var graph: ONNXGraph

    public init(
        irVersion: Int = 8, opsets: [String: Int] = ["": 17], producerName: String = "", producerVersion: String = "",
        metadata: [String: String] = [:], functions: [String] = [], graph: ONNXGraph
    ) {
        self.irVersion = irVersion
        self.opsets = opsets
        self.producerName = producerName
        self.producerVersion = producerVersion
        self.metadata = metadata
        self.functions = functions
        self.graph = graph
    }

    /// The version of ONNX's own operators; files older than IR version 3 do not say it and mean 1.
    public var opset: Int { opsets[""] ?? 1 }

    /// Reads a file. External data is looked for beside it.
    ///
    /// The file has to stay as it is as long as weights are asked for.
    ///
    /// - Throws: ``FileError`` if it cannot be read, ``FileError/onnx(path:_:)`` if it is not right.
    public static func read(_ path: String) throws(FileError) -> ONNXModel {
        try read(ByteSource(path: path), folder: ExternalFolder(ofFile: path))
    }

    /// A model from bytes; `name` is what errors call it.
    ///
    /// - Throws: ``FileError/onnx(path:_:)``, also if the model keeps data outside of these bytes.
    public static func decode(_ bytes: [UInt8], name: String) throws(FileError) -> ONNXModel {
        try read(ByteSource(bytes, name: name), folder: nil)
    }

    private static func read(_ source: ByteSource, folder: ExternalFolder?) throws(FileError) -> ONNXModel {
        if source.count == 0 { throw .empty(path: source.name) }
        do throws(ONNXProblem) {
            var reader = ONNXReader(folder: folder)
            return try reader.model(source)
        } catch {
            if case .unreadable(let error) = error.fact { throw error }
            throw .onnx(path: source.name, error)
        }
    }
}

/// Nodes that read and make named values.
public struct ONNXGraph: Sendable {
    public var name: String
    /// As declared; up to IR version 3 that includes the initializers. See ``requiredInputs``.
    public var inputs: [ONNXValue]
    public var outputs: [ONNXValue]
    /// What the file says about values in between.
    public var values: [ONNXValue]
    /// In an order in which every node comes after those it reads.
    public var nodes: [ONNXNode]
    public var initializers: [ONNXTensor]

    public init(
        name: String = "graph", inputs: [ONNXValue] = [], outputs: [ONNXValue] = [], values: [ONNXValue] = [],
        nodes: [ONNXNode] = [], initializers: [ONNXTensor] = []
    ) {
        self.name = name
        self.inputs = inputs
        self.outputs = outputs
        self.values = values
        self.nodes = nodes
        self.initializers = initializers
    }

    /// The inputs that have no initializer: those that have to be given.
    public var requiredInputs: [ONNXValue] {
        let initialized = Set(initializers.map(\.name))
        return inputs.filter { !initialized.contains($0.name) }
    }
}

/// One use of an operator.
public struct ONNXNode: Sendable {
    /// May be empty, and need not be unique.
    public var name: String
    /// The operator: `Conv`.
    public var opType: String
    /// The set the operator is of; ONNX's own is `""`.
    public var domain: String
    /// The names of the values read; an empty one is an optional input left out.
    public var inputs: [String]
    /// The names of the values made; an empty one is not wanted.
    public var outputs: [String]
    public var attributes: [String: ONNXAttribute]

    public init(
        _ opType: String, name: String = "", domain: String = "", inputs: [String], outputs: [String],
        attributes: [String: ONNXAttribute] = [:]
    ) {
        self.name = name
        self.opType = opType
        self.domain = domain
        self.inputs = inputs
        self.outputs = outputs
        self.attributes = attributes
    }
}

/// A value's name and what is known about it.
public struct ONNXValue: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        /// `dimensions` is `nil` where not even their number is known.
        case tensor(ONNXElementType?, dimensions: [ONNXDimension]?)
        case sparseTensor, sequence, map, optional, opaque
        case unknown
    }

    public var name: String
    public var kind: Kind

    public init(_ name: String, _ kind: Kind) {
        self.name = name
        self.kind = kind
    }
}

/// One size of a value.
public enum ONNXDimension: Sendable, Hashable {
    case known(Int)
    /// Unknown, but the same wherever this name stands: `batch`.
    case named(String)
    /// Not said, or negative in the file.
    case unknown
}
