/// What a pattern such as `INPUT -> [CONV -> RELU]*2 -> FC` leaves open.
enum PatternDefaults {
    static let input = "3x32x32"
    private static let firstFilters = 32
    private static let mostFilters = 512
    private static let units = 256
    private static let classes = 10

    /// Marks a layer whose size is to be filled in.
    static let mark = "(pattern)"

    static let statements: [String: String] = [
        "INPUT": "INPUT is \(input)",
        "CONV":
            "CONV is 3x3 with padding 1, with \(firstFilters) filters, twice as many after each POOL, at most \(mostFilters)",
        "POOL": "POOL is max pooling 2x2 with stride 2",
        "?": "what may be left out, marked by '?', is there",
        "FC": "FC has \(units) units, the last one \(classes); the first is preceded by flatten",
    ]

    static func fill(_ layers: inout [LayerDescription]) {
        let last = layers.lastIndex { $0.assumption == mark && $0.layer.name == .dense }
        var filters = firstFilters
        for index in layers.indices where layers[index].assumption == mark {
            if case .maxPool = layers[index].layer {
                filters = min(filters * 2, mostFilters)
                layers[index].assumption = "2x2"
            } else if case .conv(var conv) = layers[index].layer {
                conv.filters = filters
                layers[index].layer = .conv(conv)
                layers[index].assumption = "\(filters) filters of 3x3"
            } else if case .dense(var dense) = layers[index].layer {
                dense.units = index == last ? classes : units
                layers[index].layer = .dense(dense)
                layers[index].assumption = "\(dense.units) units"
            }
        }
    }
}
