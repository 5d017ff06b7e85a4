/// What programs define for themselves because Keras has no layer for it.
enum KerasHelper: CaseIterable {
    case locallyConnected, roiPool, spatialPyramidPool, localResponseNorm

    var name: String {
        switch self {
        case .locallyConnected: "LocallyConnected"
        case .roiPool: "roi_pool"
        case .spatialPyramidPool: "spatial_pyramid_pool"
        case .localResponseNorm: "local_response_norm"
        }
    }

    var text: String {
        switch self {
        case .locallyConnected:
            #"""
            class LocallyConnected(layers.Layer):
                """A convolution with weights of its own at every place."""

                def __init__(
                    self, filters, kernel, strides=None, dilation_rate=None, activation=None, use_bias=True, **options
                ):
                    super().__init__(**options)
                    ones = (1,) * len(kernel)
                    self.filters, self.use_bias = filters, use_bias
                    self.windows = list(zip(kernel, strides or ones, dilation_rate or ones))
                    self.activation = keras.activations.get(activation)

                def build(self, shape):
                    sizes = list(zip(shape[1:-1], self.windows))
                    self.places = [(n - d * (k - 1) - 1) // s + 1 for n, (k, s, d) in sizes]
                    taps = shape[-1] * int(np.prod([k for k, _, _ in self.windows]))
                    self.kernel = self.add_weight(shape=(*self.places, taps, self.filters))
                    if self.use_bias:
                        self.bias = self.add_weight(shape=(*self.places, self.filters), initializer="zeros")

                def call(self, x):
                    axes, channels = len(self.windows), x.shape[-1]
                    for axis, (k, s, d) in enumerate(self.windows):
                        n = self.places[axis]
                        x = ops.stack([x[(slice(None),) * (axis + 1) + (slice(i * d, i * d + (n - 1) * s + 1, s),)]
                                       for i in range(k)], axis=-1)
                    x = ops.reshape(x, (-1, *self.places, self.kernel.shape[-2]))
                    x = ops.squeeze(ops.matmul(ops.expand_dims(x, -2), self.kernel), -2)
                    return self.activation(x + self.bias if self.use_bias else x)
            """#
        case .roiPool:
            #"""
            def roi_pool(x, size, regions):
                """The maximum in each of size bins of every region (row, column, height, width)."""
                def ends(bins, first, count, most):
                    starts = [first + b * count // bins for b in range(bins)]
                    stops = [first - (-(b + 1) * count // bins) for b in range(bins)]
                    return [(start, min(stop, most)) for start, stop in zip(starts, stops)]

                samples = []
                for row, column, height, width in regions:
                    columns = ends(size[1], column, width, x.shape[2])
                    samples.append(ops.stack([
                        ops.stack([
                            ops.max(x[:, top:bottom, left:right], axis=(1, 2)) if top < bottom and left < right
                            else ops.zeros_like(x[:, 0, 0])
                            for left, right in columns
                        ], axis=1)
                        for top, bottom in ends(size[0], row, height, x.shape[1])
                    ], axis=1))
                return ops.concatenate(samples, axis=0)
            """#
        case .spatialPyramidPool:
            #"""
            def spatial_pyramid_pool(x, levels):
                """Maxima over grids of bins, one grid after another: a vector of fixed length."""
                height, width = x.shape[1:3]
                grids = []
                for n in levels:
                    rows = [(b * height // n, -(-(b + 1) * height // n)) for b in range(n)]
                    columns = [(b * width // n, -(-(b + 1) * width // n)) for b in range(n)]
                    maxima = [
                        ops.max(x[:, top:bottom, left:right], axis=(1, 2))
                        for top, bottom in rows for left, right in columns
                    ]
                    grids.append(layers.Flatten()(ops.stack(maxima, axis=-1)))  # channel by channel
                return layers.Concatenate()(grids)
            """#
        case .localResponseNorm:
            #"""
            def local_response_norm(x, size, alpha, beta, bias):
                """Each value divided by the squares of its neighbours in other channels."""
                channels = x.shape[-1]
                sides = [(0, 0)] * (len(x.shape) - 1) + [(size // 2, (size - 1) // 2)]
                squares = ops.pad(ops.square(x), sides)
                mean = sum(squares[..., i : i + channels] for i in range(size)) / size
                return x / (bias + alpha * mean) ** beta
            """#
        }
    }
}
