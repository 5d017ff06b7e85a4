public import Networks
public import Tensors

/// A tensor under the name that a file gives it.
public struct NamedTensor: Sendable {
    public let name: String
    public let tensor: Tensor

    public init(_ name: String, _ tensor: Tensor) { (self.name, self.tensor) = (name, tensor) }
}

/// In which order a framework keeps the axes of its weights.
public enum WeightOrder: String, Sendable {
    /// Filters, channels, kernel; units, inputs.
    case pytorch = "PyTorch"
    /// Kernel, channels, filters; inputs, units.
    case keras = "Keras"
}

/// How the tensors of a file went onto a network.
public struct WeightReport: Sendable {
    public var order = WeightOrder.pytorch
    /// Whether layers were found by their names, or taken one after another.
    public var isByName = true
    public var missing: [(layer: String, role: ParameterTensor.Role, shape: [Int])] = []
    public var extra: [String] = []
    public var misshapen: [(name: String, given: Shape, layer: String, expected: [Int])] = []

    public var isComplete: Bool { missing.isEmpty && misshapen.isEmpty }
}

extension NetworkWeights {
    /// The weights of a file, by name where the names are the layers', one after another otherwise.
    ///
    /// - Parameters:
    ///   - tensors: In the file's order.
    ///   - network: Every size of its parameters must be known.
    /// - Returns: The weights that were found, and what was not.
    public static func matched(_ tensors: [NamedTensor], to network: Network) -> (NetworkWeights, WeightReport) {
        WeightMatching(tensors, network).result()
    }
}

/// Finds for each parameter of a network the tensor of a file that it is.
private struct WeightMatching {
    private struct Group {
        let prefix: String
        var tensors: [(word: String, name: String, tensor: Tensor)] = []
    }

    private let network: Network
    private let nodes: [Node]
    private let groups: [Group]

    init(_ tensors: [NamedTensor], _ network: Network) {
        self.network = network
        nodes = network.nodes.filter { !$0.inference.parameters.tensors.isEmpty }
        var groups: [Group] = []
        var places: [String: Int] = [:]
        for named in tensors {
            let (prefix, word) = Self.split(named.name)
            // PyTorch counts its batches; that is no parameter.
            if word == "num_batches_tracked" { continue }
            let place = places[prefix] ?? groups.count
            if place == groups.count {
                groups.append(Group(prefix: prefix))
                places[prefix] = place
            }
            groups[place].tensors.append((word, named.name, named.tensor))
        }
        self.groups = groups
    }

    /// `layer1.0.conv1.weight` and `conv1/kernel:0` into the layer's name and the parameter's.
    private static func split(_ name: String) -> (String, String) {
        let parts = name.split(whereSeparator: { $0 == "/" || $0 == "." }).map(String.init)
        let word = parts.last?.split(separator: ":").first.map(String.init) ?? name
        return (normalized(parts.dropLast().joined(separator: ".")), word)
    }

    private static func normalized(_ name: String) -> String {
        name.lowercased().map { $0 == "/" ? "." : String($0) }.joined()
    }

    func result() -> (NetworkWeights, WeightReport) {
        var report = WeightReport()
        var pairs = byName()
        report.isByName = pairs != nil
        if pairs == nil { pairs = inOrder() }
        report.order = order(of: pairs ?? [])
        var weights = NetworkWeights()
        var used: Set<String> = []
        for (node, group) in pairs ?? [] {
            for parameter in node.inference.parameters.tensors {
                let expected = parameter.shape.compactMap(\.integer)
                let words = Self.words(parameter.role, node.layer)
                guard let found = group?.tensors.first(where: { words.contains($0.word) }) else {
                    // Keras' LSTM has one bias.
                    if parameter.role == .recurrentBias, report.order == .keras {
                        weights[node.name, parameter.role] = Tensor(Shape(expected))
                        continue
                    }
                    report.missing.append((node.name, parameter.role, expected))
                    continue
                }
                used.insert(found.name)
                guard let tensor = arranged(found.tensor, expected, node, report.order) else {
                    report.misshapen.append((found.name, found.tensor.shape, node.name, expected))
                    continue
                }
                weights[node.name, parameter.role] = tensor
            }
        }
        report.extra = groups.flatMap(\.tensors).map(\.name).filter { !used.contains($0) }
        return (weights, report)
    }

    /// Nothing unless at least half of the layers are found by name.
    private func byName() -> [(Node, Group?)]? {
        let pairs = nodes.map { node in (node, groups.first { $0.prefix == Self.normalized(node.name) }) }
        return pairs.count { $0.1 != nil } * 2 >= pairs.count ? pairs : nil
    }

    /// One after another, in the file's order, or with numbers in the order of counting if that fits better.
    private func inOrder() -> [(Node, Group?)] {
        let sorted = groups.sorted { Self.natural($0.prefix, $1.prefix) }
        let candidates = [groups, sorted].map { groups -> [(Node, Group?)] in
            var next = 0
            return nodes.map { node in
                // What fits nowhere is passed over.
                guard let place = (next..<groups.count).first(where: { fits(groups[$0], node) }) else {
                    return (node, nil)
                }
                next = place + 1
                return (node, groups[place])
            }
        }
        return candidates.max { left, right in left.count { $0.1 != nil } < right.count { $0.1 != nil } } ?? []
    }

