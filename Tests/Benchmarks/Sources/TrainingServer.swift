import Dispatch
import Execution
import Files
import Networks
import Tensors
import Training

/// A network that learns: one epoch, or so many steps, for each line that is read.
///
/// Arguments: `train`, a network, an `.npz` with `images` `[N, C, H, W]` and `labels`, threads.
func serveTraining(_ arguments: [String]) throws {
    guard arguments.count == 4, let threads = Int(arguments[3]) else { return answer("unknown") }
    let network = try PreparedNetwork(NetworkRequest(arguments[1])).network
    let arrays = try NumPyArchive(path: arguments[2])
    let labels = try arrays.tensor(named: "labels").elements.map { Int($0) }
    let data = Dataset(
        inputs: try arrays.tensor(named: "images"), targets: .classes(labels, names: (0..<10).map(String.init)))
    var recording = Recording()
    (recording.snapshots, recording.gradients) = (2, false)
    let run = Experiment.Run(network: network, seed: 1, rate: 0.001)
    let experiment = Experiment(
        title: "benchmark", runs: [run], loss: .crossEntropy, epochs: 10_000, batchSize: 64, recording: recording)
    try Parallelism.$threadCount.withValue(threads) {
        var trainer = try Trainer(run, of: experiment, data: data, heldOut: nil)
        answer("ready")
        while let line = readLine() {
            let steps = Int(line) ?? trainer.stepsPerEpoch - 1
            // An epoch's last step tries the network out, which the other side does not.
            if (trainer.step % trainer.stepsPerEpoch) + steps >= trainer.stepsPerEpoch {
                while trainer.step % trainer.stepsPerEpoch != 0 { try trainer.advance() }
            }
            let start = DispatchTime.now().uptimeNanoseconds
            for _ in 0..<steps { try trainer.advance() }
            answer("\(DispatchTime.now().uptimeNanoseconds - start) \(trainer.record.losses.last!)")
        }
    }
}
