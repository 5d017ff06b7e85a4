// One import for everything: `import ConvScope`.
@_exported public import CairoRendering
@_exported public import Execution
@_exported public import Figures
@_exported public import Files
@_exported public import Networks
@_exported public import Reports
@_exported public import Scenes
@_exported public import Tensors
@_exported public import Training