    private func fits(_ group: Group, _ node: Node) -> Bool {
        node.inference.parameters.tensors.allSatisfy { parameter in
            let words = Self.words(parameter.role, node.layer)
            guard let found = group.tensors.first(where: { words.contains($0.word) }) else {
                return parameter.role == .recurrentBias
            }
            return [.pytorch, .keras].contains {
                arranged(found.tensor, parameter.shape.compactMap(\.integer), node, $0) != nil
            }
        }
    }

    /// conv2 before conv10.
    private static func natural(_ a: String, _ b: String) -> Bool {
        func key(_ text: String) -> [(Int, String)] {
            var parts: [(Int, String)] = []
            var digits = ""
            for character in text + " " {
                if character.isNumber {
                    digits.append(character)
                    continue
                }
                if !digits.isEmpty { parts.append((Int(digits) ?? .max, "")) }
                digits = ""
                parts.append((-1, String(character)))
            }
            return parts
        }
        return key(a).lexicographicallyPrecedes(key(b)) { $0 < $1 }
    }

    /// What files call a parameter.
    private static func words(_ role: ParameterTensor.Role, _ layer: Layer) -> [String] {
        switch role {
        case .weight:
            if case .separableConv = layer { return ["pointwise_kernel", "pointwise_weight", "weight"] }
            return ["weight", "kernel", "depthwise_kernel"]
        case .bias: return ["bias"]
        case .depthwiseWeight: return ["depthwise_kernel", "depthwise_weight"]
        case .inputWeight: return ["weight_ih_l0", "kernel", "input_weight"]
        case .recurrentWeight: return ["weight_hh_l0", "recurrent_kernel", "recurrent_weight"]
        case .inputBias: return ["bias_ih_l0", "bias", "input_bias"]
        case .recurrentBias: return ["bias_hh_l0", "recurrent_bias"]
        case .scale: return ["weight", "gamma", "scale"]
        case .shift: return ["bias", "beta", "shift"]
        case .runningMean: return ["running_mean", "moving_mean"]
        case .runningVariance: return ["running_var", "moving_variance", "running_variance"]
        }
    }

    /// What most tensors say that fit in one order only.
    private func order(of pairs: [(Node, Group?)]) -> WeightOrder {
        var balance = 0
        for (node, group) in pairs {
            for parameter in node.inference.parameters.tensors {
                let expected = parameter.shape.compactMap(\.integer)
                let words = Self.words(parameter.role, node.layer)
                guard let found = group?.tensors.first(where: { words.contains($0.word) }), expected.count > 1 else {
                    continue
                }
                if ["kernel", "depthwise_kernel", "recurrent_kernel"].contains(found.word) { balance -= 1 }
                let orders = [WeightOrder.pytorch, .keras].filter { arranged(found.tensor, expected, node, $0) != nil }
                if orders.count == 1 { balance += orders[0] == .pytorch ? 2 : -2 }
            }
        }
        return balance < 0 ? .keras : .pytorch
    }

    /// The tensor in our order of axes; nothing if it does not have the shape.
    private func arranged(_ tensor: Tensor, _ expected: [Int], _ node: Node, _ order: WeightOrder) -> Tensor? {
        switch order {
        case .pytorch:
            return tensor.shape.sizes == expected ? tensor : nil
        case .keras:
            let rank = tensor.shape.rank
            if expected.count == 1 { return tensor.shape.sizes == expected ? tensor : nil }
            guard rank == expected.count else { return nil }
            let turned: Tensor
            if case .depthwiseConv = node.layer {
                // [k…, C, m] to [C·m, 1, k…].
                turned = tensor.permuted([rank - 2, rank - 1] + Array(0..<rank - 2))
                let shape = [turned.shape[0] * turned.shape[1], 1] + turned.shape.dropFirst(2)
                return shape == expected ? turned.reshaped(to: Shape(shape)) : nil
            }
            turned = tensor.permuted([rank - 1, rank - 2] + Array(0..<rank - 2))
            guard turned.shape.sizes == expected else { return nil }
            return channelsFirst(turned, node)
        }
    }

    /// Keras flattens places before channels: the columns of a dense layer behind that are put into our order.
    private func channelsFirst(_ weights: Tensor, _ node: Node) -> Tensor {
        guard case .dense = node.layer, network.layout == .channelsFirst else { return weights }
        // What keeps values in their places may stand between.
        var source = node.sources[0]
        while case .node(let place) = source, network.nodes[place].keepsPlaces {
            source = network.nodes[place].sources[0]
        }
        guard case .node(let place) = source, case .flatten = network.nodes[place].layer,
            let map = network.nodes[place].inputs[0].known, map.rank > 1
        else { return weights }
        let places = Array(map.dropFirst())
        let spread = weights.reshaped(to: Shape([weights.shape[0]] + places + [map[0]]))
        return spread.permuted([0, places.count + 1] + Array(1...places.count)).reshaped(to: weights.shape)
    }
}

extension Node {
    fileprivate var keepsPlaces: Bool { layer.name == .dropout || layer.name?.isActivation ?? false }
}
