import Files
import Foundation
package import JSON
import Vocabulary

/// The files of a results folder, held against the digests of its lock.
package struct FolderCheck: Sendable {
    /// A file that is not as the lock says.
    package struct Mismatch: Sendable, Hashable, CustomStringConvertible {
        package enum Kind: String, Sendable { case missing, changed, extra }

        /// From the results folder on.
        package let file: String
        package let kind: Kind
        /// What was expected and found, where there is more to say.
        package let detail: String

        package var description: String {
            "\(file): \(kind.rawValue)\(detail.isEmpty ? "" : " (\(detail))")"
        }

        package var json: JSONValue {
            [
                "file": .string(file), "problem": .string(kind.rawValue),
                "detail": .string(detail),
            ]
        }
    }

    /// Files that were looked at.
    package private(set) var checked = 0
    package private(set) var mismatches: [Mismatch] = []
    /// Checkpoints that are not there and were not asked for.
    package private(set) var absentWeights = 0
    private let wantsWeights: Bool

    /// Reads all files of the complete trials, and makes `summary.csv` again to compare.
    /// - Parameters:
    ///   - wantsWeights: whether checkpoints must be there, which copies of results often leave
    ///     out.
    ///   - progress: called with trials done and in all.
    /// - Throws: `FileError` for what cannot be read.
    package init(
        _ folder: ResultsFolder, _ lock: StudyLock, wantsWeights: Bool = true,
        progress: (Int, Int) -> Void = { _, _ in }
    ) throws {
        self.wantsWeights = wantsWeights
        let complete = lock.trials.filter { $0.state == .complete }
        for (index, entry) in complete.enumerated() {
            progress(index, complete.count)
            try check(entry, folder.trial(entry.id))
        }
        let known = Set(lock.trials.map(\.id))
        let trials = "\(folder.path)/trials"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: trials)) ?? []
        for name in names.sorted() where !known.contains(name) && !name.hasPrefix(".") {
            add("trials/\(name)", .extra, "no trial of the lock")
        }
        if mismatches.isEmpty { try checkSummary(folder) }
    }

    private mutating func check(_ entry: TrialEntry, _ folder: TrialFolder) throws {
        let place = "trials/\(entry.id)"
        guard FileManager.default.fileExists(atPath: folder.path) else {
            return add(place, .missing)
        }
        let names = Set(try folder.names())
        for (name, digest) in entry.files.sorted(by: { $0.key < $1.key }) {
            if names.contains(name) {
                checked += 1
                compare("\(place)/\(name)", digest, try folder.digest(name))
            } else if name.hasSuffix(".safetensors") && !wantsWeights {
                absentWeights += 1
            } else {
                add("\(place)/\(name)", .missing)
            }
        }
        for name in names.sorted() where entry.files[name] == nil {
            add("\(place)/\(name)", .extra)
        }
        try checkRecord(entry, folder, "\(place)/trial.json")
    }

    private mutating func checkRecord(
        _ entry: TrialEntry, _ folder: TrialFolder, _ file: String
    ) throws {
        guard folder.isComplete else { return add(file, .missing) }
        checked += 1
        if let digest = entry.record {
            return compare(file, digest, try folder.digest("trial.json"))
        }
        do {
            let record = try folder.readRecord()
            if record.key != entry.key { add(file, .changed, "its key is not the lock's") }
            if record.files != entry.files { add(file, .changed, "its digests are not the lock's") }
        } catch { add(file, .changed, "\(error)") }
    }

    private mutating func checkSummary(_ folder: ResultsFolder) throws {
        guard FileManager.default.fileExists(atPath: folder.summaryPath) else {
            return add("summary.csv", .missing, "'study report' writes it again")
        }
        checked += 1
        let found = String(decoding: try ResultsFolder.bytes(folder.summaryPath), as: UTF8.self)
        if try StudyResults(folder).summary.text != found {
            add("summary.csv", .changed, "the trials' files give another one")
        }
    }

    private mutating func compare(_ file: String, _ expected: String, _ found: String) {
        guard found != expected else { return }
        add(file, .changed, "SHA-256 \(expected.prefix(12)) in the lock, \(found.prefix(12)) here")
    }

    private mutating func add(_ file: String, _ kind: Mismatch.Kind, _ detail: String = "") {
        mismatches.append(Mismatch(file: file, kind: kind, detail: detail))
    }
}
