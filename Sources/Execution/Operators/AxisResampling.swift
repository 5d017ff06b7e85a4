import Tensors

/// How one axis is resampled: for each output position the input positions that it is made of.
struct AxisResampling {
    enum Mode: String, CaseIterable { case nearest, linear, cubic }

    enum Coordinates: String, CaseIterable {
        case halfPixel = "half_pixel"
        case halfPixelSymmetric = "half_pixel_symmetric"
        case pytorchHalfPixel = "pytorch_half_pixel"
        case alignCorners = "align_corners"
        case asymmetric
        case cropAndResize = "tf_crop_and_resize"
    }

    enum Nearest: String, CaseIterable {
        case preferFloor = "round_prefer_floor"
        case preferCeiling = "round_prefer_ceil"
        case floor, ceil
        /// Before opset 11: down when enlarging, up when reducing (ONNX Runtime's rule; the specification says nothing).
        case simple
    }

    struct Options {
        var mode = Mode.nearest
        var coordinates = Coordinates.asymmetric
        var nearest = Nearest.simple
        var cubicCoefficient = -0.75
        var excludesOutside = false
        var antialiases = false
    }

    let inputSize: Int
    let outputSize: Int
    let scale: Double
    /// Where in the axis the crop begins and ends, from 0 to 1.
    let region: (start: Double, end: Double)
    let options: Options

    var isIdentity: Bool {
        inputSize == outputSize && Swift.abs(scale - 1) < 1e-9
            && (options.coordinates != .cropAndResize || region.start == 0 && region.end == 1)
    }

    /// The input coordinate of an output position.
    private func coordinate(_ output: Int) -> Double {
        let x = Double(output)
        let (size, wanted) = (Double(inputSize), scale * Double(inputSize))
        switch options.coordinates {
        case .halfPixel:
            return (x + 0.5) / scale - 0.5
        case .pytorchHalfPixel:
            return wanted == 1 ? -0.5 : (x + 0.5) / scale - 0.5
        case .halfPixelSymmetric:
            return size / 2 * (1 - Double(outputSize) / wanted) + (x + 0.5) / scale - 0.5
        case .alignCorners:
            return wanted == 1 ? 0 : x * (size - 1) / (wanted - 1)
        case .asymmetric:
            return x / scale
        case .cropAndResize:
            let extent = (region.end - region.start) * (size - 1)
            return region.start * (size - 1) + (wanted == 1 ? extent / 2 : x * extent / (wanted - 1))
        }
    }

    /// The input positions that an output position is made of, and how much each counts; `nil` outside a crop.
    func taps(_ output: Int) -> [(position: Int, weight: Double)]? {
        let x = coordinate(output)
        if options.coordinates == .cropAndResize, !(x >= 0 && x <= Double(inputSize - 1)) { return nil }
        // Nothing beyond twice the axis differs from what is there; huge coordinates would not fit integers.
        let limited = min(max(x.isNaN ? 0 : x, -Double(inputSize) - 4), 2 * Double(inputSize) + 4)
        let floor = limited.rounded(.down)
        // A coordinate on an element is the upper end of the interval that it closes.
        let ratio = limited == floor ? 1 : limited - floor
        var weights = weights(ratio)
        let first = Int(floor) - weights.count / 2 + (limited == floor ? 0 : 1)
        if options.excludesOutside {
            for place in weights.indices where !(0..<inputSize).contains(first + place) { weights[place] = 0 }
            let sum = weights.reduce(0, +)
            weights = weights.map { $0 / sum }
        }
        return weights.indices.compactMap { place in
            weights[place] == 0 ? nil : (min(max(first + place, 0), inputSize - 1), weights[place])
        }
    }

