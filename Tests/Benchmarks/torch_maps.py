"""The first 64 feature maps of VGG-16 on a photo as a PNG, by PyTorch and matplotlib: the peer of `draw feature-maps`.

Only the first layer is made and run, as on our side.
"""

import sys

import matplotlib
import torch

matplotlib.use("agg")
import matplotlib.pyplot as plt

photo = torch.from_numpy(plt.imread(sys.argv[1])).permute(2, 0, 1)[None] * 255
photo = torch.nn.functional.interpolate(photo, size=(256, 256), mode="bilinear", antialias=True)[..., 16:240, 16:240]
mean = torch.tensor([103.939, 116.779, 123.68]).reshape(1, 3, 1, 1)
torch.manual_seed(0)
layer = torch.nn.Conv2d(3, 64, 3, padding=1)
torch.nn.init.kaiming_normal_(layer.weight)
with torch.no_grad():
    maps = torch.relu(layer(photo.flip(1) - mean))[0]
figure, axes = plt.subplots(8, 8, figsize=(6.3, 6.3))
for channel, axis in enumerate(axes.flat):
    shown = axis.imshow(maps[channel], cmap="Blues", vmin=0, vmax=float(maps.max()))
    axis.set_title(str(channel), fontsize=7)
    axis.axis("off")
figure.colorbar(shown, ax=axes)
figure.savefig(sys.argv[2], dpi=144)
