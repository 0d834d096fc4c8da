import Foundation
package import JSON
package import Results
import Studies
import Vocabulary

extension StudyPlan {
    /// The state of a trial in the results folder: whether it must be trained, and why.
    package enum State: Sendable, Hashable {
        /// The trial was trained before, with the same key.
        case done
        /// The trial has no result yet.
        case new
        /// The trial was interrupted after this number of epochs and this number of steps of the
        /// next epoch.
        case resumes(epochs: Int, steps: Int)
        /// The result is of other settings, data, checkpoint or engine; these have changed.
        case stale([StaleReason])
        /// The trial was trained before with the same key; later another result replaced it, and it
        /// was moved to this folder of `replaced/`.
        case replaced(String)
        /// The result is no longer complete, for this reason.
        case damaged(String)
        /// The last training failed with this message, and is retried.
        case failed(String)

        /// The state as a single word for programs.
        package var name: String {
            switch self {
            case .done: "done"
            case .new: "new"
            case .resumes: "resumes"
            case .stale: "stale"
            case .replaced: "replaced"
            case .damaged: "damaged"
            case .failed: "failed"
            }
        }

        /// The state with its reason, for people.
        package var text: String {
            switch self {
            case .done: "done"
            case .new: "new"
            case .resumes(let epochs, 0): "resumes after epoch \(epochs)"
            case .resumes(let epochs, let steps):
                "resumes in epoch \(epochs + 1), after step \(steps)"
            case .stale(let changes):
                "stale: " + changes.map(\.description).joined(separator: "; ")
            case .replaced(let name): "done, in replaced/\(name); 'study run' restores it"
            case .damaged(let reason): "damaged: \(reason)"
            case .failed(let message): "failed, will be retried: \(message)"
            }
        }

        /// True if the last training failed.
        var isFailed: Bool { if case .failed = self { true } else { false } }

        /// The reason for which the result in the trial's folder is not of the study; nil if it is,
        /// or if there is no result.
        var staleness: String? {
            switch self {
            case .stale(let changes): changes.map(\.description).joined(separator: "; ")
            case .damaged(let reason): "damaged: \(reason)"
            case .replaced(let name): "the result of the current settings is in replaced/\(name)"
            case .done, .new, .resumes, .failed: nil
            }
        }

        /// The members that describe the state in the output of `study plan --json`.
        var json: JSONValue {
            var json: JSONValue = [
                "state": .string(name), "reason": .string(text),
            ]
            switch self {
            case .resumes(let epochs, let steps):
                json["epochsDone"] = .number(Double(epochs))
                json["stepsDone"] = .number(Double(steps))
            case .stale(let changes): json["changes"] = .array(changes.map(\.json))
            case .done, .new, .replaced, .damaged, .failed: break
            }
            return json
        }
    }

    /// Reads the state of a trial: it is done if its record has the key and its files exist.
    /// - Returns: the state, and the record if the trial is done.
    static func state(
        of folder: TrialFolder, key: String, changes: (TrialRecord) -> [StaleReason]
    ) -> (State, TrialRecord?) {
        guard folder.isComplete else {
            let failure = (try? folder.readFailure()).flatMap { $0 }
            return (failure?.key == key ? .failed(failure?.message ?? "") : .new, nil)
        }
        let record: TrialRecord
        do { record = try folder.readRecord() } catch { return (.damaged("\(error)"), nil) }
        guard record.key == key else { return (.stale(changes(record)), nil) }
        // A copy of the folder may have been made without the weights.
        let missing = record.files.keys.filter {
            !$0.hasSuffix(".safetensors")
                && !FileManager.default.fileExists(atPath: "\(folder.path)/\($0)")
        }
        return missing.isEmpty
            ? (.done, record)
            : (.damaged("missing files: \(missing.sorted().joined(separator: ", "))"), nil)
    }

    /// The plan as `study plan --json` prints it, with one object per trial.
    /// - Parameter plannedBytes: the memory by trial, as `plannedBytes(on:)` returns it.
    package func json(plannedBytes: [String: Int]) -> JSONValue {
        let time = expectedTime()
        return [
            "study": .string(study.name), "folder": .string(folder.path),
            "expectedSeconds": time.isComplete ? .number(time.seconds) : .null,
            "trials": .array(
                entries.map { entry in
                    var json: JSONValue = [
                        "id": .string(entry.trial.id), "key": .string(entry.key),
                    ]
                    for member in entry.state.json.members ?? [] {
                        json[member.key] = member.value
                    }
                    json["madeOn"] = entry.madeOn?.json
                    json["steps"] = .number(Double(entry.steps))
                    json["operations"] = .number(entry.trainingFLOPs)
                    json["plannedBytes"] =
                        plannedBytes[entry.trial.id].map { .number(Double($0)) } ?? .null
                    return json
                }),
        ]
    }
}

extension StudyPlan.Entry {
    /// The message of the trial's last training if it failed and has not continued since.
    package func failure(in folder: TrialFolder) -> String? {
        if case .failed(let message) = state { return message }
        guard resumes, let failure = try? folder.readFailure(), failure.key == key
        else { return nil }
        func time(_ path: String) -> Date? {
            let attributes = try? FileManager.default.attributesOfItem(atPath: path)
            return attributes?[.modificationDate] as? Date
        }
        // A training that has continued has saved a checkpoint after the failure.
        guard let failed = time(folder.failurePath), let saved = time(folder.statePath),
            failed >= saved
        else { return nil }
        return failure.message
    }
}

extension Platform {
    /// True if results on the two platforms are identical with the same number of threads.
    func isLike(_ other: Platform) -> Bool {
        (cpu, instructionSet, oneDNN) == (other.cpu, other.instructionSet, other.oneDNN)
    }
}
