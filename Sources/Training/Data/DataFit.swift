import Execution
public import Networks
package import Tensors

extension Network {
    /// What it takes, where data can be made for it: one input whose sizes are known.
    ///
    /// - Throws: ``DataProblem/severalInputs(network:_:)``, ``DataProblem/openInput(network:_:)``.
    package func onlyInput() throws(DataProblem) -> Shape {
        guard inputs.count == 1 else { throw .severalInputs(network: title, inputs.count) }
        guard let shape = inputs[0].shape.known else { throw .openInput(network: title, inputs[0].shape) }
        return shape
    }

    /// Its result, where the loss reads it: one output whose sizes are known.
    ///
    /// - Throws: ``DataProblem/severalOutputs(network:_:)``, ``DataProblem/openInput(network:_:)``.
    package func onlyOutput() throws(DataProblem) -> Node {
        guard outputs.count == 1 else { throw .severalOutputs(network: title, outputs.map { nodes[$0].name }) }
        guard nodes[outputs[0]].output.known != nil else { throw .openInput(network: title, inputs[0].shape) }
        return nodes[outputs[0]]
    }

    /// Channels, height and width of the photos that it takes.
    ///
    /// - Throws: ``DataProblem/notPicture(network:_:)``, and what ``onlyInput()`` throws.
    package func pictureInput() throws(DataProblem) -> Shape {
        let shape = try onlyInput()
        guard shape.rank == 3, [1, 3].contains(shape[0]), !inputs[0].shape.isSequence else {
            throw .notPicture(network: title, inputs[0].shape)
        }
        return shape
    }
}

extension Dataset {
    /// The same samples as the network takes them: an axis for one channel added, channels put first, or all values in a
    /// row, if that is what it asks for; and a target that its output can become.
    ///
    /// - Throws: ``DataProblem``
    public func fitted(to network: Network) throws(DataProblem) -> Dataset {
        let wanted = try network.onlyInput()
        let sample = Array(inputs.shape.dropFirst())
        let fitted: Tensor
        if sample == wanted.sizes {
            fitted = inputs
        } else if sample.count == wanted.rank, sample.count > 1, sample.last == wanted[0],
            Array(sample.dropLast()) == Array(wanted.sizes.dropFirst())
        {
            let axes = 1...sample.count
            fitted = inputs.permuted([0, sample.count] + axes.dropLast())
        } else if [1] + sample == wanted.sizes || wanted.rank == 1 && wanted[0] == sample.reduce(1, *) {
            fitted = inputs.reshaped(to: Shape([count] + wanted.sizes))
        } else {
            throw .inputShape(network: network.title, network.inputs[0].shape, sample: Shape(sample))
        }
        return Dataset(inputs: fitted, targets: try targets.fitted(to: network))
    }
}

extension Dataset.Targets {
    fileprivate func fitted(to network: Network) throws(DataProblem) -> Dataset.Targets {
        let node = try network.onlyOutput()
        guard let output = node.output.known else { return self }
        switch self {
        case .classes(_, let names):
            guard output.rank == 1 else {
                throw .noScores(network: network.title, layer: node.name, node.output)
            }
            guard names.count == output[0] else {
                throw .classesAndUnits(names.count, network: network.title, layer: node.name, units: output[0])
            }
            return self
        case .values(let tensor):
            let target = Array(tensor.shape.dropFirst())
            let isSame = target == output.sizes || [1] + target == output.sizes
            let isFlat = output.rank == 1 && output[0] == target.reduce(1, *)
            guard isSame || isFlat else {
                throw .outputShape(network: network.title, layer: node.name, node.output, target: Shape(target))
            }
            return .values(tensor.reshaped(to: Shape([tensor.shape[0]] + output.sizes)))
        }
    }
}
