package import Tensors

/// A tensor of numbers of any kind: what definitions read and give.
package struct Grid<Element: Scalar> {
    package let sizes: [Int]
    /// All elements, the last axis running fastest.
    package let elements: [Element]
    private let strides: [Int]

    /// - Precondition: there are as many elements as the sizes say.
    package init(_ sizes: [Int], _ elements: [Element]) {
        let shape = Shape(sizes)
        precondition(elements.count == shape.elementCount, "\(elements.count) elements for \(shape)")
        (self.sizes, self.elements, self.strides) = (sizes, elements, shape.strides)
    }

    /// Every element by its place: one index for each axis.
    package init(_ sizes: [Int], element: ([Int]) -> Element) {
        self.init(sizes, places(of: sizes).map(element))
    }

    /// The tensor's values, exactly, as constants.
    package init(_ tensor: Tensor) {
        self.init(tensor.shape.sizes, tensor.elements.map { Element(Double($0)) })
    }

    /// - Precondition: the place lies inside.
    package subscript(place: [Int]) -> Element {
        var offset = 0
        for axis in sizes.indices {
            precondition((0..<sizes[axis]).contains(place[axis]), "\(place) outside \(sizes)")
            offset += place[axis] * strides[axis]
        }
        return elements[offset]
    }

    package func contains(_ place: [Int]) -> Bool {
        sizes.indices.allSatisfy { (0..<sizes[$0]).contains(place[$0]) }
    }

    package func map<Other: Scalar>(_ function: (Element) -> Other) -> Grid<Other> {
        Grid<Other>(sizes, elements.map(function))
    }

    /// The same elements under other sizes.
    func reshaped(to sizes: [Int]) -> Grid { Grid(sizes, elements) }

    /// One element for all that differ only in their places along some axes, which are left out.
    func reduced(over axes: [Int], by combine: ([Element]) -> Element) -> Grid {
        let kept = sizes.indices.filter { !axes.contains($0) }
        let along = places(of: axes.map { sizes[$0] })
        return Grid(kept.map { sizes[$0] }) { place in
            var source = [Int](repeating: 0, count: sizes.count)
            for (axis, position) in zip(kept, place) { source[axis] = position }
            return combine(
                along.map { positions in
                    for (axis, position) in zip(axes, positions) { source[axis] = position }
                    return self[source]
                })
        }
    }

    /// The axes in another order: axis `order[i]` becomes axis i.
    func permuted(_ order: [Int]) -> Grid {
        Grid(order.map { sizes[$0] }) { place in
            var source = place
            for (new, old) in order.enumerated() { source[old] = place[new] }
            return self[source]
        }
    }
}

/// Every place of a grid, the last axis running fastest.
func places(of sizes: [Int]) -> [[Int]] {
    sizes.reduce([[]]) { places, size in places.flatMap { place in (0..<size).map { place + [$0] } } }
}
