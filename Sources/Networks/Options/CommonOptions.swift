import Tensors

extension OptionDeclaration {
    static let filters = required("filters", .integer(atLeast: 1), "How many filters, and so output channels.")
    static let kernel = required("kernel", .perAxis(atLeast: 1), "The kernel's size.")
    static let stride = optional("stride", .perAxis(atLeast: 1), default: .integer(1), "The step between windows.")
    static let padding = optional(
        "padding", .padding, default: .text("valid"), "How far the input is extended; same keeps ⌈size/stride⌉.")
    static let dilation = optional(
        "dilation", .perAxis(atLeast: 1), default: .integer(1), "The step between the taps of a kernel.")
    static let groups = optional(
        "groups", .integer(atLeast: 1), default: .integer(1), "In how many groups channels are kept apart.")
    static let bias = optional("bias", .flag, default: .flag(true), "Whether each filter adds a value of its own.")
    static let size = required("size", .perAxis(atLeast: 1), "The window's size.")
    static let poolStride = optional("stride", .perAxis(atLeast: 1), "The step between windows; the size if not given.")
    static let ceil = optional(
        "ceil", .flag, default: .flag(false), "Whether a last window may reach past the padded input.")
    static let units = required("units", .integer(atLeast: 1), "How many units, and so outputs.")
}

extension [OptionDeclaration] {
    /// What every sliding window takes beside its size.
    static let sliding: [OptionDeclaration] = [.stride, .padding, .dilation]
}

extension SlidingWindow {
    init(_ options: LayerOptions) {
        self.init(
            kernelSize: options.perAxis("kernel"), stride: options.perAxis("stride"),
            padding: options.padding("padding"), dilation: options.perAxis("dilation"))
    }

    var options: [String: OptionValue] {
        [
            "kernel": OptionValue(kernelSize), "stride": OptionValue(stride), "padding": OptionValue(padding),
            "dilation": OptionValue(dilation),
        ]
    }
}

extension FeatureShape {
    /// Itself, if it has axes to slide along.
    var image: FeatureShape {
        get throws(LayerProblem) {
            guard !isSequence, (1...3).contains(spatial.count) else { throw .needsImage(self) }
            return self
        }
    }
}

extension Quantity {
    /// Whether it is known to be a multiple.
    func isMultiple(of divisor: Int) -> Bool {
        let quotient = self / Quantity(divisor)
        return quotient.floor == quotient
    }
}
