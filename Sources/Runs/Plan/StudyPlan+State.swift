import Foundation
package import JSON
package import Results
package import Studies
package import Vocabulary

extension StudyPlan {
    /// Whether a trial must be trained, and why.
    package enum State: Sendable, Hashable {
        /// Trained before, with the same key.
        case done
        case new
        /// It was interrupted; so many epochs and, of the next one, steps are done.
        case resumes(epochs: Int, steps: Int)
        /// There is a result, of which these things are no longer so.
        case stale([KeyChange])
        /// Trained before with the same key; then another result took its place, and it stands in
        /// this folder of `replaced/`.
        case replaced(String)
        /// There was a result, which is not whole any more: why.
        case damaged(String)
        /// Its last training did not end well, and is tried again: why.
        case failed(String)

        /// For programs.
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

        /// For people.
        package var word: String {
            switch self {
            case .done: "done"
            case .new: "new"
            case .resumes(let epochs, 0): "goes on after epoch \(epochs)"
            case .resumes(let epochs, let steps):
                "goes on in epoch \(epochs + 1), after step \(steps)"
            case .stale(let changes):
                "stale: " + changes.map(\.description).joined(separator: "; ")
            case .replaced(let name): "done before, in replaced/\(name): 'study run' takes it back"
            case .damaged(let reason): "damaged: \(reason)"
            case .failed(let message): "to try again: \(message)"
            }
        }

        /// Whether the last training did not end well.
        var isFailed: Bool { if case .failed = self { true } else { false } }

        /// Why the result that stands in the trial's place is none of the study; nil where none
        /// stands there, or it is one.
        var staleness: String? {
            switch self {
            case .stale(let changes): changes.map(\.description).joined(separator: "; ")
            case .damaged(let reason): "damaged: \(reason)"
            case .replaced(let name): "the result that the study asks for is in replaced/\(name)"
            case .done, .new, .resumes, .failed: nil
            }
        }

        package var json: JSONValue {
            var json: JSONValue = [
                "state": .string(name), "reason": .string(word),
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

    /// What there is of a trial: it is done when its record has the key and its files are there.
    /// - Returns: the state, and the record of a trial that is done.
    static func state(
        of folder: TrialFolder, key: String, changes: (TrialRecord) -> [KeyChange]
    ) -> (State, TrialRecord?) {
        guard folder.isComplete else {
            let failure = (try? folder.readFailure()).flatMap { $0 }
            return (failure?.key == key ? .failed(failure?.message ?? "") : .new, nil)
        }
        let record: TrialRecord
        do { record = try folder.readRecord() } catch { return (.damaged("\(error)"), nil) }
        guard record.key == key else { return (.stale(changes(record)), nil) }
        // Weights may have been left out of a copy.
        let missing = record.files.keys.filter {
            !$0.hasSuffix(".safetensors")
                && !FileManager.default.fileExists(atPath: "\(folder.path)/\($0)")
        }
        return missing.isEmpty
            ? (.done, record)
            : (.damaged("\(missing.sorted().joined(separator: ", ")) missing"), nil)
    }

    /// For programs: one object per trial.
    /// - Parameter plannedBytes: memory by trial, as `plannedBytes(kernels:)` says it.
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
                    json["operations"] = .number(entry.operations)
                    json["plannedBytes"] = .number(Double(plannedBytes[entry.trial.id] ?? 0))
                    return json
                }),
        ]
    }
}

extension StudyPlan.Entry {
    /// Why the trial's last training did not end well; nil where it did, or has gone on since.
    package func failure(in folder: TrialFolder) -> String? {
        if case .failed(let message) = state { return message }
        guard resumes, let failure = try? folder.readFailure(), failure.key == key
        else { return nil }
        func time(_ path: String) -> Date? {
            let attributes = try? FileManager.default.attributesOfItem(atPath: path)
            return attributes?[.modificationDate] as? Date
        }
        // A training that went on has saved a state after the failure.
        guard let failed = time(folder.failurePath), let saved = time(folder.statePath),
            failed >= saved
        else { return nil }
        return failure.message
    }
}

extension Platform {
    /// Whether results of the two may differ in bits, the number of threads aside.
    func isLike(_ other: Platform) -> Bool {
        (cpu, instructionSet, oneDNN) == (other.cpu, other.instructionSet, other.oneDNN)
    }
}
