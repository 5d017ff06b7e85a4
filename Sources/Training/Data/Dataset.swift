public import Tensors

/// Samples, and what a network is to say about each.
public struct Dataset: Sendable {
    /// What is to come out.
    public enum Targets: Sendable {
        /// The class of each sample, from 0.
        case classes([Int], names: [String])
        /// What each sample is to become, `[N, …]`.
        case values(Tensor)

        public var count: Int {
            switch self {
            case .classes(let classes, _): classes.count
            case .values(let tensor): tensor.shape[0]
            }
        }
    }

    /// `[N, C, …]`, channels first.
    public let inputs: Tensor
    public let targets: Targets

    public var count: Int { inputs.shape[0] }

    /// - Precondition: As many targets as samples, and at least one.
    public init(inputs: Tensor, targets: Targets) {
        precondition(inputs.shape[0] == targets.count && targets.count > 0, "a target for each sample")
        (self.inputs, self.targets) = (inputs, targets)
    }

    /// The samples at these places, in this order.
    public func samples(_ places: some Sequence<Int>) -> Dataset {
        let places = Array(places)
        switch targets {
        case .classes(let classes, let names):
            return Dataset(
                inputs: inputs.samples(places), targets: .classes(places.map { classes[$0] }, names: names))
        case .values(let tensor):
            return Dataset(inputs: inputs.samples(places), targets: .values(tensor.samples(places)))
        }
    }
}

extension Tensor {
    /// Elements of the outermost axis, in this order.
    package func samples(_ places: [Int]) -> Tensor {
        let size = shape.elementCount / shape[0]
        return Tensor(Shape([places.count] + shape.dropFirst())) { buffer in
            withUnsafeElements { elements in
                for (row, place) in places.enumerated() {
                    UnsafeMutableBufferPointer(rebasing: buffer[row * size..<(row + 1) * size])
                        .baseAddress!.initialize(from: elements.baseAddress! + place * size, count: size)
                }
            }
        }
    }
}
