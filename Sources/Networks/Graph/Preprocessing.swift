/// How a photo is made into the network's input.
public struct Preprocessing: Hashable, Sendable {
    public enum Resize: Hashable, Sendable {
        /// The shorter side, in pixels.
        case shorterSide(Int)
        case exactly(height: Int, width: Int)
    }

    /// In which order the input has its axes: batch, channels, height, width.
    public enum AxisOrder: String, CaseIterable, Sendable { case nchw, nhwc }

    public var resize: Resize?
    /// The middle, height by width.
    public var crop: [Int]?
    /// 1 for values in [0, 1], 255 for [0, 255].
    public var pixelRange = 1.0
    /// For each channel in the network's order, in ``pixelRange``.
    public var mean: [Double]?
    public var deviation: [Double]?
    public var isBGR = false
    /// How the network's shape is to be read; one that is written with channels last is turned anyway.
    public var axes = AxisOrder.nchw
    /// The file with the classes of the scores.
    public var labels: String?

    public init() {}
}

extension Preprocessing {
    /// What can be said of it, under the names that files and options use.
    public enum Key: String, CaseIterable, Sendable {
        case resize, crop
        case pixelRange = "pixel-range"
        case mean
        case deviation = "std"
        case bgr, layout, labels

        public var syntax: String {
            switch self {
            case .resize, .crop: "N|HxW"
            case .pixelRange: "1|255"
            case .mean, .deviation: "a,b,c"
            case .bgr: "true|false"
            case .layout: AxisOrder.allCases.map(\.rawValue).joined(separator: "|")
            case .labels: "FILE"
            }
        }

        public var summary: String {
            switch self {
            case .resize: "the photo's shorter side in pixels, or its size"
            case .crop: "the middle of it that is kept"
            case .pixelRange: "1 for values from 0 to 1, 255 for values from 0 to 255"
            case .mean: "what is taken from each channel, in the network's order and range"
            case .deviation: "what each channel is divided by"
            case .bgr: "channels blue, green, red"
            case .layout: "the order of the axes that the network reads"
            case .labels: "the classes of its scores: one a line, or JSON"
            }
        }
    }

    /// - Parameters:
    ///   - key: What is said.
    ///   - text: As ``Key/syntax`` says.
    /// - Throws: ``PreprocessingProblem``.
    public mutating func set(_ key: Key, to text: String) throws(PreprocessingProblem) {
        func problem(_ expectation: String) -> PreprocessingProblem {
            PreprocessingProblem(key: key, text: text, expectation: expectation)
        }
        func numbers(_ counts: ClosedRange<Int>, _ what: String) throws(PreprocessingProblem) -> [Double] {
            let items = text.split(omittingEmptySubsequences: false) { "x,".contains($0) }
            let numbers = items.compactMap { Double($0.trimmingSpaces) }.filter(\.isFinite)
            guard numbers.count == items.count, counts.contains(numbers.count) else { throw problem(what) }
            return numbers
        }
        func pixels() throws(PreprocessingProblem) -> [Int] {
            let what = "a size in pixels, or height x width"
            let sizes = try numbers(1...2, what)
            guard sizes.allSatisfy({ (1...65_536).contains($0) && $0 == $0.rounded() }) else { throw problem(what) }
            return sizes.map { Int($0) }
        }
        switch key {
        case .resize:
            let sizes = try pixels()
            resize = sizes.count == 1 ? .shorterSide(sizes[0]) : .exactly(height: sizes[0], width: sizes[1])
        case .crop:
            let sizes = try pixels()
            crop = sizes.count == 1 ? [sizes[0], sizes[0]] : sizes
        case .pixelRange: pixelRange = try numbers(1...1, "1 or 255")[0]
        case .mean: mean = try numbers(1...64, "one number for each channel")
        case .deviation:
            let values = try numbers(1...64, "one number for each channel")
            guard !values.contains(0) else { throw problem("numbers other than 0") }
            deviation = values
        case .bgr:
            guard ["true", "false"].contains(text) else { throw problem("true or false") }
            isBGR = text == "true"
        case .layout:
            guard let order = AxisOrder(rawValue: text) else { throw problem("nchw or nhwc") }
            axes = order
        case .labels:
            guard !text.isEmpty else { throw problem("a file") }
            labels = text
        }
    }
}

/// A value that a photo's preparation cannot have.
public struct PreprocessingProblem: Error, Sendable, CustomStringConvertible {
    public let key: Preprocessing.Key
    public let text: String
    public let expectation: String

    public var description: String { "\(key.rawValue) is '\(text.prefix(40))'; it must be \(expectation)." }
}

/// What somebody says about photos beside the network: key by key, it wins over what the network says.
public struct PreprocessingOptions: Hashable, Sendable {
    private var values: [Preprocessing.Key: String] = [:]

    public init() {}

    public subscript(key: Preprocessing.Key) -> String? { values[key] }

    /// - Throws: ``PreprocessingProblem`` for a value that cannot be.
    public mutating func set(_ key: Preprocessing.Key, to text: String) throws(PreprocessingProblem) {
        var trial = Preprocessing()
        try trial.set(key, to: text)
        values[key] = text
    }

    func applied(to own: Preprocessing?) -> Preprocessing? {
        if values.isEmpty { return own }
        var result = own ?? Preprocessing()
        for (key, text) in values {
            do {
                try result.set(key, to: text)
            } catch {
                preconditionFailure("the value has been tried: \(error)")
            }
        }
        return result
    }
}

extension Network {
    /// The same network, with what `options` say about its photos.
    public func withPhotos(prepared options: PreprocessingOptions) -> Network {
        var copy = self
        copy.header.preprocessing = options.applied(to: header.preprocessing)
        return copy
    }

    /// The same network, with what its file says beside the layers.
    package func withPhotos(prepared preprocessing: Preprocessing?, labels: [String]?) -> Network {
        var copy = self
        (copy.header.preprocessing, copy.header.labels) = (preprocessing, labels)
        return copy
    }

    /// The same network, its classes in the file at a path that begins at `folder`.
    package func withLabels(relativeTo folder: String) -> Network {
        guard let labels = header.preprocessing?.labels, !labels.hasPrefix("/"), !folder.isEmpty else { return self }
        var copy = self
        copy.header.preprocessing?.labels = "\(folder)/\(labels)"
        return copy
    }
}
