/// The formulas for the size that a sliding window leaves.
///
/// Source: Dumoulin and Visin, *A guide to convolution arithmetic for deep learning*, 2016.
package struct WindowFormula {
    let kernel: Int
    let stride: Int
    let dilation: Int

    package init(kernel: Int, stride: Int, dilation: Int) {
        (self.kernel, self.stride, self.dilation) = (kernel, stride, dilation)
    }

    private typealias Binding = Derivation.Binding

    /// What the window spans: k, or d(k − 1) + 1 with dilation.
    private var span: Expression { dilation == 1 ? .k : .d * (.k - 1) + 1 }
    private var bindings: [Derivation.Binding] {
        (dilation == 1 ? [] : [Binding(.dilation, Quantity(dilation))])
            + [Binding(.kernel, Quantity(kernel)), Binding(.stride, Quantity(stride))]
    }

    private func padded(_ before: Int, _ after: Int) -> (Expression, [Derivation.Binding]) {
        before == after
            ? (.i + 2 * .p, [Binding(.padding, Quantity(before))])
            : (.i + .p0 + .p1, [Binding(.before, Quantity(before)), Binding(.after, Quantity(after))])
    }

    /// ⌊(i + 2p − k) / s⌋ + 1
    package func floor(_ axis: String, _ input: Quantity, _ before: Int, _ after: Int) -> Derivation {
        let (padded, sides) = padded(before, after)
        return Derivation(
            .output(axes: [axis]), .floor((padded - span) / .s) + 1, [Binding(.input, input)] + sides + bindings)
    }

    /// ⌈i / s⌉
    package func same(_ axis: String, _ input: Quantity) -> Derivation {
        Derivation(
            .output(axes: [axis]), .ceiling(.i / .s), [Binding(.input, input), Binding(.stride, Quantity(stride))],
            remark: "same padding keeps a window for every stride")
    }

    /// ⌈(i + 2p − k) / s⌉ + 1, without a last window that would start behind the input (PyTorch's rule).
    package func ceiling(
        _ axis: String, _ input: Quantity, _ before: Int, _ after: Int
    ) throws(LayerProblem) -> Derivation {
        let (padded, sides) = padded(before, after)
        let steps = Expression.ceiling((padded - span) / .s)
        let all = Derivation(.output(axes: [axis]), steps + 1, [Binding(.input, input)] + sides + bindings)
        let span = dilation * (kernel - 1) + 1
        // The last window cannot start in the right padding if it is too wide for that.
        if span >= stride + after { return all }
        switch (all.value - 1) * Quantity(stride) - input - Quantity(before) {
        case .number(let beyond):
            return beyond < Rational(0)
                ? all
                : Derivation(
                    .output(axes: [axis]), steps, all.bindings,
                    remark: "one window less than the ceiling says: it would start in the right padding")
        case .symbolic, .undetermined: throw .sizeDependsOnUnknown(axis: axis)
        case .overflow: return all
        }
    }

    /// (i − 1)s + k − 2p + a
    package func transposed(
        _ axis: String, _ input: Quantity, _ before: Int, _ after: Int, outputPadding: Int
    ) -> Derivation {
        let (cropped, sides) =
            before == after
            ? (2 * Expression.p, [Binding(.padding, Quantity(before))])
            : (.p0 + .p1, [Binding(.before, Quantity(before)), Binding(.after, Quantity(after))])
        let size = (.i - 1) * .s + span - cropped
        return Derivation(
            .output(axes: [axis]), outputPadding == 0 ? size : size + .a,
            [Binding(.input, input)] + bindings + sides
                + (outputPadding == 0 ? [] : [Binding(.outputPadding, Quantity(outputPadding))]))
    }

    /// i · s
    package func transposedSame(_ axis: String, _ input: Quantity) -> Derivation {
        Derivation(
            .output(axes: [axis]), .i * .s, [Binding(.input, input), Binding(.stride, Quantity(stride))],
            remark: "same padding of a transposed convolution multiplies by the stride")
    }
}

extension Expression.Symbol {
    package static let input = Self("i", "input size")
    package static let kernel = Self("k", "kernel size")
    package static let stride = Self("s", "stride")
    package static let dilation = Self("d", "dilation")
    package static let padding = Self("p", "padding on each side")
    package static let before = Self("p", subscript: "0", "padding before")
    package static let after = Self("p", subscript: "1", "padding after")
    package static let outputPadding = Self("a", "output padding")
    package static let channels = Self("C", "input channels")
    package static let filters = Self("F", "filters")
    package static let groups = Self("g", "groups")
    package static let units = Self("u", "units")
    package static let features = Self("n", "inputs")
    package static let steps = Self("T", "time steps")
    package static let factor = Self("r", "factor")
    package static let multiplier = Self("m", "filters for each channel")
    package static let layerParameters = Self("P", "its parameters")
}

extension Expression {
    static let i = Expression.symbol(.input)
    static let k = Expression.symbol(.kernel)
    static let s = Expression.symbol(.stride)
    static let d = Expression.symbol(.dilation)
    static let p = Expression.symbol(.padding)
    static let p0 = Expression.symbol(.before)
    static let p1 = Expression.symbol(.after)
    static let a = Expression.symbol(.outputPadding)
    static let channels = Expression.symbol(.channels)
    static let filters = Expression.symbol(.filters)
    static let groups = Expression.symbol(.groups)
    static let units = Expression.symbol(.units)
    static let features = Expression.symbol(.features)
    static let steps = Expression.symbol(.steps)
    static let factor = Expression.symbol(.factor)
    static let multiplier = Expression.symbol(.multiplier)
}
