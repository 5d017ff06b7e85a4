"""DenseNet-121 in PyTorch, summarised by torchinfo: what `convscope summary densenet121` is measured against."""

import torch
import torchinfo
from torch import nn


def convolution(inputs, outputs, kernel):
    """Normalisation, ReLU, convolution: the order of this network."""
    return [
        nn.BatchNorm2d(inputs), nn.ReLU(), nn.Conv2d(inputs, outputs, kernel, padding=kernel // 2, bias=False)]


class DenseLayer(nn.Sequential):
    def __init__(self, inputs, growth=32):
        super().__init__(*convolution(inputs, 4 * growth, 1), *convolution(4 * growth, growth, 3))

    def forward(self, x):
        return torch.cat([x, super().forward(x)], 1)


def densenet121():
    layers = [
        nn.Conv2d(3, 64, 7, 2, 3, bias=False), nn.BatchNorm2d(64), nn.ReLU(), nn.MaxPool2d(3, 2, 1)]
    channels = 64
    for index, count in enumerate([6, 12, 24, 16]):
        if index > 0:
            layers += [*convolution(channels, channels // 2, 1), nn.AvgPool2d(2)]
            channels //= 2
        for _ in range(count):
            layers.append(DenseLayer(channels))
            channels += 32
    layers += [
        nn.BatchNorm2d(channels), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, 1000)]
    return nn.Sequential(*layers)


statistics = torchinfo.summary(densenet121(), (1, 3, 224, 224), verbose=0)
print(statistics)
assert statistics.total_params == 7_978_856, statistics.total_params
