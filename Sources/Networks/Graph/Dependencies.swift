extension Network {
    /// The layers that one depends on, itself included, in the network's order.
    ///
    /// - Parameter place: Among ``nodes``.
    public func dependencies(of place: Int) -> [Int] {
        var isNeeded = [Bool](repeating: false, count: place + 1)
        isNeeded[place] = true
        for index in stride(from: place, through: 0, by: -1) where isNeeded[index] {
            for case .node(let source) in nodes[index].sources { isNeeded[source] = true }
        }
        return isNeeded.indices.filter { isNeeded[$0] }
    }
}
