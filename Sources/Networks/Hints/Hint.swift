/// Something unusual or wasteful about a network. Holds the facts; ``description`` says what, why, and what to do.
public struct Hint: Hashable, Sendable {
    public enum Severity: String, Sendable {
        /// Worth knowing.
        case note
        /// Probably a mistake.
        case warning
    }

    public enum Fact: Hashable, Sendable {
        /// The input's axis is halved, or divided, more often than it can be without a rest.
        case unevenInput(axes: [String], size: Int, evenly: Int, needed: Int, at: Int, below: Int, above: Int)
        /// Rows or columns at the end of what a layer reads, which no window reaches.
        case unreadEnd(axes: [String], size: Int, unread: Int, kernel: Int, stride: Int)
        /// Windows that leave gaps: of all values only so many are read, and nobody else reads the others.
        case gaps(kernel: [Int], stride: [Int], read: Int, all: Int, source: String)
        /// `same` with an even kernel pads one more after than before.
        case evenKernel(kernel: Int)
        /// Units see more than the image.
        case fieldOverImage(field: [Int], image: [Int], last: String, lastField: [Int])
        /// Units that are averaged each see a small part of the image.
        case smallField(field: [Int], image: [Int], pool: String)
        /// Branches of a merge whose units look at different places.
        case misaligned(axis: String, branches: [String], centres: [Rational])
        /// Branches of a merge whose units lie at different distances.
        case differentJumps(axis: String, branches: [String], jumps: [Rational])
        case denseHeavy(parameters: Int, total: Int, inputs: Int, channels: Int?)
        /// Two linear layers with nothing between that bends.
        case linearPair(first: String, channels: Int)
        case softmaxInside(reader: String)
        case superfluousBias(count: Int)
        case dropoutOfNothing
        case dropoutOfAll
        case unread(last: String)
        /// Ceil mode would have added a window that begins in the padding.
        case ceilDropsWindow(axes: [String], size: Int)
        /// An LSTM takes a convolution's channels for steps.
        case channelsAsSteps(channels: String, length: String)
    }

    /// The layers that it is about; none for the network as a whole.
    public let layers: [String]
    public let fact: Fact
    public let location: SourceLocation?

    init(_ fact: Fact, _ layers: [String], _ location: SourceLocation? = nil) {
        (self.fact, self.layers, self.location) = (fact, layers, location)
    }

    public var severity: Severity {
        switch fact {
        case .unevenInput, .gaps, .misaligned, .differentJumps, .linearPair, .softmaxInside, .dropoutOfAll, .unread,
            .channelsAsSteps:
            .warning
        case .unreadEnd, .evenKernel, .fieldOverImage, .smallField, .denseHeavy, .superfluousBias, .dropoutOfNothing,
            .ceilDropsWindow:
            .note
        }
    }

    /// Its name for programs.
    public var name: String {
        switch fact {
        case .unevenInput: "uneven-input"
        case .unreadEnd: "unread-end"
        case .gaps: "gaps"
        case .evenKernel: "even-kernel"
        case .fieldOverImage: "field-over-image"
        case .smallField: "small-field"
        case .misaligned: "misaligned"
        case .differentJumps: "different-jumps"
        case .denseHeavy: "dense-heavy"
        case .linearPair: "linear-pair"
        case .softmaxInside: "softmax-inside"
        case .superfluousBias: "superfluous-bias"
        case .dropoutOfNothing: "dropout-of-nothing"
        case .dropoutOfAll: "dropout-of-all"
        case .unread: "unread"
        case .ceilDropsWindow: "ceil-drops-window"
        case .channelsAsSteps: "channels-as-steps"
        }
    }
}
