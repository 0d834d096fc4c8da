package import Engine
import Foundation
import JSON
import Processes
package import Results
package import Studies
import Vocabulary

/// The evaluations of a study's configurations on the external sets that the study names: for each
/// configuration its best trial by the monitored metric, or the ensemble of its trials.
///
/// A configuration is evaluated when all of its trials are complete. An evaluation that exists is
/// kept if its model, its images and the settings of the set are the same.
package struct StudyEvaluations {
    /// A message about the evaluations, for the user.
    package enum Event: Sendable {
        /// An evaluation begins: its number from 1, and the number of all.
        case started(name: String, number: Int, total: Int)
        /// The state of a long part of an evaluation.
        case progress(name: String, EvaluationProgress)
        /// An evaluation was written.
        case finished(EvaluationFolder, EvaluationRecord, seconds: Double)
        /// An existing evaluation was kept.
        case kept(name: String)
        /// A remark on the images of an evaluation that `StudyPlan.plannedSets()` does not know.
        case note(name: String, String)
        /// An evaluation cannot be made.
        case failed(name: String, message: String)
        /// A configuration is not evaluated, because some of its trials are not complete.
        case incomplete(configuration: String, trials: Int, of: Int)
    }

    /// An evaluation that the study asks for.
    struct Item {
        let set: ExternalSet
        /// The path of the set's folder as it is in the study file.
        let path: String
        /// The name of the configuration.
        let configuration: String
        /// The trials of the model.
        let trials: [TrialFolder]
        let folder: EvaluationFolder
    }

    private let study: Study
    private let lock: StudyLock
    /// The evaluations of complete configurations, by set.
    private let items: [Item]
    /// The configurations that are not complete, with the numbers of complete trials and of trials.
    private let incomplete: [(name: String, complete: Int, all: Int)]

    /// Reads the results of a study.
    /// - Throws: `ResultsError`, `JSONError` or `FileError`.
    package init(_ study: Study, in folder: ResultsFolder) throws {
        self.study = study
        let results = try StudyResults(folder, hasPredictions: false)
        lock = results.lock
        guard !study.externalSets.isEmpty else {
            (items, incomplete) = ([], [])
            return
        }
        let choice = StudyChoice(results)
        let planned = lock.trials.map(\.group)
        let groups = results.groups
        var incomplete: [(name: String, complete: Int, all: Int)] = []
        var models: [(configuration: String, best: String, all: [String])] = []
        for name in planned.unique {
            let (count, group) = (planned.count { $0 == name }, groups.first { $0.name == name })
            if let group, group.trials.count == count, let best = choice.bestTrial(of: group) {
                models.append((name, best.entry.id, group.trials.map(\.entry.id)))
            } else {
                incomplete.append((name, group?.trials.count ?? 0, count))
            }
        }
        items = study.externalSets.flatMap { set in
            models.map { model in
                Item(
                    set: set, path: study.writtenPath(of: set), configuration: model.configuration,
                    trials: (set.settings.ensemble ? model.all : [model.best])
                        .map { folder.trial($0) },
                    folder: folder.evaluation(set.evaluation(of: model.configuration)))
            }
        }
        self.incomplete = incomplete
    }

    /// The names of the evaluations that do not exist, are of other trials, or were made with other
    /// settings of their set. Their images are not read.
    package var missing: [String] {
        items.filter { item in
            guard item.folder.isComplete, let record = try? item.folder.readRecord() else {
                return true
            }
            let (made, wanted) = (record.set, item.set.record)
            return made?.name != wanted.name || made?.settings != wanted.settings
                || !record.isCurrent(in: lock)
                || record.model.map(\.id) != item.trials.map(\.id)
        }.map(\.folder.name)
    }

    /// Makes the evaluations that do not exist or are outdated. The caller must have locked the
    /// results folder. A failure does not prevent the other evaluations.
    /// - Parameters:
    ///   - interruption: returns the signal that asks the run to end; nil if there was none.
    ///   - report: called with progress and failures.
    /// - Returns: the number of failures.
    /// - Throws: `Interrupted`.
    package func run(
        on device: any Device, interruption: () -> Int32? = { nil }, report: (Event) -> Void
    ) throws -> Int {
        for group in incomplete {
            report(.incomplete(configuration: group.name, trials: group.complete, of: group.all))
        }
        var failures = 0
        for (index, item) in items.enumerated() {
            let name = item.folder.name
            func progress(_ progress: EvaluationProgress) throws {
                if let signal = interruption() { throw Interrupted(signal: signal) }
                report(.progress(name: name, progress))
            }
            do {
                if let signal = interruption() { throw Interrupted(signal: signal) }
                let evaluator = try ModelEvaluator(
                    trials: item.trials.map(\.path), dataset: item.path,
                    study.options(of: item.set, item.configuration), progress: progress)
                if try isUpToDate(item, evaluator) {
                    report(.kept(name: name))
                    continue
                }
                report(.started(name: name, number: index + 1, total: items.count))
                let start = ContinuousClock.now
                let outcome = try evaluator.evaluate(on: device, progress: progress)
                for note in outcome.notes { report(.note(name: name, note)) }
                try item.folder.write(
                    outcome.record, outcome.predictions, readers: outcome.readers)
                let seconds = (ContinuousClock.now - start) / .seconds(1)
                report(.finished(item.folder, outcome.record, seconds: seconds))
            } catch let error as Interrupted {
                throw error
            } catch {
                failures += 1
                report(.failed(name: name, message: "\(error)"))
            }
        }
        return failures
    }

    /// It cannot be known whether a damaged evaluation is that of the set.
    private func damaged(_ item: Item, _ reason: String) -> EvaluationFailure {
        EvaluationFailure(
            "\(item.folder.path): contains a damaged evaluation (\(reason)); restore or remove it")
    }

    /// Whether the evaluation exists, with its files, and is of the same model, images and
    /// settings.
    /// - Throws: `EvaluationFailure` for an evaluation of the same name that is damaged or is not
    ///   of the set.
    private func isUpToDate(_ item: Item, _ evaluator: ModelEvaluator) throws -> Bool {
        guard item.folder.isComplete else { return false }
        let record: EvaluationRecord
        do { record = try item.folder.readRecord() } catch let error as ResultsError {
            if case .newerSchema = error { throw error }
            throw damaged(item, "\(error)")
        } catch let error as JSONError { throw damaged(item, "\(error)") }
        guard record.set?.name == item.set.name else {
            throw EvaluationFailure(
                "\(item.folder.path): contains an evaluation that 'study evaluate' made; move or "
                    + "remove it, or choose another name for the set '\(item.set.name)'")
        }
        // Predictions that are not those of the record are made again.
        let isWhole =
            (try? item.folder.readPredictions(of: record)) != nil
            && (try? item.folder.readReaders(of: record)) != nil
        return isWhole && evaluator.isUpToDate(record)
    }
}