    /// Weights of as many neighbours below as above a coordinate, `ratio` past the one below.
    private func weights(_ ratio: Double) -> [Double] {
        switch options.mode {
        case .nearest:
            let takesUpper =
                switch options.nearest {
                case .preferFloor: ratio > 0.5
                case .preferCeiling: ratio >= 0.5
                case .floor: ratio == 1
                case .ceil: true
                case .simple: scale < 1 || ratio == 1
                }
            return takesUpper ? [0, 1] : [1, 0]
        case .linear:
            return spread(ratio, reach: 1) { max(0, 1 - Swift.abs($0)) }
        case .cubic:
            let a = options.cubicCoefficient
            return spread(ratio, reach: 2) { x in
                let x = Swift.abs(x)
                if x <= 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
                return x < 2 ? ((a * x - 5 * a) * x + 8 * a) * x - 4 * a : 0
            }
        }
    }

    /// A kernel read at the neighbours; reducing with antialiasing widens it so that every element counts.
    private func spread(_ ratio: Double, reach: Double, _ kernel: (Double) -> Double) -> [Double] {
        guard options.antialiases else {
            let first = 1 - Int(reach)
            return (first...Int(reach)).map { kernel(Double($0) - ratio) }
        }
        let widening = min(scale, 1)
        let first = Int((-reach / widening).rounded(.down)) + 1
        let weights = (first..<(2 - first)).map { kernel((Double($0) - ratio) * widening) }
        let sum = weights.reduce(0, +)
        return weights.map { $0 / sum }
    }
}

extension Tensor {
    /// One axis resampled, what lies outside a crop filled.
    func resampled(
        axis: Int, _ resampling: AxisResampling, outside: Float
    ) throws(OperatorProblem) -> Tensor {
        var sizes = shape.sizes
        sizes[axis] = resampling.outputSize
        let target = try Shape(checked: sizes)
        let (outer, size, inner) = shape.split(at: axis)
        let table = TapTable(resampling)
        return Tensor(target) { output in
            withUnsafeElements { input in
                guard let source = input.baseAddress, let start = output.baseAddress else { return }
                let work = Double(outer * inner) * Double(resampling.outputSize * table.width)
                Parallelism.split(outer, work: work) { range in
                    for row in range {
                        let from = source + row * size * inner
                        let to = start + row * resampling.outputSize * inner
                        if inner == 1 {
                            table.resample(from, to)
                        } else {
                            table.resample(from, to, inner)
                        }
                        for place in table.outside {
                            (to + place * inner).update(repeating: outside, count: inner)
                        }
                    }
                }
            }
        }
    }
}

/// The taps of every output position, filled up to as many each with taps that count nothing.
private struct TapTable {
    let count: Int
    let width: Int
    /// `[width, count]`
    private(set) var positions: [Int]
    private(set) var weights: [Float]
    private(set) var outside: [Int] = []

    init(_ resampling: AxisResampling) {
        let taps = (0..<resampling.outputSize).map { resampling.taps($0) }
        count = taps.count
        width = taps.map { $0?.count ?? 0 }.max() ?? 0
        positions = [Int](repeating: 0, count: width * count)
        weights = [Float](repeating: 0, count: width * count)
        for (output, taps) in taps.enumerated() {
            guard let taps else {
                outside.append(output)
                continue
            }
            for place in 0..<width {
                // Read again what is read anyway: a far element might be infinite.
                positions[place * count + output] = taps[min(place, taps.count - 1)].position
                weights[place * count + output] = place < taps.count ? Float(taps[place].weight) : 0
            }
        }
    }

    /// One row.
    func resample(_ source: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>) {
        positions.withUnsafeBufferPointer { positions in
            weights.withUnsafeBufferPointer { weights in
                target.update(repeating: 0, count: count)
                for place in 0..<width {
                    let (from, weight) = (positions.baseAddress! + place * count, weights.baseAddress! + place * count)
                    for output in 0..<count { target[output] += weight[output] * source[from[output]] }
                }
            }
        }
    }

    /// Rows of `inner` elements each.
    func resample(_ source: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>, _ inner: Int) {
        for output in 0..<count {
            let line = target + output * inner
            line.update(repeating: 0, count: inner)
            for place in 0..<width {
                let weight = weights[place * count + output]
                let neighbour = source + positions[place * count + output] * inner
                for index in 0..<inner { line[index] += weight * neighbour[index] }
            }
        }
    }
}
