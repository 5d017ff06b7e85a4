import Tensors

/// What gates and states go through, chosen by name in an operator's attributes.
struct RecurrentActivation {
    enum Kind: String, CaseIterable {
        case relu, tanh, sigmoid, affine, leakyrelu, thresholdedrelu, scaledtanh, hardsigmoid, elu, softsign, softplus
    }

    let kind: Kind
    let alpha: Float
    let beta: Float

    /// The activations of every direction, each `count` of them.
    ///
    /// Constants are handed to those that take one, in their order.
    static func all(
        _ attributes: OperatorAttributes, defaults: [Kind], directions: Int
    ) throws(OperatorProblem) -> [RecurrentActivation] {
        let count = defaults.count * directions
        let names = try attributes.strings("activations") ?? []
        guard names.isEmpty || names.count == count else {
            throw .attributeValue("activations", given: "\(names)", needs: "\(count) names")
        }
        var alphas = (try attributes.floats("activation_alpha") ?? []).makeIterator()
        var betas = (try attributes.floats("activation_beta") ?? []).makeIterator()
        var result: [RecurrentActivation] = []
        for place in 0..<count {
            var kind = defaults[place % defaults.count]
            if !names.isEmpty {
                guard let named = Kind(rawValue: names[place].lowercased()) else {
                    throw .attributeChoice("activations", given: names[place], known: Kind.allCases.map(\.rawValue))
                }
                kind = named
            }
            let (alpha, beta) = kind.constants
            result.append(
                RecurrentActivation(
                    kind: kind, alpha: alpha == nil ? 0 : alphas.next() ?? alpha ?? 0,
                    beta: beta == nil ? 0 : betas.next() ?? beta ?? 0))
        }
        return result
    }

    func apply(_ values: UnsafeMutablePointer<Float>, _ count: Int) {
        switch kind {
        case .relu: run(ReLU(), values, count)
        case .tanh: ElementFunction.tangent(values, into: values, count: count)
        case .sigmoid: ElementFunction.sigmoid(values, into: values, count: count)
        case .affine: run(Line(alpha: alpha, beta: beta), values, count)
        case .leakyrelu: run(LeakyReLU(slope: alpha), values, count)
        case .thresholdedrelu: run(ThresholdedReLU(threshold: alpha), values, count)
        case .scaledtanh:
            run(Line(alpha: beta, beta: 0), values, count)
            ElementFunction.tangent(values, into: values, count: count)
            run(Line(alpha: alpha, beta: 0), values, count)
        case .hardsigmoid: run(HardSigmoid(alpha: alpha, beta: beta), values, count)
        case .elu: ElementFunction.elu(limit: alpha, slope: 1)(values, into: values, count: count)
        case .softsign: run(Softsign(), values, count)
        case .softplus: ElementFunction.softplus(values, into: values, count: count)
        }
    }

    private func run(_ function: some PointwiseFunction, _ values: UnsafeMutablePointer<Float>, _ count: Int) {
        for index in 0..<count { values[index] = function.value(values[index]) }
    }

    private struct Line: PointwiseFunction {
        let alpha: Float
        let beta: Float
        func value(_ x: Float) -> Float { alpha * x + beta }
    }

}

extension RecurrentActivation.Kind {
    /// The constants' defaults; `nil` where an activation has none.
    fileprivate var constants: (alpha: Float?, beta: Float?) {
        switch self {
        case .relu, .tanh, .sigmoid, .softsign, .softplus: (nil, nil)
        case .affine: (1, 0)
        case .leakyrelu: (0.01, nil)
        case .thresholdedrelu, .elu: (1, nil)
        case .scaledtanh: (1, 1)
        case .hardsigmoid: (0.2, 0.5)
        }
    }
}
