import Networks
import Tensors

/// What moves values, or repeats them.
extension Recognition {
    func rearrangement(_ step: GraphStep, _ place: Int) -> Match? {
        guard let source = step.inputs.first, let input = shape(source), let result = shape(step.outputs[0]),
            input.rank > 1, result.rank > 1, let layer = rearranging(step, input, result)
        else { return nil }
        return match(layer, reading: [source], to: step.outputs[0], members: [place])
    }

    private func rearranging(_ step: GraphStep, _ input: Shape, _ result: Shape) -> Layer? {
        let name = step.call.name
        let attributes = step.call.attributes
        if [.flatten, .reshape, .squeeze, .unsqueeze].contains(name) {
            guard result.elementCount > 0, result[0] == input[0] else { return nil }
            return result.rank == 2 ? .flatten(Flatten()) : .reshape(Reshape(shape: Array(result.dropFirst())))
        }
        if name == .transpose, let order = try? attributes.ints("perm"), order.first == 0 {
            return .permute(Permute(axes: Array(order.dropFirst())))
        }
        if name == .pad { return padding(step, input) }
        if name == .depthToSpace, (try? attributes.string("mode")) == "CRD",
            let factor = try? attributes.int("blocksize")
        {
            return .pixelShuffle(PixelShuffle(factor: factor))
        }
        if name == .resize || name == .upsample { return upsampling(step, input, result) }
        return nil
    }

    /// Zeros around an image, or a margin cut off.
    private func padding(_ step: GraphStep, _ input: Shape) -> Layer? {
        let attributes = step.call.attributes
        guard (try? attributes.string("mode") ?? "constant") == "constant",
            step.inputs.count < 4 || step.inputs[3].isEmpty
        else { return nil }
        var (pads, value): ([Int]?, Float?)
        if step.call.opset < 11 {
            pads = (try? attributes.ints("pads")) ?? (try? attributes.ints("paddings"))
            value = (try? attributes.float("value") ?? 0)
        } else {
            pads = (try? constant(step, 1)?.value()).flatMap { $0?.floats.elements.map { Int($0) } }
            value = step.inputs.count > 2 && !step.inputs[2].isEmpty ? scalar(step, 2) : 0
        }
        guard let pads, value == 0, pads.count == 2 * input.rank else { return nil }
        let sides = (0..<input.rank).map { Padding.Sides(pads[$0], pads[input.rank + $0]) }
        guard sides.prefix(2).allSatisfy({ $0 == Padding.Sides(0, 0) }) else { return nil }
        let spatial = Array(sides.dropFirst(2))
        if spatial.allSatisfy({ $0.before >= 0 && $0.after >= 0 }) {
            return .zeroPad(ZeroPad(padding: .explicit(spatial)))
        }
        guard spatial.allSatisfy({ $0.before <= 0 && $0.after <= 0 }) else { return nil }
        return .crop(Crop(margin: .explicit(spatial.map { Padding.Sides(-$0.before, -$0.after) })))
    }

    /// Whole factors, with pixels as areas: what repeats values, or goes from one centre to the next.
    private func upsampling(_ step: GraphStep, _ input: Shape, _ result: Shape) -> Layer? {
        let attributes = step.call.attributes
        guard input.rank == 4, result.prefix(2).elementsEqual(input.prefix(2)),
            zip(result, input).allSatisfy({ $0 % $1 == 0 }), let mode = try? attributes.string("mode") ?? "nearest"
        else { return nil }
        let factors = zip(result, input).dropFirst(2).map { $0 / $1 }
        let coordinates = (try? attributes.string("coordinate_transformation_mode") ?? "half_pixel") ?? ""
        let rounding = (try? attributes.string("nearest_mode") ?? "round_prefer_floor") ?? ""
        let isOld = step.call.name == .upsample || step.call.opset < 11
        let repeats =
            isOld || coordinates == "asymmetric" && rounding == "floor"
            || coordinates == "half_pixel" && rounding == "round_prefer_floor"
        if mode == "nearest", repeats { return .upsample(Upsample(.factor(PerAxis(uniting: factors)))) }
        let isCentred =
            coordinates == "half_pixel"
            || coordinates == "pytorch_half_pixel" && result.dropFirst(2).allSatisfy { $0 > 1 }
        if mode == "linear", !isOld, isCentred, (try? attributes.flag("antialias")) == false {
            return .upsample(Upsample(.factor(PerAxis(uniting: factors)), mode: .bilinear))
        }
        return nil
    }
}
