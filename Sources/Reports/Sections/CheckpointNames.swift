import Foundation
import JSON
import Results
import Studies
import Vocabulary

/// The names of the checkpoints that trials start from. A record has only the file's name; if
/// different files have the same name, the folder from the study file is added, as in
/// `vgg16-cosine-s1/last.safetensors`.
struct CheckpointNames {
    private let results: StudyResults
    /// The file names that different checkpoints share.
    private let shared: Set<String>

    init(_ results: StudyResults) {
        self.results = results
        var digests: [String: Set<String>] = [:]
        for weights in results.trials.compactMap(\.record.weights) {
            digests[weights.file, default: []].insert(weights.sha256)
        }
        shared = Set(digests.filter { $0.value.count > 1 }.keys)
    }

    /// The name of a trial's checkpoint; nil if the trial starts from random weights.
    func name(of trial: TrialResult) -> String? {
        guard let weights = trial.record.weights else { return nil }
        guard shared.contains(weights.file), let path = path(trial.entry) else {
            return weights.file
        }
        let components = URL(fileURLWithPath: path).pathComponents.filter { $0 != "/" }
        guard components.last == weights.file, components.count > 1 else { return weights.file }
        return components.suffix(2).joined(separator: "/")
    }

    /// The path of a trial's checkpoint in the study file.
    private func path(_ entry: TrialEntry) -> String? {
        let study = results.lock.study
        func swept(_ path: String) -> JSONValue? {
            guard let values = study["sweep"]?[path]?.elements,
                let labels = results.lock.axes.first(where: { $0.path == path })?.labels,
                labels.count == values.count, let label = entry.coordinates[path],
                let index = labels.firstIndex(of: label)
            else { return nil }
            return values[index]
        }
        return swept("network.weights")?.text ?? swept("network")?["weights"]?.text
            ?? study["network"]?["weights"]?.text
    }
}
