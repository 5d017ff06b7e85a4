import Scenes
import Tensors

extension SceneBuilder {
    /// Kernels under the heading, their scale beside them, and how many are left out below.
    mutating func kernels(_ selection: KernelSelection, isShared: Bool) {
        let top = (bounds?.bottom ?? 0) + 9
        let scale = selection.scale(selection.limit, theme)
        let barWidth = (isShared ? colorBarWidth(scale) : 32) + 10
        let area: Rect
        switch selection.form {
        case .colors, .filters, .slices:
            area = kernelGrid(selection, isShared: isShared, top: top, width: width - barWidth)
        case .table:
            area = kernelTable(selection, isShared: isShared, top: top, width: width - barWidth)
        case .pointwise:
            area = pointwise(selection, top: top, width: width - barWidth)
        }
        let height = min(area.height, 120) - 6
        if isShared || selection.filters.count == 1 || selection.form == .pointwise {
            colorBar(scale, left: area.right + 10, top: area.top + 3, height: height)
        } else {
            colorBar(scale, left: area.right + 10, top: area.top + 3, height: height, labels: ("max", "−max"))
        }
        var omitted: [String] = []
        if selection.omittedFilters > 0, selection.form != .slices {
            omitted.append(counted(selection.omittedFilters, "filter"))
        }
        let isCut = selection.form == .slices || selection.form == .table || selection.form == .pointwise
        if selection.omittedChannels > 0, isCut, selection.all.kernel.count < 3 {
            omitted.append(counted(selection.omittedChannels, "channel"))
        }
        guard !omitted.isEmpty else { return }
        text(
            Text("… \(omitted.joined(separator: " and ")) more", size: 8), at: Point(area.left, area.bottom + 4),
            color: theme.mutedInk, baseline: .top)
    }

    /// - Returns: where the pictures stand, their numbers included.
    private mutating func kernelGrid(
        _ selection: KernelSelection, isShared: Bool, top: Double, width: Double
    ) -> Rect {
        let pictures = selection.pictures(isShared: isShared, theme)
        let proportion = Double(pictures[0].pixels.width) / Double(pictures[0].pixels.height)
        // Weights want no more room than it takes to tell them apart.
        let largest = min(max(10 * Double(selection.all.kernel.max() ?? 1), 24), 56)
        let grid = MapGrid(
            pictures.map { .init(pixels: $0.pixels, label: $0.label) }, proportion: min(max(proportion, 1.0 / 8), 8),
            width: width, height: 290, largest: largest)
        return self.grid(grid, left: 0, top: top)
    }

    /// A row a filter, a column a channel (or a depth), each with its number.
    private mutating func kernelTable(
        _ selection: KernelSelection, isShared: Bool, top: Double, width: Double
    ) -> Rect {
        let isVolume = selection.all.kernel.count == 3
        let columns = isVolume ? Array(0..<selection.all.kernel[0]) : selection.channels
        let names = selection.all.channelNames
        func name(_ column: Int) -> String { isVolume || names.isEmpty ? "\(column)" : names[column] }
        let rowLabels = selection.filters.map { "filter \($0)" }
        let corner = isVolume ? "depth" : "channel"
        let left = ((rowLabels + [corner]).map { measure(Text($0, size: Text.smallSize)).width }.max() ?? 0) + 6
        let (height, kernelWidth) = (
            selection.all.kernel[selection.all.kernel.count - 2], selection.all.kernel[selection.all.kernel.count - 1]
        )
        let proportion = Double(kernelWidth) / Double(height)
        let gap = 4.0
        let widest = columns.map { measure(Text(name($0), size: Text.smallSize)).width }.max() ?? 0
        let side = min(
            max(34 * max(1, proportion), names.isEmpty ? 0 : widest + 3 - gap),
            (width - left - gap * Double(columns.count - 1)) / Double(columns.count))
        let cell = Size(side, side / proportion)
        let blockWidth = left + Double(columns.count) * (side + gap) - gap
        // Few slices leave room for several blocks of rows.
        let fitting = max(1, Int((width + 16) / (blockWidth + 16)))
        let rows = (selection.filters.count + fitting - 1) / fitting
        let blocks = (selection.filters.count + rows - 1) / rows
        let step = max(1, Int(((widest + 3) / (side + gap)).rounded(.up)))
        let (first, pitch) = (top + 11, max(cell.height, 9) + gap)
        for block in 0..<blocks {
            let left = left + Double(block) * (blockWidth + 16)
            small(corner, at: Point(left - 6, top), .end)
            for (index, column) in columns.enumerated() where index % step == 0 {
                small(
                    name(column),
                    at: Point(left + (Double(index) + 0.5) * (side + gap) - gap / 2, top), .middle)
            }
        }
        for (place, filter) in selection.filters.enumerated() {
            let y = first + Double(place % rows) * pitch
            let left = left + Double(place / rows) * (blockWidth + 16)
            small(rowLabels[place], at: Point(left - 6, y + cell.height / 2), .end, baseline: .middle)
            let scale = selection.scale(isShared ? selection.limit : selection.all[filter].largest, theme)
            for (index, column) in columns.enumerated() {
                let slice =
                    isVolume
                    ? selection.all.slice(filter, selection.channels[0]).slice(column)
                    : selection.all.slice(filter, column)
                image(scale.pixels(slice), in: Rect(left + Double(index) * (side + gap), y, cell.width, cell.height))
            }
        }
        return Rect(left, first, Double(blocks) * (blockWidth + 16) - 16 - left, Double(rows) * pitch - gap)
    }

