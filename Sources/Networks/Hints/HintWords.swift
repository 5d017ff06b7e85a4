extension Hint: CustomStringConvertible {
    /// `pool3: …`
    public var description: String {
        guard !layers.isEmpty else { return fact.description }
        let names = layers.prefix(3).joined(separator: ", ")
        return (layers.count > 3 ? "\(names), … (\(layers.count) layers)" : names) + ": " + fact.description
    }
}

extension Hint.Fact: CustomStringConvertible {
    /// What, why, what to do.
    public var description: String {
        switch self {
        case .unevenInput(let axes, let size, let evenly, let needed, let at, let below, let above):
            let times = evenly == 0 ? "not at all" : evenly == 1 ? "only once" : "only \(evenly) times"
            return """
                the network halves the \(Self.list(axes)) \(needed) times, but \(size) is divisible by 2 \(times): \
                here \(at) is odd, and its last \(Self.lines(axes, 1)) never read. Use an input of \
                \(below > 0 ? "\(below) or \(above)" : "\(above)"), a multiple of \(1 << needed).
                """
        case .unreadEnd(let axes, let size, let unread, let kernel, let stride):
            return """
                windows of \(kernel) with stride \(stride) end \(unread) before the end of \(size): the last \
                \(Self.lines(axes, unread)) never read. Another padding would reach \(unread * axes.count == 1 ? "it" : "them").
                """
        case .gaps(let kernel, let stride, let read, let all, let source):
            return """
                \(Self.shape(kernel)) windows with stride \(Self.shape(stride)) leave gaps: \
                \(Self.share(all - read, all)) of the positions of \(source) are never read (\(grouped(all - read)) of \
                \(grouped(all))). Use a smaller stride or a larger kernel, or put the stride into a layer whose \
                windows meet.
                """
        case .evenKernel(let kernel):
            return """
                'same' with a kernel of \(kernel) pads \((kernel - 1) / 2) before and \(kernel / 2) after, which moves \
                the image by half a pixel. An odd kernel, as \(kernel + 1), stays centred.
                """
        case .fieldOverImage(let field, let image, let last, let lastField):
            let end = lastField == field ? "" : " (\(last): \(Self.shape(lastField)))"
            return """
                from here on a unit's receptive field, \(Self.shape(field))\(end), is larger than the image of \
                \(Self.shape(image)): it sees all of it and padding. More layers make better features, not a wider view.
                """
        case .smallField(let field, let image, let pool):
            return """
                each unit sees \(Self.shape(field)) of \(Self.shape(image)), and '\(pool)' only pools such small \
                views: nothing sees how parts lie to each other. More layers, strides or dilation widen the view.
                """
        case .misaligned(let axis, let branches, let centres):
            let places = zip(branches, centres).map { "\($0) at \(Quantity.number($1).readable)" }
            let shift = centres.max().flatMap { high in centres.min().flatMap { high.subtracting($0) } } ?? Rational(0)
            return """
                the branches look at places that lie \(Quantity.number(shift).readable) \
                \(shift == Rational(1) ? "pixel" : "pixels") apart (\(axis): centres of \
                \(places.joined(separator: ", "))). Pad them alike, each by half its kernel.
                """
        case .differentJumps(let axis, let branches, let jumps):
            let places = zip(branches, jumps).map { "\($0) every \(Quantity.number($1).readable)" }
            return """
                the branches step differently over the image (\(axis): \(places.joined(separator: ", ")) pixels), so \
                they drift apart. Bring them to one size by strides or upsampling rather than by padding or cropping.
                """
        case .denseHeavy(let parameters, let total, let inputs, let channels):
            let way =
                channels.map {
                    """
                     'global-average-pool' in place of 'flatten' would leave it \(grouped($0)) inputs instead of \
                    \(grouped(inputs)).
                    """
                } ?? " Fewer inputs, or fewer units, make it smaller."
            return """
                holds \(grouped(parameters)) of the \(grouped(total)) parameters (\(Self.percent(parameters, total)) %).
                """ + way
        case .linearPair(let first, _):
            return """
                reads '\(first)' with no activation between: two linear layers in a row can do no more than a single \
                one. Put an activation, as relu, between them.
                """
        case .softmaxInside(let reader):
            return """
                softmax makes values that sum to 1, but '\(reader)' still computes with them, and gradients fade. \
                Use relu here, and softmax at the end.
                """
        case .superfluousBias(let count):
            return """
                the bias is undone by the batch normalisation behind it, which subtracts each channel's mean: \
                \(grouped(count)) \(count == 1 ? "parameter" : "parameters") without effect. Write 'bias: false'.
                """
        case .dropoutOfNothing:
            return "a rate of 0 forgets nothing. Leave the layer out, or give a rate as 0.5."
        case .dropoutOfAll:
            return "a rate of 1 sets all values to 0 in training. Give a rate as 0.5."
        case .unread(let last):
            return """
                no layer reads it, so it counts as a result, beside '\(last)'. Read it, leave it out, or name the \
                results in 'outputs:'.
                """
        case .ceilDropsWindow(let axes, let size):
            return """
                'ceil' would add a window to the \(Self.list(axes)) of \(size), but it would begin in the padding, so \
                there is none. Without 'ceil' the size is the same.
                """
        case .channelsAsSteps(let channels, let length):
            return """
                reads \(channels)x\(length) as \(channels) steps of \(length) features, but it comes from a \
                convolution, as channels x length. Put 'permute: { axes: [2, 1] }' before it for \(length) steps.
                """
        }
    }

    private static func list(_ words: [String]) -> String {
        words.count < 2 ? words.joined() : words.dropLast().joined(separator: ", ") + " and " + words[words.count - 1]
    }

    private static func shape(_ sizes: [Int]) -> String { sizes.map(String.init).joined(separator: "x") }

    /// `row and column are`, `2 rows are`.
    private static func lines(_ axes: [String], _ count: Int) -> String {
        let names = axes.map { axis in
            switch axis {
            case "height": count == 1 ? "row" : "\(count) rows"
            case "width": count == 1 ? "column" : "\(count) columns"
            case "depth": count == 1 ? "slice" : "\(count) slices"
            default: count == 1 ? "position" : "\(count) positions"
            }
        }
        return "\(list(names)) \(count == 1 && axes.count == 1 ? "is" : "are")"
    }

    private static func percent(_ part: Int, _ whole: Int) -> Int {
        Int((Double(part) / Double(max(1, whole)) * 100).rounded())
    }

    /// `three in four` where it is that, else `56 %`.
    private static func share(_ part: Int, _ whole: Int) -> String {
        let names = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
        if let share = Rational(part, whole), share.denominator <= 9, share.numerator <= 9 {
            return "\(names[share.numerator]) in \(names[share.denominator])"
        }
        return "\(percent(part, whole)) %"
    }
}
