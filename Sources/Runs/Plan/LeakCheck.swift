package import Datasets
import JSON
package import Results
package import Studies
import Vocabulary

/// An error of images or patients that are in several splits, or of images that are in several
/// classes. A study that sets `onLeak` to `report` does not get it.
package struct LeakError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The root folder of the data set.
    package let root: String
    /// All leaks, each with its counts and first examples.
    package let leaks: [LeakRecord]

    /// The message for the user, with the remedy.
    package var description: String {
        "\(root): " + leaks.map(\.text).joined(separator: "; ")
            + "; \(remedy), or set \"onLeak\": \"report\" to train anyway; the report then begins with this "
            + "message"
    }

    /// The way to remove the leaks.
    private var remedy: String {
        guard leaks.contains(where: { $0.kind == .patients }) else { return "remove the copies" }
        let isOfTest = leaks.contains { $0.split == .test }
        let rule =
            isOfTest
            ? "{ \"kind\": \"grouped\", \"from\": [\"train\", \"val\", \"test\"], \"test\": 0.2 }"
            : "{ \"kind\": \"grouped\" }"
        return "split the images by patient with \"split\": \(rule)"
    }
}

extension [LeakRecord] {
    /// Refuses a data set with leaks, unless the study sets `onLeak` to `report`.
    /// - Throws: `LeakError` with all leaks.
    package func check(_ settings: DatasetSettings, _ dataset: Dataset) throws {
        let leaks = filter(\.isLeak)
        guard settings.onLeak == .stop, !leaks.isEmpty else { return }
        throw LeakError(root: dataset.root, leaks: leaks)
    }
}

extension Leakage {
    /// The records for the lock and the report, leaks first.
    package var records: [LeakRecord] {
        let pairs: [(Split, Split)] = [(.test, .train), (.val, .train), (.test, .val)]
        return pairs.compactMap { files($0, in: $1) } + pairs.compactMap { patients($0, in: $1) }
            + [classes, repeated].compactMap { $0 }
    }

    private func files(_ split: Split, in other: Split) -> LeakRecord? {
        let found = copies(of: split, in: other)
        guard !found.isEmpty else { return nil }
        return LeakRecord(
            .files, split: split, other: other, images: found.count,
            total: counts[split, default: 0],
            examples: found.prefix(LeakRecord.mostExamples).map {
                "\($0.image.sample.path) = \($0.copy.sample.path)"
            })
    }

    private func patients(_ split: Split, in other: Split) -> LeakRecord? {
        let found = groups.filter { $0.counts[split] != nil && $0.counts[other] != nil }
        guard !found.isEmpty else { return nil }
        return LeakRecord(
            .patients, split: split, other: other,
            images: found.reduce(0) { $0 + $1.counts[split, default: 0] },
            total: counts[split, default: 0], patients: found.count,
            examples: found.prefix(LeakRecord.mostExamples).map(\.text))
    }

    private var classes: LeakRecord? {
        let found = contradictions
        guard !found.isEmpty else { return nil }
        let examples = found.map { images in
            images.map(\.sample.path).joined(separator: " = ")
        }
        return LeakRecord(
            .classes, images: found.count, total: counts.values.reduce(0, +),
            examples: Array(examples.prefix(LeakRecord.mostExamples)))
    }

    private var repeated: LeakRecord? {
        let found = repeats
        guard !found.isEmpty else { return nil }
        return LeakRecord(
            .repeats, images: found.count, total: counts.values.reduce(0, +),
            examples: found.prefix(LeakRecord.mostExamples).map {
                "\($0.image.sample.path) = \($0.first.sample.path)"
            })
    }
}
