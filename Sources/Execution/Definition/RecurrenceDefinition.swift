import Networks

extension Grid {
    /// y[…, u] = b[u] + Σ over i of w[u, i] · x[…, i]
    func dense(_ weights: Grid, bias: Grid?) -> Grid {
        Grid(sizes.dropLast() + [weights.sizes[0]]) { place in
            let u = place[place.count - 1]
            return (0..<weights.sizes[1]).reduce(bias?[[u]] ?? 0) { sum, i in
                sum + weights[[u, i]] * self[place.dropLast() + [i]]
            }
        }
    }
}

/// Long short-term memory, step by step; σ is the sigmoid, · element by element:
///
///     i = σ(W₀x + b₀ + R₀h + r₀)        c ← f·c + i·g
///     f = σ(W₁x + b₁ + R₁h + r₁)        h ← o·tanh c
///     g = tanh(W₂x + b₂ + R₂h + r₂)
///     o = σ(W₃x + b₃ + R₃h + r₃)
///
/// with h = c = 0 before the first step. Sources: Hochreiter and Schmidhuber, 1997; the forget gate, Gers et al., 2000.
struct RecurrenceDefinition<Element: Scalar> {
    let inputWeights: Grid<Element>
    let recurrentWeights: Grid<Element>
    let inputBias: Grid<Element>
    let recurrentBias: Grid<Element>

    private var units: Int { recurrentWeights.sizes[1] }

    /// The states h `[N, T, u]` after all steps of x `[N, T, n]`, or those `[N, u]` after the last.
    func states(_ input: Grid<Element>, all: Bool) -> Grid<Element> {
        let (batch, steps, features) = (input.sizes[0], input.sizes[1], input.sizes[2])
        var states: [Element] = []
        for sample in 0..<batch {
            let start = Grid<Element>([units]) { _ in 0 }
            var (h, c) = (start, start)
            for step in 0..<steps {
                let x = Grid([features]) { input[[sample, step] + $0] }
                (h, c) = next(x, h, c)
                if all || step == steps - 1 { states += h.elements }
            }
        }
        return Grid([batch] + (all ? [steps] : []) + [units], states)
    }

    private func next(
        _ x: Grid<Element>, _ h: Grid<Element>, _ c: Grid<Element>
    ) -> (h: Grid<Element>, c: Grid<Element>) {
        let fromInput = x.dense(inputWeights, bias: inputBias)
        let fromState = h.dense(recurrentWeights, bias: recurrentBias)
        func gate(_ index: Int, _ unit: Int) -> Element {
            let row = [index * units + unit]
            return fromInput[row] + fromState[row]
        }
        let cell = Grid([units]) { place in
            let unit = place[0]
            let (i, f) = (Element.sigmoid(gate(0, unit)), Element.sigmoid(gate(1, unit)))
            return f * c[place] + i * Element.tanh(gate(2, unit))
        }
        let state = Grid([units]) { Element.sigmoid(gate(3, $0[0])) * Element.tanh(cell[$0]) }
        return (state, cell)
    }
}
