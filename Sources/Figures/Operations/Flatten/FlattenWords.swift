import Networks
import Scenes
import Tensors

/// What a flattened volume says to those who do not see it.
struct FlattenWords {
    let model: FlattenModel

    /// Longer vectors are told in part.
    private static let mostElements = 8

    func text(step: Int?) -> AlternativeText {
        let shape =
            switch model.order {
            case .chw: sizes([model.channels, model.rows, model.columns])
            case .hwc: sizes([model.rows, model.columns, model.channels])
            }
        let axes =
            switch model.order {
            case .chw: "channels, rows and columns"
            case .hwc: "rows, columns and channels"
            }
        var summary = "A volume of \(shape), \(axes), becomes a vector of \(counted(model.count, "value"))"
        summary += step.map { "; element \($0 + 1) of \(model.count) is followed." } ?? ", element by element."
        let order =
            switch model.order {
            case .chw: "Channel after channel is read, in each row after row, from left to right."
            case .hwc: "Row after row is read, in each pixel after pixel, and of each pixel all channels."
            }
        var sentences = [order]
        for side in model.neighbours(of: 0) {
            sentences.append("The \(side.side.words) lies \(counted(side.distance, "place")) further on.")
        }
        if let units = model.units, let parameters = model.parameters {
            sentences.append(
                "A dense layer of \(counted(units, "unit")) behind it has \(parameters.substitutionText) = "
                    + "\(parameters.value.readable) parameters.")
        }
        if let step {
            sentences.append(walk(step))
            for neighbour in model.neighbours(of: step) {
                guard let place = neighbour.place else { continue }
                sentences.append(
                    "The \(neighbour.side.words), \(words(place)), goes to \(model.index(place)), "
                        + "\(counted(neighbour.distance, "place")) further on.")
            }
        } else {
            sentences += (0..<min(model.count, Self.mostElements)).map(walk)
            if model.count > Self.mostElements {
                sentences.append("So it goes on for \(model.count - Self.mostElements) more elements.")
            }
        }
        return AlternativeText(summary: summary, details: sentences.joined(separator: " "))
    }

    private func words(_ place: FlattenModel.Place) -> String {
        let channel = model.channels > 1 ? "channel \(place.channel), " : ""
        return "\(channel)row \(place.row), column \(place.column)"
    }

    private func walk(_ index: Int) -> String {
        let place = model.place(index)
        let value = model.values.map { values in
            " (\(NumberStyle(for: values).text(values[place.channel, place.row, place.column])))"
        }
        return
            "Element \(words(place))\(value ?? "") goes to \(model.derivation(of: index).substitutionText) = \(index)."
    }
}
