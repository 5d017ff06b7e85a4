/// Labels in a column, each as near to where it belongs as it can be without lying on another.
struct EndLabels {
    struct Label {
        /// Where its middle belongs.
        var wanted: Double
        var height: Double
    }

    /// The labels' middles, in their order.
    let middles: [Double]

    /// Labels that would lie on each other become a group around the middle of where they belong; groups that meet merge.
    ///
    /// - Parameter range: Where they may stand, if they all fit there.
    init(_ labels: [Label], within range: ClosedRange<Double>) {
        struct Group {
            var members: [Int]
            var height: Double
            var middle: Double
            var top: Double { middle - height / 2 }
            var bottom: Double { middle + height / 2 }

            mutating func clamp(_ range: ClosedRange<Double>) {
                middle = max(min(middle, range.upperBound - height / 2), range.lowerBound + height / 2)
            }
        }
        var groups: [Group] = []
        for index in labels.indices.sorted(by: { (labels[$0].wanted, $0) < (labels[$1].wanted, $1) }) {
            var group = Group(members: [index], height: labels[index].height, middle: labels[index].wanted)
            group.clamp(range)
            while let above = groups.last, above.bottom > group.top {
                groups.removeLast()
                let (own, others) = (Double(group.members.count), Double(above.members.count))
                group = Group(
                    members: above.members + group.members, height: above.height + group.height,
                    middle: (above.middle * others + group.middle * own) / (own + others))
                group.clamp(range)
            }
            groups.append(group)
        }
        var middles = [Double](repeating: 0, count: labels.count)
        for group in groups {
            var top = group.top
            for member in group.members {
                middles[member] = top + labels[member].height / 2
                top += labels[member].height
            }
        }
        self.middles = middles
    }
}
