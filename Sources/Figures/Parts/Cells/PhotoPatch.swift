import Tensors

extension ImageReference {
    /// Brightness `[rows, columns]` of so many pixels, from 0 to 1; from the photo's middle unless a place is given.
    func patch(_ size: [Int], at: CellPlace?, in context: FigureContext) throws -> Tensor {
        try Self.patch(of: brightness(in: context), size, at: at).slice(0)
    }

    /// Red, green and blue of so many pixels, `[3, rows, columns]`, or brightness `[1, rows, columns]` of a grey photo.
    func colorPatch(_ size: [Int], at: CellPlace?, in context: FigureContext) throws -> Tensor {
        try Self.patch(of: pixels(in: context), size, at: at)
    }

    private static func patch(of photo: Tensor, _ size: [Int], at: CellPlace?) throws -> Tensor {
        let (rows, columns) = (photo.shape[1], photo.shape[2])
        let place = at ?? CellPlace(max(0, (rows - size[0]) / 2), max(0, (columns - size[1]) / 2))
        guard place.row <= rows - size[0], place.column <= columns - size[1] else {
            throw ParameterError(
                option: "at", value: place.parameterText,
                expected: "a place at which \(sizes(size)) pixels lie inside the photo of \(sizes([rows, columns]))")
        }
        return Tensor(
            Shape([photo.shape[0]] + size),
            (0..<photo.shape[0]).flatMap { channel in
                (0..<size[0]).flatMap { y in
                    (0..<size[1]).map { photo[channel, place.row + y, place.column + $0] }
                }
            })
    }
}
