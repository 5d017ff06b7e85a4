import Execution
import Networks
import Scenes

/// Stub.
struct UnitDiagram {
    let scene: Scene

    init(_ figure: Architecture, _ prepared: PreparedNetwork, _ part: LayerRange, _ context: FigureContext) throws {
        throw FigureError.nothingToDraw(prepared.network.title)
    }
}
