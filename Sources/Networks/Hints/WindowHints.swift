import Tensors

/// What windows read and what they leave.
extension Linter {
    mutating func lookAtWindows() {
        lookAtPadding()
        for index in network.inputs.indices {
            lookAtCoverage(.input(index), network.inputs[index].shape, by: inputReaders[index])
        }
        for place in network.nodes.indices where !isOutput(place) {
            lookAtCoverage(.node(place), network.nodes[place].output, by: readers[place])
        }
    }

    private mutating func lookAtPadding() {
        for (place, node) in network.nodes.enumerated() {
            guard let window = node.layer.window, let axes = try? window.along(node.inputs[0].spatial) else { continue }
            let even = axes.first { ($0.dilation * ($0.kernel - 1) + 1) % 2 == 0 && $0.stride == 1 }
            if window.padding == .same, let even {
                add(.evenKernel(kernel: even.dilation * (even.kernel - 1) + 1), at: place)
            }
            guard window.rounding == .ceiling else { continue }
            let dropped = zip(axes, node.inputs[0].spatial).enumerated().compactMap { axis, pair -> (String, Int)? in
                let (window, size) = pair
                guard let size = size.integer, let output = window.output.value.integer,
                    let before = window.before.integer, let after = window.after.integer
                else { return nil }
                let free = size + before + after - window.dilation * (window.kernel - 1) - 1
                let windows = (free + window.stride - 1) / window.stride + 1
                return output < windows ? (node.inputs[0].axisNames[axis], size) : nil
            }
            if let first = dropped.first {
                add(.ceilDropsWindow(axes: dropped.map(\.0), size: first.1), at: place)
            }
        }
    }

    /// What one reader reads of each axis: true where it does.
    private struct Coverage: Equatable {
        var axes: [[Bool]]
        var count: Int { axes.map { $0.count { $0 } }.reduce(1, *) }

        func meeting(_ other: Coverage) -> Coverage {
            Coverage(axes: zip(axes, other.axes).map { zip($0, $1).map { $0 && $1 } })
        }
    }

    /// Larger ones are not looked through.
    private static let mostPositions = 1 << 16

    private mutating func lookAtCoverage(_ source: Node.Source, _ shape: FeatureShape, by readers: [Int]) {
        let sizes = shape.spatial.compactMap(\.integer)
        guard !readers.isEmpty, !sizes.isEmpty, sizes.count == shape.spatial.count,
            sizes.allSatisfy({ $0 <= Self.mostPositions })
        else { return }
        var coverages: [(reader: Int, windows: [AxisWindow], coverage: Coverage)] = []
        for reader in readers {
            // Who reads otherwise reads all.
            guard let windows = try? network.nodes[reader].layer.window?.along(shape.spatial) else { return }
            let read = zip(windows, sizes).map { $0.positions(of: $1) }
            guard !read.contains(nil) else { return }
            coverages.append((reader, windows, Coverage(axes: read.compactMap(\.self))))
        }
        let all = sizes.reduce(1, *)
        guard coverages.allSatisfy({ $0.coverage.count < all }) else { return }

        let gaps = coverages.filter { $0.windows.contains { $0.stride > $0.dilation * ($0.kernel - 1) + 1 } }
        if let first = gaps.first, gaps.count == coverages.count {
            let read = Self.union(coverages.map(\.coverage))
            guard let read, read < all else { return }
            add(
                .gaps(
                    kernel: first.windows.map(\.kernel), stride: first.windows.map(\.stride), read: read, all: all,
                    source: network.name(of: source)), at: first.reader, with: gaps.dropFirst().map(\.reader))
            return
        }
        lookAtEnds(source, shape, sizes, coverages.map { ($0.reader, $0.windows, $0.coverage.axes) })
    }

    /// How many positions are read by any; nothing where it would take long to say.
    private static func union(_ coverages: [Coverage]) -> Int? {
        var distinct: [Coverage] = []
        for coverage in coverages where !distinct.contains(coverage) { distinct.append(coverage) }
        guard distinct.count <= 4 else { return nil }
        // Inclusion and exclusion.
        return (1..<1 << distinct.count).reduce(0) { sum, subset in
            let chosen = distinct.indices.filter { subset >> $0 & 1 == 1 }.map { distinct[$0] }
            let common = chosen.dropFirst().reduce(chosen[0]) { $0.meeting($1) }
            return chosen.count % 2 == 1 ? sum + common.count : sum - common.count
        }
    }

