import Networks
import Scenes
import Tensors

/// What a figure of grouped convolution says to those who do not see it.
struct DepthwiseWords {
    let model: DepthwiseModel

    func text(step: Int?) -> AlternativeText {
        let last = model.stages[model.stages.count - 1]
        let kind =
            model.isSeparable
            ? "A separable convolution" : "A convolution in \(counted(model.stages[0].groups, "group"))"
        var summary =
            "\(kind) takes \(counted(model.channels, "channel")) to \(counted(last.filters, "map")) with kernels of "
            + sizes(model.kernel)
        if let maps = model.maps {
            summary += " on maps of \(sizes(Array(maps.shape.suffix(2)))), whose size stays"
        }
        summary += stepWords(step, of: model.stepCount)
        var sentences: [String] = []
        for (index, stage) in model.stages.enumerated() {
            let name = model.isSeparable ? (index == 0 ? "Depthwise: " : "Pointwise: ") : ""
            let shape = sizes([stage.channels / stage.groups] + stage.kernel)
            let each = stage.channels / stage.groups * stage.kernel.reduce(1, *)
            sentences.append(
                "\(name)\(counted(stage.filters, "filter")) of \(shape), \(counted(each, "weight")) each: "
                    + "\(counted(each * stage.filters, "weight")) in all.")
        }
        sentences.append((model.isSeparable ? model.savingWords : model.groupWords).capitalisedFirst + ".")
        sentences += model.choices.map { "\($0.name.capitalisedFirst): \(Quantity($0.weights).readable) weights." }
        if !model.isSeparable { sentences.append(model.savingWords.capitalisedFirst) }
        if let step {
            sentences.append(walk(step))
        } else {
            sentences += (0..<model.stepCount).map(walk)
        }
        let text = sentences.joined(separator: " ").replacing("..", with: ".")
        return AlternativeText(summary: summary, details: text)
    }

    private func walk(_ step: Int) -> String {
        let place = model.place(step)
        let stage = model.stages[place.stage]
        let reads = stage.reads(place.filter)
        let channels = place.stage == 0 ? "channel" : "map of the depthwise part, number"
        let range =
            reads.count == 1
            ? "\(channels) \(reads.lowerBound + 1)"
            : "\(place.stage == 0 ? "channels" : "maps") \(reads.lowerBound + 1) to \(reads.upperBound)"
        let kind = model.isSeparable ? (place.stage == 0 ? "depthwise " : "pointwise ") : ""
        return "Step \(step + 1): \(kind)filter \(place.filter + 1) of \(stage.filters) reads \(range) and makes map "
            + "\(place.filter + 1)."
    }
}
