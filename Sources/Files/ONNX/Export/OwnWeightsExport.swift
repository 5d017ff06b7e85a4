import Networks
import Tensors

extension LayerExport {
    /// The values under each window, times the weights of its place: `[N, C, P, K]` and `[P, F, C, K]`.
    func locallyConnected(_ conv: LocallyConnected) throws(ONNXExportError) -> String {
        let windows = node.windows(conv.window)
        let sizes = shape.spatial.compactMap(\.integer)
        guard let sides = windows.sides, let channels = shape.channels.integer, sizes.count == axes else {
            throw unknownSize()
        }
        let isPadded = sides.contains { $0.before + $0.after > 0 }
        let input = isPadded ? padded(reads[0], sides.map(\.before), sides.map(\.after)) : reads[0]
        let rows = operation("Reshape", [input, constant("rows", [0, channels, -1])])

        // Where in a padded map each tap of each place lies.
        var places = [0]
        var taps = [0]
        for (axis, window) in windows.enumerated() {
            let size = sizes[axis] + sides[axis].before + sides[axis].after
            let output = window.output.value.integer ?? 0
            places = places.flatMap { place in (0..<output).map { place * size + $0 * window.stride } }
            taps = taps.flatMap { tap in (0..<window.kernel).map { tap * size + $0 * window.dilation } }
        }
        let index = graph.add(
            "\(node.name).places", [places.count, taps.count], places.flatMap { place in taps.map { place + $0 } })
        let patches = operation("Gather", [rows, index], ["axis": .int(2)])
        let own = weight(.weight).reshaped(to: [places.count, conv.filters, channels, taps.count])
        let sums = operation(
            "Einsum", [patches, constant("weight", own)], ["equation": .string("ncpk,pfck->nfp")])
        let output = [conv.filters] + windows.map { $0.output.value.integer ?? 0 }
        let maps = operation("Reshape", [sums, constant("shape", [0] + output)])
        guard let bias = weights[.bias] else { return maps }
        // […', F] to [F, …'].
        let turned = Tensor(Shape(output)) { buffer in
            for index in buffer.indices {
                let (filter, place) = (index / places.count, index % places.count)
                buffer[index] = bias.elements[place * conv.filters + filter]
            }
        }
        return operation("Add", [maps, constant("bias", turned)])
    }

    /// Steps come first in ONNX, and its gates are input, output, forget, cell.
    func recurrence(_ lstm: LSTM) -> String {
        let (units, input) = (lstm.units, weight(.inputWeight))
        func gates(_ elements: [Float], _ columns: Int) -> [Float] {
            [0, 3, 1, 2].flatMap { elements[$0 * units * columns..<($0 + 1) * units * columns] }
        }
        let features = input.shape[1]
        let bias = gates(weight(.inputBias).elements, 1) + gates(weight(.recurrentBias).elements, 1)
        let parameters = [
            constant("W", Tensor([1, 4 * units, features], gates(input.elements, features))),
            constant("R", Tensor([1, 4 * units, units], gates(weight(.recurrentWeight).elements, units))),
            constant("B", Tensor([1, 8 * units], bias)),
        ]
        // Maps of one axis are read as they are written.
        let steps = transposed(written(reads[0], shape), [1, 0, 2])
        let place = lstm.returnsSequences ? 0 : 1
        let states = operation("LSTM", [steps] + parameters, ["hidden_size": .int(units)], place: place)
        // [T, 1, N, u], or the last [1, N, u].
        let squeezed = operation("Squeeze", [states, constant("direction", [1 - place])])
        return lstm.returnsSequences ? transposed(squeezed, [1, 0, 2]) : squeezed
    }
}
