@testable import Figures

extension CatalogTests {
    /// Options that bring out what is hard to lay out, for every kind.
    static func variants(of kind: FigureKind) -> [[(String, ParameterInput)]] {
        func text(_ pairs: [String: String]) -> [(String, ParameterInput)] {
            pairs.sorted { $0.key < $1.key }.map { ($0.key, .text($0.value)) }
        }
        func list(_ items: [String]) -> ParameterInput { .list(items.map { .text($0) }) }
        return switch kind {
        case .filterStrip:
            [
                [], [("filter", list(["sobel", "kirsch", "gradient-direction"]))],
                [
                    ("filter", list(["gaussian:sigma=3", "box:size=31", "gabor", "-1 0 1"])),
                    ("color-scale", .text("shared")),
                ],
                [
                    ("filter", list(["0.123456 -0.654321; 1000 2000"])), ("stride", .text("3")),
                    ("image", .text("tall")),
                ],
                [("image", .text("wide")), ("filter", list(["log", "identity", "scharr"]))],
                [("image", .text("panorama")), ("filter", list(["sobel", "kirsch", "gaussian:sigma=3"]))],
                [("image", .text("panorama")), ("stride", .text("9x1")), ("padding", .text("full"))],
                [("image", .text("tower")), ("filter", list(["sobel", "laplacian-8"]))],
                [("image", .text("dot")), ("filter", list(["laplacian-8"])), ("padding", .text("full"))],
            ]
        case .spectrum:
            [
                [], [("filter", list(["sobel-x", "scharr-x", "gaussian", "laplacian"]))],
                [("filter", list(["sobel", "gradient-direction", "roberts"])), ("color-scale", .text("shared"))],
                text(["filter": "box:size=31"]), text(["filter": "0"]), text(["filter": "identity"]),
                [("filter", list(["-1 0 1", "0.123456 -0.654321; 1000 2000", "1e-6 1e-6"]))],
                [("filter", list(["gabor:wavelength=5,angle=20", "motion:length=9,angle=30", "log:sigma=3"]))],
            ]
        case .pixel:
            [
                [], text(["at": "0,0", "border": "zeros"]), text(["filter": "gaussian:sigma=1,size=5"]),
                text(["filter": "log"]), text(["filter": "box:size=31", "at": "50,50"]),
                text(["filter": "-1 0 1", "image": "wide"]), text(["dilation": "3", "stride": "2", "at": "10,10"]),
                text(["image": "dot", "padding": "full", "border": "circular", "at": "2,2"]),
                text(["convolution": "true", "filter": "sobel-y", "image": "tall", "at": "0,0"]),
                text(["filter": "1 2 3 4 5 6 7 8 9 10 11 12; 1 2 3 4 5 6 7 8 9 10 11 12"]),
            ]
        case .borders:
            [
                [], text(["filter": "sobel"]), text(["filter": "sobel-x", "image": "tall"]),
                [("border", list(["reflect"]))], text(["image": "dot", "frame": "5"]),
                text(["image": "wide", "frame": "40"]), text(["image": "panorama", "filter": "sobel"]),
                text(["image": "tower", "filter": "sobel"]), text(["image": "wide", "frame": "5"]),
            ]
        case .coverage:
            [
                [], [("stride", list(["1", "2", "3", "2x1"])), ("dilation", .text("2"))],
                text(["input": "1x1", "kernel": "1"]), text(["input": "30x10", "padding": "same", "kernel": "5"]),
                text(["input": "3x60", "kernel": "3"]), text(["input": "200x300", "kernel": "7", "stride": "9"]),
                text(["input": "5x5", "kernel": "5", "padding": "full"]),
                text(["input": "12x12", "kernel": "11", "padding": "same"]),
                text(["input": "3x3", "kernel": "2"]), text(["input": "9x9", "padding": "1,2,3,4"]),
                [("padding", .text("same")), ("stride", list(["1", "2", "3"])), ("kernel", .text("4"))],
                text(["input": "40x40", "padding": "40"]),
            ]
        case .kernels:
            [
                [], text(["network": "colors"]), text(["network": "colors", "view": "slices", "sort": "norm"]),
                text(["network": "deep", "layer": "conv2", "sort": "similarity"]),
                text(["network": "deep", "layer": "conv2", "filters": "5"]),
                text(["network": "deep", "layer": "conv2", "channels": "3,0", "color-scale": "each"]),
                text(["network": "deep", "layer": "conv3"]), text(["network": "deep", "layer": "conv4", "count": "3"]),
                text(["network": "signal"]), text(["network": "signal", "layer": "conv2", "initializer": "zeros"]),
                text(["network": "colors", "view": "color"]),
                text(["network": "colors", "channel-names": "value,delta,delta-delta"]),
                text(["network": "colors", "channel-names": "value,delta,delta-delta", "filters": "3"]),
                text(["network": "volume"]), text(["network": "3x9x9 -> depthwise-conv 3x7"]),
                text(["network": "2x9x9 -> conv-transpose 4@2 s2"]), text(["network": "1x40x9 -> conv 3@33x1"]),
            ]
        case .featureMaps:
            [
                [], text(["image": "wide"]), text(["network": "colors", "image": "tall"]),
                text(["network": "deep", "layer": "conv2", "image": "portrait", "sort": "activity"]),
                text(["network": "deep", "layer": "conv3", "channels": "0,190-199", "color-scale": "each"]),
                text(["layer": "dense1"]), text(["network": "signal"]),
                text(["network": "signal", "layer": "dense1", "count": "200"]), text(["network": "volume"]),
                text(["network": "deep", "layer": "conv4", "count": "1"]), text(["initializer": "zeros"]),
                text(["network": "1x20x400 -> conv 5@3 p1"]), text(["network": "1x300x8 -> conv 70@3 p1 -> relu"]),
                text(["network": "9x4 -> lstm 6", "layer": "lstm1"]),
                text(["network": "5 -> dense 3 -> softmax", "layer": "softmax1"]),
            ]
        case .activations:
            [
                [], [("initializer", list(["zeros", "constant=0.5", "uniform=0.1", "xavier", "he"]))],
                text(["network": "deep", "image": "portrait", "axis": "each"]),
                text(["network": "signal", "log": "true", "samples": "3"]),
                [("network", .text("deep")), ("layer", list(["conv2", "conv4"]))],
                [("initializer", list(["constant=1e30"])), ("network", .text("long"))],
                [("network", .text("long")), ("initializer", list(["xavier", "he"]))],
            ]
        case .scoreMap:
            [
                [], text(["image": "portrait"]),
                text([
                    "network":
                        "3x24x24 -> conv 4@5x5 s2 relu -> max-pool 2 -> flatten -> dense 6 relu -> dense 4 softmax",
                    "image": "portrait", "class": "2",
                ]),
            ]
        case .receptiveField:
            [
                [], text(["layer": "conv2", "unit": "0,0", "image": "shapes"]),
                text(["network": "3x40x24 -> conv 4@3x3 d3 p1 -> conv 4@3x3 d2 s2 relu", "unit": "strongest"]),
                text(["network": "1x64 -> conv 2@3 d1 -> conv 2@3 d2 -> conv 2@3 d4 -> conv 2@3 d8", "unit": "3"]),
                text(["network": "2x900 -> conv 4@25 s5 -> max-pool 4 -> conv 4@9 -> conv-transpose 2@4 s2"]),
                text([
                    "network": "1x20x90 -> [conv 4@3x3 p1 relu -> conv 4@3x3 p1]*6 -> max-pool 2 -> "
                        + "[conv 4@3x3 p1]*5 -> max-pool 2 -> conv 4@3x3 -> upsample 2 -> upsample 2 mode=bilinear",
                    "image": "wide", "channel": "2",
                ]),
                text(["network": "1x16x16 -> conv 2@5x3 s2x1 p9 name=a_layer_whose_name_is_rather_long", "draws": "0"]),
            ]
        case .walk:
            [
                [],
                text([
                    "network":
                        "3x64x64 -> conv 8@3x3 p1 relu -> [max-pool 2 -> conv 8@3x3 p1 relu]*4 -> global-average-pool -> dense 3 softmax",
                    "image": "wide",
                ]),
                [("layers", list(["conv1", "conv2"])), ("maps", .text("1"))],
                text(["network": "4x200 -> conv 6@5 s2 relu -> max-pool 2 -> flatten -> dense 500 tanh -> dense 7"]),
                text(["network": "20 -> dense 100 relu -> dense 40 -> dense 2 sigmoid"]),
                text(["network": "1x8x16x16 -> conv 4@3x3x3 relu -> max-pool 2 -> flatten -> dense 4", "maps": "5"]),
                text(["network": "3x48x48 -> conv 4@3x3 s2 p1 -> conv-transpose 3@2x2 s2 sigmoid", "image": "tall"]),
                text(["labels": "names", "top": "9"]),
                text(["network": "1x12x12 -> conv 150@12x12 relu -> flatten -> dense 30 -> dense 3"]),
            ]
        case .volumeSlices:
            [
                [], text(["volume": "balls", "at": "0,0,47"]), text(["volume": "thin", "at": "strongest"]),
                text(["volume": "deep"]), text(["volume": "channels", "channel": "1"]),
                text(["network": "1x40x56x48 -> conv 2@5x5x5 s2 -> conv 3@3x3x3", "layer": "conv2"]),
            ]
        case .architecture:
            (BlockDiagramTests.variants + VolumeDiagramTests.variants).map(text)
                + units.map { text($0.merging(["style": "units"]) { $1 }) }
        case .cost:
            [
                [], [("against", .text("long")), ("names", list(["LeNet", "stride 2"]))],
                text(["network": "long", "measure": "macs"]), text(["network": "many"]),
                text([
                    "network": "256x4x4 -> conv 64@1x1 -> conv 256@4x4 same", "profile": "keras",
                    "against": "256x4x4 -> conv 256@4x4 same",
                ]),
                text(["network": "branches", "against": "5x3 -> lstm 4", "measure": "parameters,memory"]),
                text(["network": "3x9000x9000 -> conv 500@9x9 same name=a_layer_whose_name_is_rather_long -> relu"]),
            ]
        case .unrolled:
            [
                [], text(["network": "Tx40 -> lstm 128 return-sequences=true -> dropout 0.5 -> lstm 64"]),
                text(["network": "1x3 -> lstm 2", "profile": "pytorch"]),
                text(["network": "2000x300 -> lstm 512 return-sequences=true -> dense 9 softmax"]),
                text(["network": "6x2 -> lstm 3 return-sequences=true name=a_layer_whose_name_is_rather_long"]),
                text(["network": "2x6 -> lstm 4 -> reshape 2x2 -> lstm 3"]),
            ]
        case .backwardGraph:
            [
                [], text(["frozen": "conv1"]), text(["learn": "conv1"]), text(["network": "many", "frozen": "conv1"]),
                text(["network": "branches", "learn": "conv2,conv5"]), text(["network": "5x3 -> lstm 4 -> dense 1"]),
                text(["network": "9x9x9 -> relu -> max-pool 3"]),
                text(["network": "long", "learn": "dense7"]),
            ]
        case .arithmetic:
            [
                [], text(["padding": "1", "stride": "2", "values": "random"]),
                text(["transposed": "true", "stride": "2", "input": "3x3"]),
                text(["padding": "same", "stride": "2", "against": "1", "input": "6x6"]),
                text(["values": "photo", "weights": "sobel-x", "view": "isometric"]),
                text(["input-channels": "64", "dilation": "2", "input": "9x7"]),
                text(["ceil": "true", "input": "6x6", "stride": "2"]),
            ]
        case .channels:
            [
                [], text(["values": "photo", "image": "wide", "weights": "sobel-x | 0 | 0", "bias": "7"]),
                text(["input-channels": "300", "filters": "300", "input": "5x5"]),
                text(["values": "none", "input": "28x28", "kernel": "5", "input-channels": "16", "filters": "32"]),
                text(["padding": "1", "stride": "2", "input": "5x4", "input-channels": "1", "filters": "3"]),
                text(["values": "1 2 3; 4 5 6; 7 8 9 | 0 1 0; 1 0 1; 0 1 0", "kernel": "2", "weights": "0.5"]),
            ]
        case .roiPooling:
            [
                [], [("regions", list(["1,1,5,3", "0,4,2,6", "4,4,4,4"])), ("size", .text("3x2"))],
                text(["size": "7", "input": "14x14", "regions": "0,0,12,6", "input-channels": "512"]),
                text(["values": "photo", "image": "wide", "regions": "0,0,3,0"]), text(["values": "none"]),
            ]
        case .pyramidPooling:
            [
                [], text(["input": "13x13", "input-channels": "256", "values": "none"]),
                [("levels", list(["3", "1"])), ("input", .text("5x7"))],
                [("values", .text("photo")), ("levels", .text("2"))],
            ]
        case .pointwise:
            [
                [], text(["values": "photo", "image": "wide", "weights": "0.3 0.59 0.11"]),
                text(["input-channels": "256", "filters": "64", "bottleneck": "4", "input": "5x5"]),
                text(["values": "none", "input-channels": "512", "filters": "16", "input": "20x20"]),
                text(["values": "1 2; 3 4 | 5 6; 7 8", "weights": "1 -1; 0.5 2; 0 1", "bias": "1"]),
            ]
        case .depthwise:
            [
                [], text(["groups": "2"]), text(["separable": "true", "filters": "4", "input-channels": "3"]),
                text(["values": "photo", "image": "wide", "weights": "sobel-x"]),
                text(["input-channels": "512", "filters": "256", "groups": "1", "values": "none"]),
                text(["separable": "true", "input-channels": "32", "filters": "64"]),
            ]
        case .pooling:
            [
                [], text(["operation": "average", "padding": "1", "size": "3", "stride": "2"]),
                text(["input": "13x13", "size": "3", "stride": "2", "input-channels": "256", "values": "none"]),
                text(["values": "photo", "image": "wide"]), text(["global": "true", "input-channels": "64"]),
                text(["input": "5x6", "ceil": "true", "padding": "1", "operation": "average", "count-padding": "false"]
                ),
                text(["input": "1x16", "size": "1x6", "stride": "1x2"]),
                text(["operation": "average", "global": "true", "input": "7x7"]),
            ]
        case .flatten:
            [
                [], text(["input": "256x6x6", "units": "4096"]), text(["values": "photo", "input": "1x5x28"]),
                text(["input": "6x5x5", "units": "150", "values": "random"]), text(["values": "0.25 -100; 3 1e5"]),
                text(["input": "1x1x1", "units": "1"]),
            ]
        case .sharing:
            [
                [], text(["input": "3x40", "kernel": "8", "filters": "150"]),
                text(["input": "64x112x112", "filters": "128", "kernel": "3", "padding": "same", "stride": "2"]),
                text(["input": "3x8x8", "kernel": "1"]),
            ]
        case .pixelShuffle:
            [
                [], text(["values": "random", "input": "8x2x2"]), text(["unshuffle": "true", "factor": "3"]),
                text(["equivalence": "true", "values": "random", "input": "4x4x4", "padding": "1"]),
                text(["equivalence": "true", "input": "256x3x3", "factor": "16"]),
                text(["unshuffle": "true", "values": "photo", "input": "1x6x6"]),
            ]
        case .conv1d:
            [
                [], text(["layers": "4", "padding": "causal", "input": "20"]),
                text(["values": "random", "padding": "causal", "dilation": "2"]),
                text([
                    "input": "40", "input-channels": "3", "kernel": "8", "filters": "150", "pool": "6",
                    "pool-stride": "2",
                ]),
                text(["values": "photo", "input": "8", "input-channels": "3"]),
                text(["layers": "3", "stride": "2", "padding": "same", "dilation": "1", "kernel": "3"]),
            ]
        case .training:
            [
                text(["run": "digits"]), text(["run": "seeds"]), text(["run": "initializers", "loss-axis": "log"]),
                text(["run": "colors", "kernels": "0-11"]), text(["run": "colors", "channel": "1", "snapshots": "3"]),
                text(["run": "signal"]), text(["run": "bare", "loss-axis": "linear"]), text(["run": "diverged"]),
                text(["run": "digits,seeds,initializers,tiny"]), text(["run": "tiny"]), text(["run": "large"]),
                text(["run": "sobel"]),
            ]
        case .activationHistory:
            [
                text(["run": "digits"]), text(["run": "initializers"]), text(["run": "initializers", "axis": "each"]),
                text(["run": "large", "snapshots": "2"]), text(["run": "diverged", "axis": "shared"]),
                text(["run": "tiny"]), [("run", .text("seeds")), ("layer", list(["conv2", "dense2"]))],
            ]
        case .gradientFlow:
            [
                text(["run": "digits"]), text(["run": "initializers", "relative": "true"]), text(["run": "tiny"]),
                text(["run": "diverged", "snapshots": "9"]), text(["run": "large"]),
                text(["run": "seeds,initializers", "snapshots": "1"]),
            ]
        case .confusion:
            [
                text(["run": "digits"]), text(["run": "seeds", "numbers": "share"]), text(["run": "large"]),
                text(["run": "initializers"]), text(["run": "tiny", "numbers": "none"]), text(["run": "words"]),
            ]
        case .mistakes:
            [
                text(["run": "digits"]), text(["run": "initializers", "count": "5"]), text(["run": "tiny"]),
                text(["run": "words", "count": "40"]),
            ]
        }
    }

    private static let units: [[String: String]] = [
        ["network": "4 -> dense 5 relu -> dense 3 softmax", "values": "0.2,-1.5,3,0.7"],
        ["network": "64 -> dense 100 relu -> dense 10 softmax"],
        ["network": "long"], ["network": "long", "values": "1,2,3,4,5,6,-7"],
        ["network": "1x4x4 -> flatten -> dense 3 tanh", "image": "dot"],
        ["network": "5 -> tanh -> dense 2 -> batch-norm -> relu -> dropout 0.5", "values": "1e9,0,0,-2e-9,0.123456"],
        ["network": "25088 -> dense 4096 relu -> dropout 0.5 -> dense 9"],
        [
            "network": "2 -> dense 6 tanh name=a_layer_whose_name_is_rather_long -> dense 1 tanh",
            "initializer": "zeros",
        ],
        ["network": "1x8x8 -> conv 2@3 -> flatten -> dense 7 -> dense 7 sigmoid", "from": "dense1"],
        ["network": "7 -> relu"],
    ]
}
