package import JSON
import Vocabulary

/// In what two locks differ, part by part.
package struct LockDifference: Sendable {
    /// A part of a lock, or a trial.
    package struct Section: Sendable {
        package let title: String
        package let differences: [JSONDifference]
    }

    /// A lock, and the folder in which it lies with its trials, if it does.
    package struct Side {
        package let lock: StudyLock
        package let folder: ResultsFolder?

        package init(lock: StudyLock, folder: ResultsFolder?) {
            self.lock = lock
            self.folder = folder
        }

        fileprivate func epochs(_ id: String) -> [EpochRecord]? {
            (try? folder?.trial(id).readEpochs())?.map(\.untimed)
        }
    }

    /// Those in which something differs.
    package let sections: [Section]

    package init(_ old: Side, _ new: Side) {
        let (a, b) = (old.lock, new.lock)
        let plain = [
            ("settings", b.study.differences(from: a.study)),
            ("data", b.dataset.json.differences(from: a.dataset.json)),
            (
                "program and platform",
                Self.platform(b, beside: a).differences(from: Self.platform(a, beside: b))
            ),
            ("kernels", JSONValue(texts: b.kernels).differences(from: JSONValue(texts: a.kernels))),
            ("trials", Self.presence(a, b)),
        ]
        let trials = b.trials.compactMap { entry in
            a.trials.first { $0.id == entry.id }.map { ("trial \(entry.id)", $0, entry) }
        }
        sections =
            (plain
            + trials.map { title, before, after in
                let same = old.epochs(after.id).flatMap { epochs in
                    new.epochs(after.id).map { $0 == epochs }
                }
                return (title, Self.differences(before, after, sameEpochs: same ?? true))
            }).filter { !$1.isEmpty }.map { Section(title: $0, differences: $1) }
    }

    /// The commit counts only if both locks have it: earlier versions did not write it.
    private static func platform(_ lock: StudyLock, beside other: StudyLock) -> JSONValue {
        var json = lock.platform.json
        json["program"] = .string(lock.codeVersion)
        if other.commit != nil { json["commit"] = lock.commit.map { .string($0) } }
        return json
    }

    /// Trials that are in one of the two alone.
    private static func presence(_ a: StudyLock, _ b: StudyLock) -> [JSONDifference] {
        let (before, after) = (Set(a.trials.map(\.id)), Set(b.trials.map(\.id)))
        let gone = a.trials.filter { !after.contains($0.id) }.map { entry in
            JSONDifference(
                path: JSONPath([.key(entry.id)]), old: .string(entry.state.word), new: nil)
        }
        let come = b.trials.filter { !before.contains($0.id) }.map { entry in
            JSONDifference(
                path: JSONPath([.key(entry.id)]), old: nil, new: .string(entry.state.word))
        }
        return gone + come
    }

    /// - Parameter sameEpochs: whether `epochs.csv`, which tells times, says the same but for them.
    private static func differences(
        _ before: TrialEntry, _ after: TrialEntry, sameEpochs: Bool
    ) -> [JSONDifference] {
        func told(_ entry: TrialEntry) -> JSONValue {
            var json = entry.json
            json["record"] = nil
            var files = json["files"]
            if sameEpochs { files?["epochs.csv"] = nil }
            json["files"] = files
            return json
        }
        return told(after).differences(from: told(before))
    }

    package var json: JSONValue {
        .object(
            sections.map {
                JSONValue.Member($0.title, .array($0.differences.map(\.json)))
            })
    }
}
