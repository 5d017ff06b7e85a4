import Networks
import Scenes

/// Stub.
struct GraphDiagram {
    let scene: Scene

    init(_ figure: Architecture, _ network: Network, _ part: LayerRange, _ context: FigureContext) throws {
        throw FigureError.nothingToDraw(network.title)
    }
}
