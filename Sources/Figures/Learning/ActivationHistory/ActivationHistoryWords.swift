import Scenes
import Training

extension ActivationHistoryModel {
    var notes: [String] {
        var notes = ["from top to bottom as it learns", "each histogram as high as the others"]
        switch axis {
        case .shared: notes.append(runs.count > 1 ? "one axis for each run" : "one axis for all layers")
        case .each: notes.append("each layer on its own axis")
        }
        notes.append("sd: standard deviation")
        if runs.contains(where: { $0.tracks.contains { $0.ridges.contains { $0.histogram.zeros > 0 } } }) {
            notes.append("the bar at 0: the share of exact zeros, which are not in the histogram")
        }
        return notes
    }

    var words: AlternativeText {
        let all = runs.map(\.run)
        let details = runs.enumerated().map { index, run in
            let layers = run.tracks.map { track in
                track.layer + ": "
                    + track.ridges.map { "\($0.histogram.words) at step \($0.step)" }.joined(separator: "; ")
            }
            let passages = [passage(run, isEnd: false), passage(run, isEnd: true)].compactMap(\.self)
            let unique = passages.first == passages.last ? Array(passages.prefix(1)) : passages
            let way = unique.isEmpty ? "" : " On its way through the layers, at \(unique.joined(separator: "; at "))."
            return all.lead(index) + layers.joined(separator: ". ") + "." + way
        }
        return AlternativeText(
            summary:
                "Histograms of the values of \(counted(layers.count, "layer")) of \(listed(all.networks)) as it learns"
                + (runs.count > 1 ? ", for \(listed(all.map(\.name)))" : "") + ".",
            details: details.joined(separator: " "))
    }
}

extension ValueHistogram {
    fileprivate var words: String {
        "mean \(compact(mean)), deviation \(compact(deviation)), between \(compact(range.lowerBound)) and "
            + compact(range.upperBound) + (zeros > 0 ? ", \(percent(Double(zeros))) zero" : "")
    }
}
