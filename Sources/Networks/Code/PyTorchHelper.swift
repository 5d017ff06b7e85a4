/// What programs define for themselves because PyTorch has no layer for it.
enum PyTorchHelper: CaseIterable {
    case locallyConnected, roiPool, spatialPyramidPool, samePad

    var name: String {
        switch self {
        case .locallyConnected: "LocallyConnected"
        case .roiPool: "roi_pool"
        case .spatialPyramidPool: "SpatialPyramidPool"
        case .samePad: "SamePad"
        }
    }

    var text: String {
        switch self {
        case .locallyConnected:
            #"""
            class LocallyConnected(nn.Module):
                """A convolution with weights of its own at every place."""

                def __init__(self, channels, filters, kernel, places, stride=None, dilation=None, bias=True):
                    super().__init__()
                    ones = (1,) * len(kernel)
                    self.windows = list(zip(kernel, stride or ones, dilation or ones))
                    taps = channels * torch.Size(kernel).numel()
                    self.weight = nn.Parameter(torch.randn(*places, filters, taps) / taps**0.5)
                    self.bias = nn.Parameter(torch.zeros(*places, filters)) if bias else None

                def forward(self, x):
                    axes = len(self.windows)
                    for axis, (k, s, d) in enumerate(self.windows):
                        x = x.unfold(axis + 2, d * (k - 1) + 1, s)[..., ::d]
                    x = x.movedim(1, axes + 1).flatten(axes + 1)  # batch, places, taps
                    x = torch.einsum("...ft,n...t->n...f", self.weight, x)
                    if self.bias is not None:
                        x = x + self.bias
                    return x.movedim(-1, 1)
            """#
        case .roiPool:
            #"""
            def roi_pool(x, size, regions):
                """The maximum in each of size bins of every region (row, column, height, width)."""
                def bins(count, first, extent, most):
                    starts = [first + b * extent // count for b in range(count)]
                    ends = [first - (-(b + 1) * extent // count) for b in range(count)]
                    return [slice(start, min(end, most)) for start, end in zip(starts, ends)]

                def maximum(part):
                    return part.amax(dim=(2, 3)) if part.numel() else part.sum(dim=(2, 3))

                samples = []
                for row, column, height, width in regions:
                    rows = bins(size[0], row, height, x.shape[2])
                    columns = bins(size[1], column, width, x.shape[3])
                    maxima = [maximum(x[:, :, r, c]) for r in rows for c in columns]
                    samples.append(torch.stack(maxima, dim=-1).unflatten(-1, size))
                return torch.cat(samples)
            """#
        case .spatialPyramidPool:
            #"""
            class SpatialPyramidPool(nn.Module):
                """Maxima over grids of bins, one grid after another: a vector of fixed length."""

                def __init__(self, *levels):
                    super().__init__()
                    self.levels = levels

                def forward(self, x):
                    return torch.cat([F.adaptive_max_pool2d(x, n).flatten(1) for n in self.levels], dim=1)
            """#
        case .samePad:
            #"""
            class SamePad(nn.Module):
                """Padding so that ceil(size / stride) windows fit; the odd one goes after."""

                def __init__(self, extent, stride, value=0.0):
                    super().__init__()
                    self.extent, self.stride, self.value = extent, stride, value

                def forward(self, x):
                    sides = []
                    for size, extent, stride in zip(x.shape[2:], self.extent, self.stride):
                        total = max((-(-size // stride) - 1) * stride + extent - size, 0)
                        sides = [total // 2, total - total // 2] + sides
                    return F.pad(x, sides, value=self.value)
            """#
        }
    }
}