    /// Rows and columns at the end that nobody reaches.
    private mutating func lookAtEnds(
        _ source: Node.Source, _ shape: FeatureShape, _ sizes: [Int],
        _ coverages: [(reader: Int, windows: [AxisWindow], axes: [[Bool]])]
    ) {
        struct End: Hashable { let reader, size, unread, kernel, stride: Int }
        var ends: [(end: End, axes: [Int])] = []
        for axis in sizes.indices {
            let zeros = zerosAfter(source, axis)
            let unread = coverages.map { max(0, $0.axes[axis].reversed().prefix { !$0 }.count - zeros) }
            // The reader that comes closest to the end tells.
            guard let least = unread.indices.min(by: { unread[$0] < unread[$1] }), unread[least] > 0 else { continue }
            let window = coverages[least].windows[axis]
            let end = End(
                reader: coverages[least].reader, size: sizes[axis], unread: unread[least], kernel: window.kernel,
                stride: window.stride)
            if let place = ends.firstIndex(where: { $0.end == end }) {
                ends[place].axes.append(axis)
            } else {
                ends.append((end, [axis]))
            }
        }
        for (end, axes) in ends {
            let names = axes.map { shape.axisNames[$0] }
            if end.stride == 2, end.size % 2 == 1 {
                if !unevenAxes.isDisjoint(with: axes) { continue }
                if let fact = unevenInput(source, end.size, axes, names) {
                    unevenAxes.formUnion(axes)
                    add(fact, at: end.reader)
                    continue
                }
            }
            add(
                .unreadEnd(
                    axes: names, size: end.size, unread: end.unread, kernel: end.kernel, stride: end.stride),
                at: end.reader)
        }
    }

    /// How many zeros stand at the end, which nobody misses.
    private func zerosAfter(_ source: Node.Source, _ axis: Int) -> Int {
        guard case .node(let place) = source, case .zeroPad(let layer) = network.nodes[place].layer,
            case .sides(let sides)? = try? layer.padding.sides(axes: network.nodes[place].output.spatial.count)
        else { return 0 }
        return sides[axis].after
    }

    /// Whether the input itself, halved evenly until here, is why a size is odd.
    private func unevenInput(_ source: Node.Source, _ size: Int, _ axes: [Int], _ names: [String]) -> Hint.Fact? {
        guard let image, let axis = axes.first, case .axes(let fields) = field(source), axis < fields.count,
            axis < image.count, let jump = fields[axis].jump.integer, jump & (jump - 1) == 0, jump > 0,
            size * jump == image[axis]
        else { return nil }
        let jumps = network.nodes.compactMap { node -> Int? in
            guard case .axes(let fields) = node.field, axis < fields.count else { return nil }
            return fields[axis].jump.integer
        }
        guard let greatest = jumps.max(), greatest & (greatest - 1) == 0, greatest > jump else { return nil }
        let below = image[axis] / greatest * greatest
        return .unevenInput(
            axes: names, size: image[axis], evenly: jump.trailingZeroBitCount, needed: greatest.trailingZeroBitCount,
            at: size, below: below, above: below + greatest)
    }
}

extension AxisWindow {
    /// Which of `size` positions are read; nothing where it is not known.
    fileprivate func positions(of size: Int) -> [Bool]? {
        guard let output = output.value.integer, let before = before.integer else { return nil }
        var read = [Bool](repeating: false, count: size)
        // Windows that meet read everything between their ends.
        if dilation == 1, stride <= kernel {
            let last = (output - 1) * stride - before + kernel
            for position in 0..<min(max(last, 0), size) { read[position] = true }
            return read
        }
        for window in 0..<output {
            for tap in 0..<kernel {
                let position = window * stride - before + tap * dilation
                if position >= 0, position < size { read[position] = true }
            }
        }
        return read
    }
}
