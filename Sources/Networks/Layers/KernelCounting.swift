/// Parameters and multiply-accumulates of kernels that span the channels of their group.
struct KernelCounting {
    let kernel: [Int]
    let channels: Quantity
    let filters: Int
    let groups: Int
    let hasBias: Bool
    /// Transposed convolution's weights are [C, F/g, k…].
    let isTransposed: Bool

    init(
        _ kernel: [Int], channels: Quantity, filters: Int, groups: Int = 1, hasBias: Bool, isTransposed: Bool = false
    ) {
        (self.kernel, self.channels, self.filters) = (kernel, channels, filters)
        (self.groups, self.hasBias, self.isTransposed) = (groups, hasBias, isTransposed)
    }

    /// One symbol for each axis: k for one, k_h · k_w for two.
    static func kernelSymbols(_ axes: Int) -> [Expression.Symbol] {
        axes == 1
            ? [.kernel]
            : FeatureShape.axisNames(axes).map { .init("k", subscript: String($0.prefix(1)), "kernel \($0)") }
    }

    private var symbols: [Expression.Symbol] { Self.kernelSymbols(kernel.count) }
    private var perGroup: Expression { groups == 1 ? .channels : .channels / .groups }

    private var bindings: [Derivation.Binding] {
        [.init(.filters, Quantity(filters)), .init(.channels, channels)]
            + (groups == 1 ? [] : [.init(.groups, Quantity(groups))])
            + zip(symbols, kernel).map { .init($0, Quantity($1)) }
    }

    /// F · (C/g · k_h · k_w + 1)
    var parameters: ParameterSet {
        let filter = Expression.product(of: [perGroup] + symbols.map(Expression.symbol))
        let sizes = kernel.map { Quantity($0) }
        let perGroup = channels / Quantity(groups)
        let weight: [Quantity] =
            isTransposed
            ? [channels, Quantity(filters / groups)] + sizes
            : [Quantity(filters), perGroup] + sizes
        return ParameterSet(
            tensors: [ParameterTensor(.weight, weight)]
                + (hasBias ? [ParameterTensor(.bias, [Quantity(filters)])] : []),
            count: Derivation(.parameters, .filters * (hasBias ? filter + 1 : filter), bindings))
    }

    /// F · (C/g · k_h · k_w) · H' · W', over the positions where the kernel is laid: a transposed convolution's inputs.
    func multiplyAccumulates(positions: [Quantity]) -> Derivation {
        let axes = FeatureShape.axisNames(positions.count)
        let place = isTransposed ? "input" : "output"
        let mark = isTransposed ? "" : "'"
        let sizes = axes.map { Expression.Symbol("\($0.prefix(1).uppercased())\(mark)", "\(place) \($0)") }
        return Derivation(
            .multiplyAccumulates,
            .product(of: [.filters, perGroup] + symbols.map(Expression.symbol) + sizes.map(Expression.symbol)),
            bindings + zip(sizes, positions).map { .init($0, $1) })
    }
}
