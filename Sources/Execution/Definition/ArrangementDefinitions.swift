import Networks
import Tensors

extension Grid {
    /// The order in which a layout writes `[N, C, …]`.
    func inLayout(_ layout: Layout) -> Grid {
        switch layout {
        case .channelsFirst: self
        case .channelsLast: permuted([0] + (2..<sizes.count) + (sizes.count > 1 ? [1] : []))
        }
    }

    /// The reverse of ``inLayout(_:)``.
    func fromLayout(_ layout: Layout) -> Grid {
        switch layout {
        case .channelsFirst: self
        case .channelsLast: sizes.count > 2 ? permuted([0, sizes.count - 1] + (1..<sizes.count - 1)) : self
        }
    }

    /// The same values, each sample in other sizes, of which 0 stands for what remains.
    func samples(of sizes: [Int]) -> Grid {
        let count = elements.count / self.sizes[0]
        let known = sizes.filter { $0 > 0 }.reduce(1, *)
        return reshaped(to: [self.sizes[0]] + sizes.map { $0 == 0 ? count / known : $0 })
    }

    /// The element that stands at a place of a larger grid which this one is spread over: sizes of 1, and axes that are not
    /// there, repeat.
    private func spread(at place: [Int]) -> Element {
        self[sizes.indices.map { sizes[$0] == 1 ? 0 : place[$0] }]
    }

    /// Value by value, each grid spread over the largest sizes.
    static func combined(_ grids: [Grid], by operation: (Element, Element) -> Element) -> Grid {
        let rank = grids.map(\.sizes.count).max() ?? 0
        let sizes = (0..<rank).map { axis in grids.map { axis < $0.sizes.count ? $0.sizes[axis] : 1 }.max() ?? 1 }
        return Grid(sizes) { place in
            let values = grids.map { $0.spread(at: place) }
            return values.dropFirst().reduce(values[0], operation)
        }
    }

    /// y[n, c, o] = x[n, c, o·s], and 0 for channels that are not there.
    fileprivate func subsampled(to spatial: [Int], channels: Int) -> Grid {
        let steps = zip(sizes[2...], spatial).map { ($0 + $1 - 1) / $1 }
        return Grid([sizes[0], channels] + spatial) { place in
            place[1] < sizes[1] ? self[place[..<2] + zip(place[2...], steps).map { $0 * $1 }] : 0
        }
    }

    static func concatenated(_ grids: [Grid], along axis: Int) -> Grid {
        var sizes = grids[0].sizes
        sizes[axis] = grids.map { $0.sizes[axis] }.reduce(0, +)
        // Which grid, and which position in it, each position comes from.
        let sources = grids.flatMap { grid in (0..<grid.sizes[axis]).map { (grid, $0) } }
        return Grid(sizes) { place in
            let (grid, position) = sources[place[axis]]
            var source = place
            source[axis] = position
            return grid[source]
        }
    }

    /// y[n, c, o] = x[n, c, o − before], and 0 outside; with sign −1 the sides are cut off.
    func extended(by padding: Padding, sign: Int) throws -> Grid {
        guard case .explicit(let sides) = try padding.resolved(axes: sizes.count - 2) else { return self }
        let spatial = zip(sizes[2...], sides).map { $0 + sign * ($1.before + $1.after) }
        return Grid(sizes.prefix(2) + spatial) { place in
            let source = place[..<2] + zip(place[2...], sides).map { $0 - sign * $1.before }
            return contains(Array(source)) ? self[Array(source)] : 0
        }
    }

    func upsampled(_ upsample: Upsample) throws -> Grid {
        let axes = sizes.count - 2
        let spatial =
            switch upsample.target {
            case .factor(let factor): zip(sizes[2...], try factor.values(axes: axes, option: "factor")).map { $0 * $1 }
            case .size(let size): try size.values(axes: axes, option: "size")
            }
        return switch upsample.mode {
        case .nearest: upsampledNearest(to: spatial)
        case .bilinear: upsampledLinearly(to: spatial)
        }
    }

    /// y[n, c, o] = x[n, c, ⌊o · i/o'⌋], i and o' being the sizes of input and output.
    private func upsampledNearest(to spatial: [Int]) -> Grid {
        Grid(sizes.prefix(2) + spatial) { place in
            self[place.indices.map { $0 < 2 ? place[$0] : place[$0] * sizes[$0] / spatial[$0 - 2] }]
        }
    }

    /// y[n, c, o] = Σ over neighbours i of x[n, c, i] · Π (1 − |z − i|), z = (o + ½) · i/o' − ½ cut off at the ends.
    private func upsampledLinearly(to spatial: [Int]) -> Grid {
        Grid(sizes.prefix(2) + spatial) { place in
            let centres = spatial.indices.map { axis in
                let (old, new) = (Double(sizes[axis + 2]), Double(spatial[axis]))
                return min(max(0, (Double(place[axis + 2]) + 0.5) * old / new - 0.5), old - 1)
            }
            var sum: Element = 0
            for corner in places(of: spatial.map { _ in 2 }) {
                let source = zip(centres, corner).map { Int($0) + $1 }
                let weight = zip(centres, source).reduce(1) { $0 * (1 - abs($1.0 - Double($1.1))) }
                if weight > 0 { sum += Element(weight) * self[place[..<2] + source] }
            }
            return sum
        }
    }

    /// y[n, c, Y, X] = x[n, c·r² + (Y mod r)·r + X mod r, ⌊Y/r⌋, ⌊X/r⌋]
    func pixelShuffled(_ r: Int) -> Grid {
        Grid([sizes[0], sizes[1] / (r * r), sizes[2] * r, sizes[3] * r]) { place in
            let (c, y, x) = (place[1], place[2], place[3])
            return self[[place[0], c * r * r + y % r * r + x % r, y / r, x / r]]
        }
    }

    /// y[n, c·r² + i·r + j, y, x] = x[n, c, y·r + i, x·r + j]
    func pixelUnshuffled(_ r: Int) -> Grid {
        Grid([sizes[0], sizes[1] * r * r, sizes[2] / r, sizes[3] / r]) { place in
            let (c, offset) = place[1].quotientAndRemainder(dividingBy: r * r)
            return self[[place[0], c, place[2] * r + offset / r, place[3] * r + offset % r]]
        }
    }
}

extension Add {
    /// What is added up: what is larger than the smallest is subsampled, what has fewer channels than most is filled up.
    func terms<Element: Scalar>(_ read: [Grid<Element>]) -> [Grid<Element>] {
        switch shortcut {
        case .none: return read
        case .zeroPad:
            let spatial = read[0].sizes.indices.dropFirst(2).map { axis in read.map { $0.sizes[axis] }.min() ?? 0 }
            let channels = read.map { $0.sizes[1] }.max() ?? 0
            return read.map { $0.subsampled(to: spatial, channels: channels) }
        }
    }
}
