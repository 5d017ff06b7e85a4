import Tensors

/// The kernels that are drawn, and how.
struct KernelSelection {
    /// What a picture is.
    enum Form {
        /// A filter over red, green and blue.
        case colors
        /// A filter's only slice; of a kernel with one axis, its channels as rows.
        case filters
        /// One slice of the only filter.
        case slices
        /// Rows of filters, columns of channels, or of a volume's depths.
        case table
        /// A single number: all of them are one picture.
        case pointwise
    }

    let all: KernelSet
    let form: Form
    let filters: [Int]
    let channels: [Int]
    /// The largest magnitude of what is shown.
    let limit: Float

    var omittedFilters: Int { all.filterCount - filters.count }
    var omittedChannels: Int { all.channelCount - channels.count }

    /// - Parameter isNarrow: Whether a table has room for fewer columns.
    init(_ figure: Kernels, _ all: KernelSet, isNarrow: Bool = false) throws(FigureError) {
        self.all = all
        var filters = try figure.filters?.checked("filter", of: all.filterCount) ?? Array(0..<all.filterCount)
        var channels = try figure.channels?.checked("channel", of: all.channelCount) ?? Array(0..<all.channelCount)
        switch figure.sort {
        case .filter: break
        case .norm: filters = all.sortedByNorm(filters)
        case .similarity: filters = all.sortedBySimilarity(filters)
        }
        let isColored = all.isOverColors && figure.view != .slices && figure.channels == nil
        if all.isPointwise && !isColored {
            form = .pointwise
        } else if isColored {
            form = .colors
        } else if all.kernel.count == 3 {
            form = .table
            channels = Array(channels.prefix(1))
        } else if all.kernel.count == 1 || channels.count == 1 {
            form = .filters
        } else {
            form = filters.count == 1 ? .slices : .table
        }
        let most =
            switch form {
            case .colors, .filters: 64
            case .slices: 1
            // Rows of a few slices stand side by side.
            case .table: (all.kernel.count == 3 ? all.kernel[0] : channels.count) <= 4 ? 12 : 8
            case .pointwise: 128
            }
        self.filters = Array(filters.prefix(figure.count ?? (figure.filters == nil ? most : filters.count)))
        switch form {
        case .slices: channels = figure.channels == nil ? Array(channels.prefix(64)) : channels
        case .table: channels = figure.channels == nil ? Array(channels.prefix(isNarrow ? 9 : 16)) : channels
        case .pointwise: channels = figure.channels == nil ? Array(channels.prefix(128)) : channels
        case .colors, .filters: break
        }
        self.channels = channels
        var limit: Float = 0
        for filter in self.filters {
            for channel in channels { limit = max(limit, all.slice(filter, channel).largest) }
        }
        self.limit = limit > 0 ? min(limit, Float.greatestFiniteMagnitude / 16) : 1
    }

    func notes(_ colorScale: ColorScale) -> [String] {
        var notes: [String] = []
        switch form {
        case .colors: notes.append("a colour's brightness is its weight, grey is zero")
        case .filters:
            if all.kernel.count == 1, channels.count > 1 {
                notes.append("rows are channels, columns the kernel's taps")
            }
            if all.channelCount > 1, channels.count == 1 {
                let name = all.channelNames.isEmpty ? "" : " (\(all.channelNames[channels[0]]))"
                notes.append("the slices for channel \(channels[0])\(name)")
            }
        case .slices:
            notes.append("filter \(filters[0]), one slice for each channel")
            if !all.channelNames.isEmpty {
                notes.append("channels " + listed(channels.map { "\($0) (\(all.channelNames[$0]))" }))
            }
        case .table:
            if all.kernel.count == 3 {
                notes.append("channel \(channels[0]) of \(all.channelCount), one slice for each depth")
            }
        case .pointwise: notes.append("rows are filters, columns channels")
        }
        if form != .pointwise, form != .slices, filters.count > 1 {
            switch colorScale {
            case .shared: notes.append("one scale for all")
            case .each: notes.append("each filter on its own scale")
            }
        }
        return notes
    }

    var details: String {
        let shown = filters.map { all[$0] }
        let values = ValueStatistics([all.weights])
        var sentences = ["The layer has \(all.words)."]
        if !all.channelNames.isEmpty { sentences.append("Its channels are \(listed(all.channelNames)).") }
        if omittedFilters > 0 || omittedChannels > 0 {
            sentences.append(
                "Shown are \(filters.count) of \(counted(all.filterCount, "filter")) and \(channels.count) of "
                    + "\(counted(all.channelCount, "channel")).")
        }
        sentences.append(
            "All weights lie between \(values.rangeWords); their mean is \(values.meanWords), their deviation "
                + "\(compact(Float(values.deviation))).")
        let norms = zip(filters, shown.map(\.norm)).sorted { $0.1 > $1.1 }
        if norms.count > 1, let first = norms.first, let last = norms.last {
            sentences.append(
                "Of those shown, filter \(first.0) is the largest (norm \(compact(first.1))), filter \(last.0) the smallest "
                    + "(\(compact(last.1))).")
        }
        return sentences.joined(separator: " ")
    }
}

extension Tensor {
    /// The greatest finite magnitude.
    var largest: Float { finiteRange.map { Swift.max(abs($0.lowerBound), abs($0.upperBound)) } ?? 0 }

    /// The root of the sum of squares.
    var norm: Float {
        withUnsafeElements { values in
            Float(values.reduce(0.0) { $1.isFinite ? $0 + Double($1) * Double($1) : $0 }.squareRoot())
        }
    }
}

extension KernelSet {
    fileprivate func sortedByNorm(_ filters: [Int]) -> [Int] {
        let norms = Dictionary(filters.map { ($0, self[$0].norm) }) { first, _ in first }
        return filters.sorted { (norms[$1]!, $0) < (norms[$0]!, $1) }
    }

    /// From the largest filter on, always the one most like the last: the greatest cosine, whatever its sign.
    fileprivate func sortedBySimilarity(_ filters: [Int]) -> [Int] {
        var rest = sortedByNorm(filters)
        guard !rest.isEmpty else { return rest }
        let directions = Dictionary(
            rest.map { filter in
                let norm = Swift.max(self[filter].norm, .leastNormalMagnitude)
                return (filter, self[filter].elements.map { $0 / norm })
            }
        ) { first, _ in first }
        var sorted = [rest.removeFirst()]
        while !rest.isEmpty {
            let last = directions[sorted[sorted.count - 1]]!
            let cosines = rest.map { abs(zip(last, directions[$0]!).reduce(0) { $0 + $1.0 * $1.1 }) }
            let best = cosines.indices.max { cosines[$0] < cosines[$1] }!
            sorted.append(rest.remove(at: best))
        }
        return sorted
    }
}
