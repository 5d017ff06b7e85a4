import Networks
import Scenes

/// A chain of layers as offset squares, one for each map: LeNet's classic look.
struct StackDiagram {
    let scene: Scene

    /// - Throws: ``FigureError/onlyChains(style:layer:instead:)`` for networks with branches.
    init(_ figure: Architecture, _ network: Network, _ part: LayerRange, _ context: FigureContext) throws {
        // The same stages, rows and lines as for volumes; only the bodies differ.
        scene = try VolumeDiagram(figure, network, part, context).scene
    }
}