    /// A number at the edge of a table.
    private mutating func small(
        _ words: String, at place: Point, _ anchor: TextMark.Anchor, baseline: TextMark.Baseline = .top
    ) {
        text(Text(words, size: Text.smallSize), at: place, color: theme.mutedInk, anchor: anchor, baseline: baseline)
    }

    /// All 1 × 1 kernels as one picture.
    private mutating func pointwise(_ selection: KernelSelection, top: Double, width: Double) -> Rect {
        let (rows, columns) = (selection.filters.count, selection.channels.count)
        let values = Tensor(
            [rows, columns],
            selection.filters.flatMap { filter in
                selection.channels.map { selection.all.slice(filter, $0).elements[0] }
            })
        let ends = [selection.filters[0], selection.filters[rows - 1]].map { "\($0)" }
        let left = (ends.map { measure(Text($0, size: Text.smallSize)).width }.max() ?? 0) + 5
        let pixel = min(14, (width - left) / Double(columns), max(240 / Double(rows), 1.5))
        let frame = Rect(left, top + 11, pixel * Double(columns), pixel * Double(rows))
        image(selection.scale(selection.limit, theme).pixels(values), in: frame)
        let half = min(max(pixel / 2, 3), frame.height / 2)
        small(ends[0], at: Point(left - 4, frame.top + half), .end, baseline: .middle)
        if frame.height >= 18 { small(ends[1], at: Point(left - 4, frame.bottom - half), .end, baseline: .middle) }
        small("\(selection.channels[0])", at: Point(left, top), .start)
        if frame.width > 40 { small("\(selection.channels[columns - 1])", at: Point(frame.right, top), .end) }
        return frame
    }
}

extension KernelSelection {
    /// Signed values around zero; those of colours are grey there.
    func scale(_ limit: Float, _ theme: Theme) -> ValueScale {
        let limit = limit > 0 ? limit : 1
        return ValueScale(range: -limit...limit, map: form == .colors ? ValueScale.photo.map : theme.diverging)
    }

    /// A picture for each filter, or for each slice of the only one.
    fileprivate func pictures(isShared: Bool, _ theme: Theme) -> [(pixels: PixelImage, label: String)] {
        if form == .slices {
            let scale = scale(limit, theme)
            return channels.map { (scale.pixels(all.slice(filters[0], $0)), "\($0)") }
        }
        return filters.map { filter in
            let kernel = all[filter]
            let limit = isShared ? limit : kernel.largest
            if form == .colors { return (kernel.colorPixels(limit: limit > 0 ? limit : 1), "\(filter)") }
            let plane = all.kernel.count == 1 ? kernel.rows(channels) : kernel.slice(channels[0])
            return (scale(limit, theme).pixels(plane), "\(filter)")
        }
    }
}

extension Tensor {
    /// `[3, k, k]` as a picture in which 0 is grey.
    func colorPixels(limit: Float) -> PixelImage {
        let plane = shape[1] * shape[2]
        var rgb = [UInt8]()
        rgb.reserveCapacity(3 * plane)
        for place in 0..<plane {
            for channel in 0..<3 { rgb.append(PixelImage.byte(0.5 + elements[channel * plane + place] / (2 * limit))) }
        }
        return PixelImage(width: shape[2], height: shape[1], rgb: rgb)
    }

    /// Some rows of `[C, k]`.
    fileprivate func rows(_ rows: [Int]) -> Tensor {
        Tensor([rows.count, shape[1]], rows.flatMap { elements[$0 * shape[1]..<($0 + 1) * shape[1]] })
    }
}
