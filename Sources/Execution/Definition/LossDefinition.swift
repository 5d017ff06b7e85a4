/// What training makes small, as a textbook defines it.
extension Grid {
    /// −ln of the share that a softmax over scores `[N, classes]` gives the right class, its mean over the batch.
    ///
    /// - Precondition: a class for each sample.
    package func crossEntropy(_ classes: [Int]) -> Element {
        precondition(sizes.count == 2 && classes.count == sizes[0], "\(classes.count) classes for \(sizes)")
        let shares = softmax(along: 1)
        return classes.enumerated().map { -Element.log(shares[[$0, $1]]) }.mean
    }

    /// The mean over all values of the squared difference.
    ///
    /// - Precondition: targets of the same sizes.
    package func meanSquaredError(_ targets: Grid<Double>) -> Element {
        precondition(targets.sizes == sizes, "targets \(targets.sizes) for \(sizes)")
        return zip(elements, targets.elements).map { value, target in
            let difference = value - Element(target)
            return difference * difference
        }.mean
    }
}
