import Tensors

extension ImageReference {
    /// Brightness `[rows, columns]` of so many pixels, from 0 to 1; from the photo's middle unless a place is given.
    func patch(_ size: [Int], at place: CellPlace?, in context: FigureContext) throws -> Tensor {
        try brightness(in: context).patch(size, at: place).map(0)
    }

    /// Red, green and blue of so many pixels, `[3, rows, columns]`, or brightness `[1, rows, columns]` of a grey photo.
    func colorPatch(_ size: [Int], at place: CellPlace?, in context: FigureContext) throws -> Tensor {
        try pixels(in: context).patch(size, at: place)
    }
}

extension Tensor {
    /// A part of `[C, H, W]`, from its middle unless a place is given.
    ///
    /// - Throws: ``ParameterError`` for one that reaches past the end.
    func patch(_ size: [Int], at place: CellPlace?) throws(ParameterError) -> Tensor {
        let (rows, columns) = (shape[1], shape[2])
        let corner = place ?? CellPlace(max(0, (rows - size[0]) / 2), max(0, (columns - size[1]) / 2))
        guard corner.row <= rows - size[0], corner.column <= columns - size[1] else {
            throw ParameterError(
                option: "at", value: corner.parameterText,
                expected: "a place at which \(sizes(size)) pixels lie inside the photo of \(sizes([rows, columns]))")
        }
        var part = Tensor(Shape([shape[0]] + size))
        for channel in 0..<shape[0] {
            for y in 0..<size[0] {
                for x in 0..<size[1] { part[channel, y, x] = self[channel, corner.row + y, corner.column + x] }
            }
        }
        return part
    }
}
