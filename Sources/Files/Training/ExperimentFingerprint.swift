import Execution
import Figures
import Networks
public import Training

extension Experiment {
    /// Stands for everything that decides how a run goes on, but for the data: not for comments, or for what is promised.
    public func fingerprint(of run: Run) -> String {
        var fingerprint = Fingerprint()
        let layers = run.network.bareText
        let sparsity = sparsity.map { "\($0.layer) \($0.weight)" } ?? ""
        for text in [
            title, run.name, layers, run.initializer.parameterText, "\(run.seed)", "\(run.optimizer)",
            "\(run.schedule)", "\(run.rate)", "\(run.weightDecay)", loss.rawValue, sparsity, "\(epochs)",
            "\(batchSize)", "\(shift)", "\(recording)",
        ] {
            fingerprint.add(text)
        }
        if let weights = run.weights {
            for (name, tensor) in weights.stored {
                fingerprint.add(name)
                fingerprint.add(tensor)
            }
        }
        return fingerprint.text
    }
}

extension Network {
    /// Its title and layers, without what is only told about it.
    fileprivate var bareText: String {
        var header = Header()
        header.title = title
        header.outputs = self.header.outputs
        let bare = try? Network(header: header, inputs: inputs, layers: layers)
        // What has no words in YAML has operators, and those do not learn.
        return (try? bare?.yaml()) ?? title
    }
}
