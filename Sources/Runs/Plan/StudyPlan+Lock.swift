import Inference
package import Results
import Studies

extension StudyPlan {
    /// The lock of the study before any of its trials is trained.
    /// - Parameters:
    ///   - studyFile: the path of the study file as it was typed.
    ///   - overrides: the values of `--set`, in order.
    /// - Throws: `TrialFailure` for a study without trials.
    package func lock(studyFile: String, overrides: [String]) throws(TrialFailure) -> StudyLock {
        guard let dataset = datasetRecord, let first = entries.first else {
            throw TrialFailure("the study has no trials")
        }
        var lock = StudyLock(
            study, studyFile: studyFile, overrides: overrides, dataset: dataset,
            codeVersion: CodeVersion.program, platform: .current(threads: first.threads),
            keys: Dictionary(
                entries.map { ($0.trial.id, $0.key) }, uniquingKeysWith: { first, _ in first }))
        lock.commit = CodeVersion.commit
        for (index, entry) in entries.enumerated() {
            lock.trials[index].weights = entry.weights
            lock.trials[index].stale = entry.state.staleness
        }
        lock.notes = contradictions
        return lock
    }
}
