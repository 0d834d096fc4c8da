package import JSON
import Vocabulary

/// The differences between two locks, part by part.
package struct LockDifference: Sendable {
    /// The differences in a part of the lock, or in a trial.
    package struct Section: Sendable {
        /// The name of the part or the trial.
        package let title: String
        package let differences: [JSONDifference]
    }

    /// A lock with its results folder.
    package struct Side {
        package let lock: StudyLock
        /// The folder with the lock's trials; nil if the lock is a file elsewhere.
        package let folder: ResultsFolder?

        package init(lock: StudyLock, folder: ResultsFolder?) {
            self.lock = lock
            self.folder = folder
        }

        fileprivate func epochs(_ id: String) -> [EpochRecord]? {
            (try? folder?.trial(id).readEpochs())?.map(\.untimed)
        }
    }

    /// The parts with differences.
    package let sections: [Section]

    /// Compares two locks.
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

    /// The program and the platform of a lock, with the commit only if both locks have it, because
    /// earlier versions did not write it.
    private static func platform(_ lock: StudyLock, beside other: StudyLock) -> JSONValue {
        var json = lock.platform.json
        json["program"] = .string(lock.codeVersion)
        if other.commit != nil { json["commit"] = lock.commit.map { .string($0) } }
        return json
    }

    /// The trials that only one of the two locks has.
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

    /// The differences of a trial.
    /// - Parameter sameEpochs: whether the two `epochs.csv` are equal except for times; if so,
    ///   their digests are not compared.
    private static func differences(
        _ before: TrialEntry, _ after: TrialEntry, sameEpochs: Bool
    ) -> [JSONDifference] {
        func compared(_ entry: TrialEntry) -> JSONValue {
            var json = entry.json
            json["record"] = nil
            var files = json["files"]
            if sameEpochs { files?["epochs.csv"] = nil }
            json["files"] = files
            return json
        }
        return compared(after).differences(from: compared(before))
    }

    package var json: JSONValue {
        .object(
            sections.map {
                JSONValue.Member($0.title, .array($0.differences.map(\.json)))
            })
    }
}
