"""Makes the small files in Tests/FilesTests/Fixtures, and beside each what it holds as NAME.expected.npy.

Needs numpy, Pillow and opencv-python. PNGs are written chunk by chunk here, so that every colour type, depth and
interlacing is there, and their expected values come from the numbers that went in; Pillow checks those it can read.
JPEG values come from OpenCV's and Pillow's decoders. Run it in any folder: python make_image_fixtures.py
"""

import io
import pathlib
import struct
import zipfile
import zlib

import cv2
import numpy as np
from PIL import Image

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "FilesTests" / "Fixtures"
random = np.random.default_rng(2)


def expect(name, planes):
    """Float32 [C, H, W], zero dates: the same bytes every time."""
    np.save(FOLDER / f"{name}.expected.npy", np.array(planes, dtype="<f4", order="C"))


# --- PNG -------------------------------------------------------------------------------------------------------------

CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def pack(samples, depth):
    """Samples [H, W, C] as filtered rows; the filters take turns, so that each is read."""
    rows = b""
    step = max(1, samples.shape[2] * depth // 8)
    above = None
    for y, row in enumerate(samples.reshape(samples.shape[0], -1)):
        if depth == 16:
            line = np.frombuffer(row.astype(">u2").tobytes(), np.uint8)
        elif depth == 8:
            line = row.astype(np.uint8)
        else:
            bits = ((row[:, None] >> np.arange(depth - 1, -1, -1)) & 1).astype(np.uint8)
            line = np.packbits(bits.ravel())
        line = line.astype(int)
        if above is None:
            above = np.zeros_like(line)
        left = np.concatenate([np.zeros(step, int), line])[: len(line)]
        corner = np.concatenate([np.zeros(step, int), above])[: len(line)]
        pa, pb, pc = abs(above - corner), abs(left - corner), abs(left + above - 2 * corner)
        paeth = np.where((pa <= pb) & (pa <= pc), left, np.where(pb <= pc, above, corner))
        guess = [0 * line, left, above, (left + above) // 2, paeth][y % 5]
        rows += bytes([y % 5]) + ((line - guess) % 256).astype(np.uint8).tobytes()
        above = line
    return rows


def png(samples, colour, depth, interlaced=False, before=b"", pieces=1):
    height, width = samples.shape[:2]
    if interlaced:
        parts = [samples[y::dy, x::dx] for x, y, dx, dy in ADAM7]
        raw = b"".join(pack(part, depth) for part in parts if part.size)
    else:
        raw = pack(samples, depth)
    data = zlib.compress(raw, 9)
    size = -(-len(data) // pieces)
    idat = b"".join(chunk(b"IDAT", data[i : i + size]) for i in range(0, len(data), size))
    ihdr = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, int(interlaced))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", ihdr) + before + idat + chunk(b"IEND", b"")


def save_png(name, samples, colour, depth, palette=None, transparent=None, **options):
    """`transparent`: the tRNS samples (grey, RGB), or the palette's alphas."""
    before = options.pop("before", b"")
    top = 2**depth - 1
    if palette is not None:
        before += chunk(b"PLTE", palette.astype(np.uint8).tobytes())
        values = palette[samples[..., 0]] / 255
        alphas = np.full(len(palette), 255.0)
        if transparent is not None:
            alphas[: len(transparent)] = transparent
            before += chunk(b"tRNS", bytes(transparent))
        alpha = alphas[samples[..., 0]][..., None] / 255
    elif colour in (4, 6):
        values, alpha = samples[..., :-1] / top, samples[..., -1:] / top
    else:
        values, alpha = samples / top, np.ones(samples.shape[:2] + (1,))
        if transparent is not None:
            before += chunk(b"tRNS", b"".join(struct.pack(">H", v) for v in transparent))
            alpha = 1.0 - np.all(samples == np.array(transparent), axis=2, keepdims=True)
    planes = (values * alpha + (1 - alpha)).transpose(2, 0, 1)
    data = png(samples, colour, depth, before=before, **options)
    (FOLDER / f"{name}.png").write_bytes(data)
    expect(f"{name}.png", planes)
    # Pillow keeps only eight bits of deeper colour, and compares a shallow transparent grey unscaled.
    if depth == 8 or depth < 8 and (transparent is None or palette is not None):
        theirs = Image.open(io.BytesIO(data)).convert("RGBA")
        theirs = np.asarray(theirs, dtype=float) / 255
        theirs = theirs[..., :3] * theirs[..., 3:] + 1 - theirs[..., 3:]
        assert np.abs(theirs.transpose(2, 0, 1) - planes).max() < 1e-6, name


def make_pngs():
    height, width = 11, 13
    for colour, depths in {0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16]}.items():
        for depth in depths:
            kind = {0: "grey", 2: "rgb", 3: "palette", 4: "grey-alpha", 6: "rgba"}[colour]
            palette = random.integers(0, 256, (min(2**depth, 50), 3)) if colour == 3 else None
            top = len(palette) if colour == 3 else 2**depth
            samples = random.integers(0, top, (height, width, CHANNELS[colour]))
            for interlaced in (False, True):
                name = f"{kind}-{depth}" + ("-interlaced" if interlaced else "")
                save_png(name, samples, colour, depth, palette, interlaced=interlaced)
    samples = random.integers(0, 4, (height, width, 1))
    save_png("trns-grey-2", samples, 0, 2, transparent=[2])
    samples = random.integers(0, 3, (height, width, 1)) * 20000
    save_png("trns-grey-16", samples, 0, 16, transparent=[20000])
    samples = random.integers(0, 2, (height, width, 3)) * 200
    save_png("trns-rgb-8", samples, 2, 8, transparent=[200, 0, 200])
    save_png("trns-rgb-16", samples * 257, 2, 16, transparent=[200 * 257, 0, 0])
    palette = random.integers(0, 256, (16, 3))
    samples = random.integers(0, 16, (height, width, 1))
    save_png("trns-palette-4", samples, 3, 4, palette, transparent=[0, 128, 255, 7])
    save_png("trns-palette-4-interlaced", samples, 3, 4, palette, transparent=[0, 128], interlaced=True)

    samples = random.integers(0, 256, (height, width, 3))
    extras = chunk(b"gAMA", struct.pack(">I", 100000)) + chunk(b"sRGB", b"\0") + chunk(b"pHYs", b"\0\0\1\0\0\0\2\0\0")
    save_png("gamma", samples, 2, 8, before=extras)
    save_png("broken-profile", samples, 2, 8, before=chunk(b"iCCP", b"none\0\0" + zlib.compress(b"not a profile")))
    save_png("text", samples, 2, 8, before=chunk(b"tEXt", b"Comment\0hello") + chunk(b"zTXt", b"bad\0\0garbage"))
    save_png("many-idat", samples, 2, 8, pieces=40)
    save_png("one-pixel", samples[:1, :1], 2, 8)
    save_png("one-row", samples[:1], 2, 8, interlaced=True)
    save_png("one-column", samples[:, :1], 2, 8, interlaced=True)


# --- JPEG ------------------------------------------------------------------------------------------------------------


def picture(height, width):
    y, x = np.mgrid[0:height, 0:width]
    return np.stack([x * 255 // width, y * 255 // height, 128 + 100 * np.sin(x / 3.0) * np.cos(y / 4.0)], 2).astype(np.uint8)


def exif(orientation, big=False):
    order, mark = (">", b"MM") if big else ("<", b"II")
    entry = struct.pack(order + "HHIHH", 0x0112, 3, 1, orientation, 0)
    make = struct.pack(order + "HHI4s", 0x010F, 2, 4, b"abc\0")
    body = mark + struct.pack(order + "HI", 42, 8) + struct.pack(order + "H", 2) + make + entry + struct.pack(order + "I", 0)
    return b"Exif\0\0" + body


def with_app1(jpeg, content):
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(content) + 2) + content + jpeg[2:]


def save_jpeg(name, data, planes=None):
    (FOLDER / f"{name}.jpg").write_bytes(data)
    if planes is None:
        theirs = np.asarray(Image.open(io.BytesIO(data)), dtype=float) / 255
        planes = theirs[None] if theirs.ndim == 2 else theirs.transpose(2, 0, 1)
    expect(f"{name}.jpg", planes)


def encoded(image, **options):
    out = io.BytesIO()
    image.save(out, "JPEG", **options)
    return out.getvalue()


def make_jpegs():
    rgb = picture(19, 17)  # more than one strip of 16 rows, no multiple of 8
    image = Image.fromarray(rgb)
    plain = encoded(image, quality=90, subsampling=0)
    save_jpeg("baseline", plain)
    ours = cv2.imdecode(np.frombuffer(plain, np.uint8), cv2.IMREAD_COLOR)[..., ::-1]
    assert np.abs(ours.astype(int) - np.asarray(Image.open(io.BytesIO(plain)), int)).max() <= 1
    save_jpeg("subsampled", encoded(image, quality=90, subsampling=2))
    save_jpeg("progressive", encoded(image, quality=90, subsampling=0, progressive=True))
    save_jpeg("restarts", encoded(image, quality=90, restart_marker_rows=1))
    save_jpeg("rgb", encoded(image, quality=90, keep_rgb=True))
    save_jpeg("grey", encoded(image.convert("L"), quality=90))
    save_jpeg("grey-progressive", encoded(image.convert("L"), quality=90, progressive=True))
    ink = np.dstack([255 - rgb, np.full(rgb.shape[:2], 40, np.uint8)])
    cmyk = encoded(Image.fromarray(ink, "CMYK"), quality=95)
    stored = np.asarray(Image.open(io.BytesIO(cmyk)), dtype=float) / 255  # Pillow has undone Adobe's inversion
    save_jpeg("cmyk", cmyk, ((1 - stored[..., :3]) * (1 - stored[..., 3:])).transpose(2, 0, 1))
    turned = {
        1: lambda a: a,
        2: lambda a: a[:, ::-1],
        3: lambda a: a[::-1, ::-1],
        4: lambda a: a[::-1],
        5: lambda a: a.transpose(1, 0, 2),
        6: lambda a: np.rot90(a, -1),
        7: lambda a: a[::-1, ::-1].transpose(1, 0, 2),
        8: lambda a: np.rot90(a, 1),
    }
    upright = np.asarray(Image.open(io.BytesIO(plain)), dtype=float) / 255
    for orientation in range(1, 9):
        data = with_app1(plain, exif(orientation, big=orientation % 2 == 0))
        planes = turned[orientation](upright)
        check = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)[..., ::-1] / 255
        assert check.shape == planes.shape and np.abs(check - planes).max() < 0.01, orientation
        save_jpeg(f"exif-{orientation}", data, planes.transpose(2, 0, 1))
    save_jpeg("exif-broken", with_app1(plain, exif(6)[:20] + b"\xff" * 20))


# --- NumPy -----------------------------------------------------------------------------------------------------------


def npy(array, version=None):
    out = io.BytesIO()
    np.lib.format.write_array(out, array, version=version)
    return out.getvalue()


def make_arrays():
    values = random.integers(-100, 100, (2, 3, 4))
    for order in ("C", "F"):
        for kind in ["<f4", ">f4", "<f2", ">f2", "<f8", ">f8", "|i1", "<i2", ">i2", "<i4", ">i4", "<i8", ">i8"]:
            array = np.array(values / 8 if "f" in kind else values, dtype=kind, order=order)
            save_array(f"{kind[1:]}-{'big' if kind[0] == '>' else 'little'}-{order}", npy(array), array)
    for kind in ["|u1", "<u2", ">u2", "<u4", ">u4", "<u8", ">u8"]:
        array = (values.astype(np.int64) + 100).astype(kind)
        save_array(f"{kind[1:]}-{'big' if kind[0] == '>' else 'little'}", npy(array), array)
    save_array("bool", npy(values > 0), values > 0)
    for version in [(1, 0), (2, 0), (3, 0)]:
        array = values.astype("<f4")
        save_array(f"version-{version[0]}", npy(array, version), array)
    save_array("scalar", npy(np.float32(2.5)), np.array(2.5))
    save_array("vector", npy(np.arange(5, dtype="<f4")), np.arange(5))
    save_array("empty", npy(np.zeros((0, 3), "<f4")), np.zeros((0, 3)))
    special = np.array([0.0, -0.0, np.inf, -np.inf, 6e-8, 6.1e-5, 65504, -1.5], "<f2")
    save_array("half-special", npy(special), special)
    large = np.array([2**24 + 1, -(2**53) - 1, 2**63 - 1, -(2**63)], "<i8")
    save_array("i8-large", npy(large), large)
    for name, array in {
        "complex": np.zeros(2, "<c8"),
        "text": np.array(["a", "b"]),
        "record": np.zeros(2, [("x", "<f4"), ("y", "<i4")]),
    }.items():
        (FOLDER / f"refused-{name}.npy").write_bytes(npy(array))

    arrays = {"first": values.astype("<f4"), "second": np.arange(40, dtype="<i4").reshape(5, 8)}
    for name, method in {"stored": zipfile.ZIP_STORED, "deflated": zipfile.ZIP_DEFLATED}.items():
        with zipfile.ZipFile(FOLDER / f"{name}.npz", "w") as archive:
            for key, array in arrays.items():
                entry = zipfile.ZipInfo(f"{key}.npy", (1980, 1, 1, 0, 0, 0))
                entry.compress_type = method
                # As numpy does it: the local header gets 64-bit fields.
                with archive.open(entry, "w", force_zip64=True) as file:
                    file.write(npy(array))
    for key, array in arrays.items():
        expect(key, array)
    zip64(FOLDER / "zip64.npz", "first", npy(arrays["first"]))


def zip64(path, key, data):
    """An archive whose directory says everything in 64 bits, as one of more than 4 GB does."""
    name = f"{key}.npy".encode()
    crc = zlib.crc32(data)
    local = struct.pack("<IHHHHHIIIHH", 0x04034B50, 45, 0, 0, 0, 33, crc, 0xFFFFFFFF, 0xFFFFFFFF, len(name), 20)
    local += name + struct.pack("<HHQQ", 1, 16, len(data), len(data)) + data
    extra = struct.pack("<HHQQQ", 1, 24, len(data), len(data), 0)
    central = struct.pack("<IHHHHHHIII", 0x02014B50, 45, 45, 0, 0, 0, 33, crc, 0xFFFFFFFF, 0xFFFFFFFF)
    central += struct.pack("<HHHHHII", len(name), len(extra), 0, 0, 0, 0, 0xFFFFFFFF) + name + extra
    at = len(local)
    end = struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, 1, 1, len(central), at)
    end += struct.pack("<IIQI", 0x07064B50, 0, at + len(central), 1)
    end += struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    path.write_bytes(local + central + end)
    assert np.load(path)[key].shape


def save_array(name, data, array):
    (FOLDER / f"{name}.npy").write_bytes(data)
    expect(f"{name}.npy", array)


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.iterdir():
        old.unlink()
    make_pngs()
    make_jpegs()
    make_arrays()
    print(len(list(FOLDER.iterdir())), "files,", sum(f.stat().st_size for f in FOLDER.iterdir()), "bytes,")
    print("the largest", max(f.stat().st_size for f in FOLDER.iterdir()))
