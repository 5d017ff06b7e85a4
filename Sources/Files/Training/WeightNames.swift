public import Execution
public import Networks
import Tensors

extension NetworkWeights {
    /// Every parameter under the name that a PyTorch state dictionary gives it: `conv1.weight`, `norm1.running_var`.
    public func named(in network: Network) -> [NamedTensor] {
        network.nodes.flatMap { node in
            let roles = node.inference.parameters.tensors.map(\.role)
            return roles.compactMap { role in
                self[node.name, role].map { NamedTensor("\(node.name).\(role.word(beside: roles))", $0) }
            }
        }
    }
}

extension ParameterTensor.Role {
    fileprivate func word(beside others: [ParameterTensor.Role]) -> String {
        switch self {
        case .weight: others.contains(.depthwiseWeight) ? "pointwise_weight" : "weight"
        case .scale: "weight"
        case .bias, .shift: "bias"
        case .depthwiseWeight: "depthwise_weight"
        case .inputWeight: "weight_ih_l0"
        case .recurrentWeight: "weight_hh_l0"
        case .inputBias: "bias_ih_l0"
        case .recurrentBias: "bias_hh_l0"
        case .runningMean: "running_mean"
        case .runningVariance: "running_var"
        }
    }
}
