/// What a unit sees of the network's input.
public enum ReceptiveField: Hashable, Sendable {
    /// One for each spatial axis.
    case axes([FieldAxis])
    /// Every unit sees everything.
    case all
    /// Units have no place in the input, as after `flatten`.
    case none

    init(inputAxes: Int) {
        self = inputAxes == 0 ? .none : .axes([FieldAxis](repeating: .pixel, count: inputAxes))
    }

    /// The field behind a layer, from the fields and shapes of what it reads.
    init(layer: Layer, rule: FieldRule, inputs: [(FeatureShape, ReceptiveField)]) {
        // Operators may read several values and have a rule all the same.
        self = inputs.count == 1 || rule != .unchanged ? inputs[0].1.changed(by: rule) : .merged(layer: layer, inputs)
    }

    private func changed(by rule: FieldRule) -> ReceptiveField {
        switch (rule, self) {
        case (.unchanged, _): return self
        case (.everything, _): return .all
        case (.meaningless, _): return .none
        case (.axes(let maps), .axes(let fields)):
            guard maps.count == fields.count else { return .none }
            let mapped = zip(fields, maps).map { $0.mapped(by: $1) }
            let known = mapped.compactMap(\.self)
            return known.count == mapped.count ? .axes(known) : .none
        case (.permuted(let order), .axes(let fields)):
            let kept = order.compactMap { $0 }.filter(fields.indices.contains)
            return kept.count == fields.count ? .axes(kept.map { fields[$0] }) : .none
        case (.axes, .all), (.permuted, .all): return .all
        case (.axes, .none), (.permuted, .none): return .none
        }
    }

    /// The hull over what meets at a merge.
    private static func merged(layer: Layer, _ inputs: [(FeatureShape, ReceptiveField)]) -> ReceptiveField {
        // A vector that scales channels, or a whole image, lets every unit see everything.
        if inputs.contains(where: { $0.1 == .all }) { return .all }
        let smallest = smallestImage(inputs.map(\.0))
        var hull: [FieldAxis]?
        for (shape, field) in inputs {
            guard case .axes(var axes) = field else { return .none }
            if case .add(let add) = layer, add.shortcut == .zeroPad, let smallest,
                let stride = shape.shortcutStride(to: smallest), stride > 1
            {
                // The shortcut keeps every so-manyth place.
                let kept = axes.compactMap {
                    $0.mapped(by: .window(kernel: 1, stride: stride, dilation: 1, before: 0))
                }
                guard kept.count == axes.count else { return .none }
                axes = kept
            }
            guard let others = hull else {
                hull = axes
                continue
            }
            guard others.count == axes.count else { return .none }
            let both = zip(others, axes).map { $0.hull(with: $1) }
            let known = both.compactMap(\.self)
            guard known.count == both.count else { return .none }
            hull = known
        }
        return hull.map(ReceptiveField.axes) ?? .none
    }

    private static func smallestImage(_ shapes: [FeatureShape]) -> FeatureShape? {
        shapes.min { ($0.spatial.first?.integer ?? .max) < ($1.spatial.first?.integer ?? .max) }
    }
}
