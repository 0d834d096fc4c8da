import Files
import Foundation
package import JSON
import Vocabulary

/// A comparison of the files of a results folder with the digests in its lock.
package struct FolderCheck: Sendable {
    /// A file that does not match the lock.
    package struct Mismatch: Sendable, Hashable, CustomStringConvertible {
        package enum Kind: String, Sendable { case missing, changed, extra }

        /// The path relative to the results folder.
        package let file: String
        package let kind: Kind
        /// The expected and the found digest, or another explanation; may be empty.
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

    /// The number of files that were compared.
    package private(set) var checked = 0
    /// The files that do not match the lock.
    package private(set) var mismatches: [Mismatch] = []
    /// The number of missing checkpoints that are not required.
    package private(set) var absentWeights = 0
    private let wantsWeights: Bool

    /// Compares all files of the complete trials, and `summary.csv` with the trials.
    /// - Parameters:
    ///   - wantsWeights: whether checkpoints must exist; copies of results often leave them out.
    ///   - progress: called with the number of compared trials and the number of all trials.
    /// - Throws: `FileError` for a file that cannot be read.
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
            add("trials/\(name)", .extra, "the lock has no trial of this name")
        }
        for evaluation in try folder.evaluations() { try check(evaluation) }
        do {
            if try StudyAttributes(in: folder) != nil { checked += 1 }
        } catch { add("attributes.json", .changed, "\(error)") }
        if mismatches.isEmpty { try checkSummary(folder) }
    }

    private mutating func check(_ evaluation: EvaluationFolder) throws {
        let path = "evaluations/\(evaluation.name)"
        guard evaluation.isComplete else {
            return add("\(path)/evaluation.json", .missing, "the evaluation is incomplete")
        }
        checked += 1
        let record: EvaluationRecord
        do { record = try evaluation.readRecord() } catch {
            return add("\(path)/evaluation.json", .changed, "\(error)")
        }
        for (name, digest) in record.files.sorted(by: { $0.key < $1.key }) {
            let file = "\(evaluation.path)/\(name)"
            guard FileManager.default.fileExists(atPath: file) else {
                add("\(path)/\(name)", .missing)
                continue
            }
            checked += 1
            compare(
                "\(path)/\(name)", digest, try SHA256Digest.of(file: file),
                in: "evaluation.json")
        }
    }

    private mutating func check(_ entry: TrialEntry, _ folder: TrialFolder) throws {
        let path = "trials/\(entry.id)"
        guard FileManager.default.fileExists(atPath: folder.path) else {
            return add(path, .missing)
        }
        let names = Set(try folder.names())
        for (name, digest) in entry.files.sorted(by: { $0.key < $1.key }) {
            if names.contains(name) {
                checked += 1
                compare("\(path)/\(name)", digest, try folder.digest(name))
            } else if name.hasSuffix(".safetensors") && !wantsWeights {
                absentWeights += 1
            } else {
                add("\(path)/\(name)", .missing)
            }
        }
        for name in names.sorted() where entry.files[name] == nil {
            add("\(path)/\(name)", .extra)
        }
        try checkRecord(entry, folder, "\(path)/trial.json")
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
            if record.key != entry.key { add(file, .changed, "its key differs from the lock") }
            if record.files != entry.files {
                add(file, .changed, "its digests differ from the lock")
            }
        } catch { add(file, .changed, "\(error)") }
    }

    private mutating func checkSummary(_ folder: ResultsFolder) throws {
        guard FileManager.default.fileExists(atPath: folder.summaryPath) else {
            return add("summary.csv", .missing, "'study report' writes it again")
        }
        checked += 1
        let found = String(decoding: try ResultsFolder.bytes(folder.summaryPath), as: UTF8.self)
        if try StudyResults(folder).summary.text != found {
            add("summary.csv", .changed, "it does not match the files of the trials")
        }
    }

    private mutating func compare(
        _ file: String, _ expected: String, _ found: String, in record: String = "the lock"
    ) {
        guard found != expected else { return }
        add(
            file, .changed,
            "SHA-256 \(expected.prefix(12)) in \(record), \(found.prefix(12)) in the folder")
    }

    private mutating func add(_ file: String, _ kind: Mismatch.Kind, _ detail: String = "") {
        mismatches.append(Mismatch(file: file, kind: kind, detail: detail))
    }
}
