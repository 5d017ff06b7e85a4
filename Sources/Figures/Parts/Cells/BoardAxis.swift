import Tensors

/// One axis of the board that a window slides over: the input with everything around and between it.
struct BoardAxis: Hashable {
    /// What lies at a place of the board.
    enum Place: Hashable {
        case input(Int)
        /// A zero between two inputs of a transposed convolution.
        case inserted
        case padding
        /// Behind the padding, where a last window reaches when sizes are rounded up.
        case beyond
        /// What the padding of a transposed convolution takes away.
        case cut
    }

    let places: [Place]
    let outputSize: Int
    let kernelSize: Int
    let stride: Int
    let dilation: Int
    /// The place under the first tap of output 0.
    let start: Int

    /// The places under the taps at an output.
    func taps(_ output: Int) -> [Int] { (0..<kernelSize).map { start + output * stride + $0 * dilation } }

    /// From the first to the last of them.
    func span(_ output: Int) -> Range<Int> {
        let first = start + output * stride
        return first..<first + dilation * (kernelSize - 1) + 1
    }

    /// Whether any window reads a place.
    var isRead: [Bool] {
        var isRead = [Bool](repeating: false, count: places.count)
        for output in 0..<outputSize {
            for tap in taps(output) { isRead[tap] = true }
        }
        return isRead
    }

    func place(ofInput index: Int) -> Int? { places.firstIndex(of: .input(index)) }

    var inputs: Range<Int> {
        let first = places.firstIndex { if case .input = $0 { true } else { false } } ?? 0
        let last = places.lastIndex { if case .input = $0 { true } else { false } } ?? 0
        return first..<last + 1
    }

    /// The outputs whose windows read a place.
    func outputs(reading place: Int) -> [Int] { (0..<outputSize).filter { taps($0).contains(place) } }

    /// Whether some window reads nothing of the input.
    var hasEmptyWindow: Bool {
        (0..<outputSize).contains { output in
            taps(output).allSatisfy { if case .input = places[$0] { false } else { true } }
        }
    }

    /// How many places at the end of the input no window reaches.
    var unreadAtEnd: Int {
        let isRead = isRead
        return places.indices.reversed().prefix { !isRead[$0] }
            .count { if case .input = places[$0] { true } else { false } }
    }
}

extension BoardAxis {
    /// Under a convolution or pooling.
    init(_ window: Window) {
        let (before, after) = (window.padding.before, window.padding.after)
        let end = (window.outputSize - 1) * window.stride + window.effectiveKernelSize
        let beyond = max(0, end - before - window.inputSize - after)
        places =
            [Place](repeating: .padding, count: before) + (0..<window.inputSize).map { .input($0) }
            + [Place](repeating: .padding, count: after) + [Place](repeating: .beyond, count: beyond)
        (outputSize, kernelSize, start) = (window.outputSize, window.kernelSize, 0)
        (stride, dilation) = (window.stride, window.dilation)
    }

    /// Under the convolution that a transposed one is: its input spread out, around it what the kernel reaches less the
    /// padding, and a window that moves in steps of one.
    init(_ axis: TransposedConvolutionPlan.Axis) {
        let reach = axis.dilation * (axis.kernelSize - 1)
        var spread: [Place] = []
        for index in 0..<axis.inputSize {
            if index > 0 { spread += [Place](repeating: .inserted, count: axis.stride - 1) }
            spread.append(.input(index))
        }
        let before = reach - axis.padding.before
        let after = axis.outputSize + reach - before - spread.count
        for cut in 0..<max(0, -before) where cut < spread.count { spread[cut] = .cut }
        for cut in 0..<max(0, -after) where cut < spread.count { spread[spread.count - 1 - cut] = .cut }
        places =
            [Place](repeating: .padding, count: max(0, before)) + spread
            + [Place](repeating: .padding, count: max(0, after))
        (outputSize, kernelSize, start) = (axis.outputSize, axis.kernelSize, max(0, -before))
        (stride, dilation) = (1, axis.dilation)
    }
}

extension Board {
    /// More cells than these along a side are a carpet.
    static let mostCells = 64

    /// - Throws: ``FigureError/tooManyCells(rows:columns:limit:)``, before anything is laid out.
    init(_ windows: [Window]) throws(FigureError) {
        let counts = windows.map { window in
            max(
                window.inputSize + window.padding.before + window.padding.after,
                (window.outputSize - 1) * window.stride + window.effectiveKernelSize)
        }
        try Self.check(counts)
        self.init(rows: BoardAxis(windows[0]), columns: BoardAxis(windows[1]))
    }

    /// - Throws: ``FigureError/tooManyCells(rows:columns:limit:)``, before anything is laid out.
    init(_ axes: [TransposedConvolutionPlan.Axis]) throws(FigureError) {
        let counts = axes.map { axis in
            max((axis.inputSize - 1) * axis.stride + 1, axis.outputSize + axis.dilation * (axis.kernelSize - 1))
        }
        try Self.check(counts)
        self.init(rows: BoardAxis(axes[0]), columns: BoardAxis(axes[1]))
    }

    private static func check(_ counts: [Int]) throws(FigureError) {
        guard counts.allSatisfy({ $0 <= mostCells }) else {
            throw .tooManyCells(rows: counts[0], columns: counts[1], limit: mostCells)
        }
    }
}

/// Both axes of a board.
struct Board: Hashable {
    let rows: BoardAxis
    let columns: BoardAxis

    var rowCount: Int { rows.places.count }
    var columnCount: Int { columns.places.count }
    var outputCount: Int { rows.outputSize * columns.outputSize }

    /// Where an output of an index lies, row by row.
    func output(_ index: Int) -> (row: Int, column: Int) {
        let index = min(index, outputCount - 1)
        return (index / columns.outputSize, index % columns.outputSize)
    }

    /// What lies at a place: input only where both axes say so.
    func place(_ row: Int, _ column: Int) -> BoardAxis.Place {
        switch (rows.places[row], columns.places[column]) {
        case (.input, .input): .input(0)
        case (.cut, _), (_, .cut): .cut
        case (.beyond, _), (_, .beyond): .beyond
        case (.padding, _), (_, .padding): .padding
        case (.inserted, _), (_, .inserted): .inserted
        }
    }

    /// Row and column of the input at a place.
    func input(_ row: Int, _ column: Int) -> (row: Int, column: Int)? {
        guard case .input(let y) = rows.places[row], case .input(let x) = columns.places[column] else { return nil }
        return (y, x)
    }

    func holdsInput(_ row: Int, _ column: Int) -> Bool { input(row, column) != nil }

    /// Places of a kind, row by row.
    func cells(where fits: (Int, Int) -> Bool) -> [(row: Int, column: Int)] {
        (0..<rowCount).flatMap { row in
            (0..<columnCount).compactMap { column in fits(row, column) ? (row, column) : nil }
        }
    }

    /// Input that no window reads.
    var unread: [(row: Int, column: Int)] {
        let (rowRead, columnRead) = (rows.isRead, columns.isRead)
        return cells { holdsInput($0, $1) && !(rowRead[$0] && columnRead[$1]) }
    }

    func has(_ place: BoardAxis.Place) -> Bool { rows.places.contains(place) || columns.places.contains(place) }
}
