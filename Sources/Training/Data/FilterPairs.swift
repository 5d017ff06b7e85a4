public import Networks
public import Tensors

/// Pictures and what filters make of them: the pairs from which a network learns the filters back.
public enum FilterPairs {
    /// For each crop, the filters' responses one after another as channels, where the network's output has its pixels.
    ///
    /// What lies outside of a crop is zero for the filter, as it is for a network that pads.
    ///
    /// - Parameters:
    ///   - crops: `[N, C, H, W]`, as the network takes them.
    ///   - filters: With responses for each channel, or one for all.
    ///   - network: Its output must see the input pixel by pixel; where, its receptive field says.
    /// - Returns: `[N, filters · C, H', W']`
    /// - Throws: ``DataProblem``
    public static func targets(
        of crops: Tensor, _ filters: [Filter], for network: Network
    ) throws(DataProblem) -> Tensor {
        let node = try network.onlyOutput()
        let size = node.output.spatial.compactMap(\.integer)
        guard case .axes(let fields) = node.field, fields.count == 2, size.count == 2,
            fields.allSatisfy({ $0.jump == Rational(1) })
        else { throw .noPlace(network: network.title, layer: node.name) }
        // All responses of a sample, as long as the first says how many there are.
        var samples: [Tensor] = []
        for index in 0..<crops.shape[0] {
            let crop = crops.slice(index)
            for filter in filters {
                let response = try response(of: crop, filter, fields, size)
                guard let response else {
                    throw .filterReach(network: network.title, layer: node.name, filter: filter.name)
                }
                samples.append(response)
            }
        }
        let channels = samples[..<filters.count].reduce(0) { $0 + $1.shape[0] }
        return .stacked(samples, try Shape(ofSamples: crops.shape[0], [channels] + size))
    }

    /// Nothing where the network's pixels are not those of the response.
    private static func response(
        of crop: Tensor, _ filter: Filter, _ fields: [FieldAxis], _ size: [Int]
    ) throws(DataProblem) -> Tensor? {
        let kernel = Array(filter.kernels[0].shape.suffix(2))
        // Every window that touches the crop: the one that begins at −(k − 1) comes first.
        guard let full = try? filter(crop, Convolution(padding: .full)) else { return nil }
        var first: [Int] = []
        for axis in 0..<2 {
            // Both windows have one centre.
            guard let centre = fields[axis].start,
                let begin = Rational(2 * centre.numerator, centre.denominator)?.integer
            else { return nil }
            let doubled = begin - (kernel[axis] - 1)
            guard doubled % 2 == 0 else { return nil }
            let place = doubled / 2 + kernel[axis] - 1
            guard place >= 0, place + size[axis] <= full.shape[axis + 1] else { return nil }
            first.append(place)
        }
        return full.region(from: first, size)
    }
}

extension Tensor {
    /// A part of `[C, H, W]`.
    fileprivate func region(from first: [Int], _ size: [Int]) -> Tensor {
        Tensor(Shape([shape[0]] + size)) { output in
            withUnsafeElements { input in
                for channel in 0..<shape[0] {
                    for y in 0..<size[0] {
                        let source = (channel * shape[1] + first[0] + y) * shape[2] + first[1]
                        (output.baseAddress! + (channel * size[0] + y) * size[1]).initialize(
                            from: input.baseAddress! + source, count: size[1])
                    }
                }
            }
        }
    }
}
