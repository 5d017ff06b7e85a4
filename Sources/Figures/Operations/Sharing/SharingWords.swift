import Networks
import Scenes

extension SharingModel {
    /// How many times fewer parameters a convolution has.
    var saving: String {
        func times(_ layer: SharingLayer) -> String {
            let own = layers[2].parameters.value.integer ?? 1
            let ratio = Double(layer.parameters.value.integer ?? 0) / Double(own)
            let rounded = ratio.rounded()
            return (abs(ratio - rounded) < 1e-9 ? "" : "about ") + Quantity(Int(rounded)).readable
        }
        return "Sharing leaves \(times(layers[1])) times fewer parameters than a locally connected layer has, "
            + "\(times(layers[0])) times fewer than a dense one."
    }
}

/// What the three layers say to those who do not see them.
struct SharingWords {
    let model: SharingModel

    func text(step: Int?) -> AlternativeText {
        var summary =
            "A dense, a locally connected and a convolutional layer side by side, each with \(model.inputs) inputs and "
            + "\(model.outputs) outputs in a row"
        summary += step.map { "; output \($0) is looked at." } ?? ", output by output."
        var sentences = model.layers.map { layer in
            "\(layer.kind.title.capitalisedFirst): \(layer.kind.words); here "
                + "\(counted(layer.drawnWeights.integer ?? 0, "weight"))."
        }
        sentences += (step.map { [$0] } ?? Array(0..<model.outputs)).map(walk)
        sentences.append(
            "From \(sizes(model.input)) to \(sizes(model.output)) with a kernel of \(sizes(model.kernel)), with biases:"
        )
        sentences += model.layers.map { layer in
            "\(layer.kind.title.capitalisedFirst) \(layer.parameters.substitutionText) = \(layer.parameters.value.readable) parameters, "
                + "\(layer.weights.readable) weights and \(layer.biases.readable) biases."
        }
        sentences.append(model.saving)
        return AlternativeText(summary: summary, details: sentences.joined(separator: " "))
    }

    private func walk(_ output: Int) -> String {
        let ways = model.layers.map { layer in
            let taps = (0..<model.connections(layer.kind)).map { tap in
                let weight = SharingModel.letter(model.weight(of: output, tap: tap, layer.kind))
                return "\(weight) from input \(model.input(of: output, tap: tap, layer.kind))"
            }
            return "\(layer.kind.title) by weights \(listed(taps))"
        }
        return "Output \(output) is connected: " + ways.joined(separator: "; ") + "."
    }
}
