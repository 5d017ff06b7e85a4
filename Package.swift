// swift-tools-version: 6.1
import PackageDescription

// Read from top to bottom, this is the architecture: each target may import only what it lists (see ARCHITECTURE.md).

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
    name: "ConvScope",
    platforms: [.macOS(.v14)],
    products: [
        .library(name: "ConvScope", targets: ["ConvScope"]),
        .executable(name: "convscope", targets: ["ConvScopeCLI"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
        .package(url: "https://github.com/jpsim/Yams", "5.0.0"..<"7.0.0"),
    ],
    targets: [
        // The hot loops, in C with run-time processor dispatch.
        .target(name: "ConvolutionKernels"),
        // Shapes, tensors, windows, convolution, pooling, the filter bank.
        .target(name: "Tensors", dependencies: ["ConvolutionKernels"], swiftSettings: strict),

        // Layers, shapes, counts, receptive fields, derivations.
        .target(name: "Networks", dependencies: ["Tensors"], swiftSettings: strict),

        // Layers and operators, run.
        .target(name: "Execution", dependencies: ["Networks", "Tensors"], swiftSettings: strict),

        // Networks that learn: losses, optimisers, runs and what is seen of them.
        .target(name: "Training", dependencies: ["Execution", "Networks", "Tensors"], swiftSettings: strict),

        // Boxes and arrows, placed: ranks, order, routes, columns.
        .target(name: "Layouts", swiftSettings: strict),
        // What can be drawn, as plain values.
        .target(name: "Scenes", swiftSettings: strict),
        // One file per figure kind: values in, scene out.
        .target(
            name: "Figures", dependencies: ["Tensors", "Networks", "Execution", "Training", "Layouts", "Scenes"],
            swiftSettings: strict),

        // PNG, JPEG, .npy, .npz, YAML.
        .target(name: "ImageCodecs", dependencies: ["PNG", "JPEG", "Deflate"]),
        .target(
            name: "Files",
            dependencies: [
                "Tensors", "Networks", "Execution", "Training", "Scenes", "Figures", "ImageCodecs",
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: strict),

        // Scenes onto PNG, SVG and PDF; films onto animated SVG, APNG, GIF and PDF.
        .target(
            name: "CairoRendering", dependencies: ["Scenes", "PangoCairo", "ImageCodecs", "GIF"], swiftSettings: strict),

        // Documents of text, tables, formulas and figures; written as HTML, Markdown, LaTeX and JSON.
        .target(
            name: "Reports",
            dependencies: ["Tensors", "Networks", "Execution", "Scenes", "Figures", "Files", "CMark"],
            resources: [.embedInCode("Page/page.css"), .embedInCode("Page/page.js")], swiftSettings: strict),

        .target(
            name: "ConvScope",
            dependencies: [
                "Tensors", "Networks", "Execution", "Training", "Scenes", "Figures", "Files", "Reports",
                "CairoRendering",
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "ConvScopeCLI",
            dependencies: [
                "Tensors", "Networks", "Execution", "Training", "Scenes", "Figures", "Files", "Reports",
                "CairoRendering",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),

        .systemLibrary(
            name: "PangoCairo", path: "Sources/SystemLibraries/PangoCairo", pkgConfig: "pangocairo",
            providers: [.apt(["libpango1.0-dev"]), .brew(["pango"])]),
        .systemLibrary(
            name: "PNG", path: "Sources/SystemLibraries/PNG", pkgConfig: "libpng",
            providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),
        .systemLibrary(
            name: "JPEG", path: "Sources/SystemLibraries/JPEG", pkgConfig: "libjpeg",
            providers: [.apt(["libjpeg-dev"]), .brew(["jpeg-turbo"])]),
        .systemLibrary(
            name: "Deflate", path: "Sources/SystemLibraries/Deflate", pkgConfig: "libdeflate",
            providers: [.apt(["libdeflate-dev"]), .brew(["libdeflate"])]),
        .systemLibrary(
            name: "CMark", path: "Sources/SystemLibraries/CMark", pkgConfig: "libcmark",
            providers: [.apt(["libcmark-dev"]), .brew(["cmark"])]),
        .systemLibrary(
            name: "GIF", path: "Sources/SystemLibraries/GIF", pkgConfig: "libgif",
            providers: [.apt(["libgif-dev"]), .brew(["giflib"])]),

        // Our side of `make bench`; no product.
        .executableTarget(
            name: "convscope-benchmarks", dependencies: ["Tensors", "Networks", "Execution", "Training", "Files"],
            path: "Tests/Benchmarks/Sources", swiftSettings: strict),

        // `make fuzz`; no product.
        .executableTarget(
            name: "convscope-fuzz", dependencies: ["Networks", "Files", "Tensors"], path: "Tests/Fuzzing/Sources",
            swiftSettings: strict),
        // Changed ONNX files for their reader; no product.
        .executableTarget(
            name: "convscope-fuzz-onnx", dependencies: ["Files", "Execution", "Networks", "Tensors"],
            path: "Tests/Fuzzing/ONNX",
            swiftSettings: strict),

        .testTarget(name: "LayoutsTests", dependencies: ["Layouts"], swiftSettings: strict),
        .testTarget(name: "ScenesTests", dependencies: ["Scenes"], swiftSettings: strict),
        .testTarget(
            name: "TensorsTests", dependencies: ["Tensors"], resources: [.copy("Oracles")], swiftSettings: strict),
        .testTarget(
            name: "ExecutionTests", dependencies: ["Execution", "Networks", "Tensors", "Files"],
            resources: [.copy("Oracles")], swiftSettings: strict),
        .testTarget(
            name: "TrainingTests", dependencies: ["Training", "Execution", "Networks", "Tensors", "Files"],
            resources: [.copy("Oracles")], swiftSettings: strict),
        .testTarget(
            name: "NetworksTests", dependencies: ["Networks", "Tensors", "Files"], resources: [.copy("Oracles")],
            swiftSettings: strict),
        .testTarget(
            name: "FiguresTests",
            dependencies: ["Figures", "Scenes", "Tensors", "Networks", "Execution", "Training"],
            swiftSettings: strict),
        .testTarget(
            name: "ReportsTests", dependencies: ["Reports", "Files", "Figures", "Networks", "Scenes"],
            swiftSettings: strict),
        .testTarget(
            name: "ConvScopeCLITests",
            dependencies: [
                "ConvScopeCLI", "CairoRendering", "Execution", "Figures", "Files", "Networks", "Scenes", "Tensors",
                "Training",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "FilesTests", dependencies: ["Files", "Execution", "Networks", "Tensors", "Training", "ImageCodecs"],
            resources: [.copy("Fixtures")], swiftSettings: strict),
        .testTarget(
            name: "CairoRenderingTests", dependencies: ["CairoRendering", "Scenes", "ImageCodecs", "Tensors"],
            swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
