public import Scenes
public import Tensors

/// How many windows read each input pixel: corner against centre, strides and holes.
public struct Coverage: Figure {
    public var input = PerAxis.each([7, 7])
    public var kernel = PerAxis.all(3)
    public var stride = [PerAxis.all(1)]
    public var dilation = PerAxis.all(1)
    public var padding = Padding.valid

    public init() {}

    public static let summary =
        "How many windows read each input pixel, corner against centre, for one stride or several."

    public static var parameters: [FigureParameter<Coverage>] {
        [
            .init("input", \.input, "the input's size, vertical x horizontal"),
            .init("kernel", \.kernel, "the kernel's size"),
            .init("stride", \.stride, "steps of the window; give several to compare them"),
            .init("dilation", \.dilation, "distance between the kernel's taps"),
            .init("padding", \.padding, "how far the input is extended"),
        ]
    }

    /// What there is to draw for one stride.
    struct Panel {
        let windows: [Window]
        /// `[H, W]`
        let counts: Tensor

        var rows: Int { windows[0].inputSize }
        var columns: Int { windows[1].inputSize }
        var unread: Int { counts.elements.filter { $0 == 0 }.count }
        var centre: Float { counts[(rows - 1) / 2, (columns - 1) / 2] }
        var corner: Float { counts[0, 0] }
    }

    public func scene(in context: FigureContext) throws -> Scene {
        guard !stride.isEmpty else { throw FigureError.nothingToDraw("the list of strides") }
        let sizes = try input.values(axes: 2, option: "input")
        let limit = 512
        guard sizes.allSatisfy({ (1...limit).contains($0) }) else {
            throw FigureError.tooManyCells(rows: sizes[0], columns: sizes[1], limit: limit)
        }
        let panels = try stride.map { try panel(sizes, stride: $0) }
        var builder = SceneBuilder(context)
        builder.coverage(panels)
        return builder.scene(description(panels))
    }

    private func panel(_ sizes: [Int], stride: PerAxis) throws -> Panel {
        let windows = try Window.along(
            sizes, kernel: kernel.values(axes: 2, option: "kernel"), stride: stride, dilation: dilation,
            padding: padding)
        for window in windows where max(window.kernelSize, window.outputSize) > 8192 {
            throw FigureError.tooManyCells(rows: window.kernelSize, columns: window.outputSize, limit: 8192)
        }
        let along = windows.map(\.readCounts)
        return Panel(
            windows: windows, counts: Tensor(Shape(sizes), along[0].flatMap { a in along[1].map { Float(a * $0) } }))
    }

    private func description(_ panels: [Panel]) -> AlternativeText {
        let details = panels.map { panel in
            let most = Int(panel.counts.finiteRange?.upperBound ?? 0)
            let unread =
                panel.unread == 0
                ? "Every pixel is read." : "\(panel.unread) of \(panel.rows * panel.columns) pixels are never read."
            return """
                \(panel.shapeWords.capitalisedFirst), \(panel.caption). The top left corner is read by \
                \(counted(Int(panel.corner), "window")), the centre by \(Int(panel.centre)), the most read pixel by \
                \(most). \(unread)
                """
        }
        return AlternativeText(
            summary: "How many windows read each pixel of a \(sizes([panels[0].rows, panels[0].columns])) input.",
            details: details.joined(separator: " "))
    }
}

extension Window {
    /// For each input position, how many windows read it.
    var readCounts: [Int] {
        var counts = [Int](repeating: 0, count: inputSize)
        for output in 0..<outputSize {
            for tap in 0..<kernelSize {
                let index = inputIndex(output: output, tap: tap)
                if counts.indices.contains(index) { counts[index] += 1 }
            }
        }
        return counts
    }
}

extension Coverage.Panel {
    /// `kernel 3 × 3, dilation 2, padding 1`
    var shapeWords: String {
        let dilations = windows.map(\.dilation)
        let sides = windows.flatMap { [$0.padding.before, $0.padding.after] }
        var words = ["kernel \(sizes(windows.map(\.kernelSize)))"]
        if dilations != [1, 1] {
            words.append("dilation \(dilations[0] == dilations[1] ? "\(dilations[0])" : sizes(dilations))")
        }
        if sides != [0, 0, 0, 0] {
            let isEven = Set(sides).count == 1
            words.append("padding \(isEven ? "\(sides[0])" : sides.map(String.init).joined(separator: ", "))")
        }
        return words.joined(separator: ", ")
    }
}
