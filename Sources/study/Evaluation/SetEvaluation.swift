import Evaluation
import Foundation
import Results
import Runs
import Studies
import Terminal

/// Evaluates the configurations of a study on its external sets, and prints a line for each
/// evaluation. The caller must have locked the results folder.
/// - Parameter interruption: returns the signal that asks the command to end; nil if there was
///   none.
/// - Returns: the number of evaluations that could not be made; each was printed with its reason.
/// - Throws: `Interrupted`; `ResultsError`, `JSONError` or `FileError` for results that cannot be
///   read.
func evaluateSets(
    of study: Study, in folder: ResultsFolder, _ console: Console,
    interruption: () -> Int32? = { nil }
) throws -> Int {
    if study.externalSets.isEmpty { return 0 }
    defer { console.close() }
    var kept = 0
    var notes: Set<String> = []
    var rate = RateEstimator()
    let failures = try StudyEvaluations(study, in: folder).run(
        on: chosenDevice(), interruption: interruption
    ) { event in
        switch event {
        case .started(let name, let number, let total):
            console.progress("evaluating \(name) (\(number) of \(total))")
        case .progress(let name, let progress):
            console.progress("evaluating \(name): \(rate.text(of: progress))")
        case .finished(_, let record, let seconds):
            console.note("evaluated \(record.line) in \(Formatting.duration(seconds))")
        case .kept: kept += 1
        // The configurations have the same images, so most notes are the same.
        case .note(_, let text):
            if notes.insert(text).inserted { console.note("note: \(text)") }
        case .failed(let name, let message):
            console.warn("\(name): cannot be evaluated: \(message)")
        case .incomplete(let configuration, let trials, let all):
            console.warn(
                "\(configuration): is not evaluated on the external sets, because \(trials) of \(all) trials are complete"
            )
        }
    }
    if kept > 0 {
        console.note(
            "\(Formatting.plural(kept, "evaluation")) of external sets \(kept == 1 ? "is" : "are") up to date"
        )
    }
    if failures > 0 {
        console.warn(
            "the results of all trials are complete; run the same command again to evaluate")
    }
    return failures
}

extension RateEstimator {
    /// A text such as `predicting: 320 of 1872, 412/s, 4 s left`.
    mutating func text(of progress: EvaluationProgress) -> String {
        let stage = progress.stage.rawValue
        return "\(stage): \(text(of: stage, done: progress.done, total: progress.total))"
    }
}

extension EvaluationRecord {
    /// The name, the number of images and the main metrics.
    fileprivate var line: String {
        let figures = [
            metrics["accuracy"].map { "accuracy \(Formatting.percent($0.value))" },
            metrics["auroc"].map { "auroc \(Formatting.fixed($0.value, 3))" },
        ].compactMap { $0 }
        return ([name, Formatting.plural(images.total, "image")] + figures).joined(separator: ", ")
    }
}
