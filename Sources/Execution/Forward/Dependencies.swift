import Networks
import Tensors

extension Network {
    /// The places of layers among ``nodes``.
    ///
    /// - Parameter layers: The outputs unless given.
    /// - Throws: ``ExecutionError/unknownLayer(_:nearest:)``.
    func places(of layers: [String]?) throws(ExecutionError) -> Set<Int> {
        guard let layers else { return Set(outputs) }
        var places: Set<Int> = []
        for name in layers {
            guard let place = nodes.firstIndex(where: { $0.name == name }) else {
                throw .unknownLayer(name, nearest: nearest(name, among: nodes.map(\.name)))
            }
            places.insert(place)
        }
        return places
    }

    /// Those layers, and everything that must be computed before them.
    func dependencies(of wanted: Set<Int>) -> Set<Int> {
        var needed = wanted
        for index in nodes.indices.reversed() where needed.contains(index) {
            for case .node(let place) in nodes[index].sources { needed.insert(place) }
        }
        return needed
    }
}
