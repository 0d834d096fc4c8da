import Files
import Foundation
package import Studies

extension ResultsFolder {
    /// The lock; nil where there is none.
    /// - Throws: `ResultsError.unreadableLock` for one that is damaged, or of a newer program.
    package func readLockIfThere() throws -> StudyLock? {
        guard FileManager.default.fileExists(atPath: lockPath) else { return nil }
        do { return try readLock() } catch {
            throw ResultsError.unreadableLock(file: lockPath, reason: "\(error)")
        }
    }

    /// Makes sure that a run of this study may write here: the folder has no results yet, or they are the study's.
    ///
    /// Results are the study's when its name and the file's name are the same; or one of the two is, as after renaming,
    /// and they have a trial in common.
    /// - Parameters:
    ///   - studyFile: as it was typed.
    ///   - replacing: whether the folder may be another study's, or its lock unreadable.
    /// - Throws: `ResultsError.otherStudy`, `.unreadableLock`; `FileError`.
    package func check(
        belongsTo study: Study, studyFile: String, replacing: Bool = false
    ) throws {
        if replacing { return }
        guard let lock = try readLockIfThere() else { return }
        func fileName(_ path: String) -> String { (path as NSString).lastPathComponent }
        let hasName = lock.name == study.name
        let hasFile = fileName(lock.studyFile) == fileName(studyFile)
        if hasName && hasFile { return }
        let known = Set(lock.trials.map(\.id))
        if hasName || hasFile, study.trials.contains(where: { known.contains($0.id) }) { return }
        throw ResultsError.otherStudy(
            folder: path, found: "'\(lock.name)' (\(lock.studyFile))",
            asked: "'\(study.name)' (\(studyFile))")
    }

    /// Keeps finished trials that are none of the study's any more in `replaced/`, and what else a run must not write
    /// over. The caller has the right to write the folder.
    /// - Parameter replacing: whether the folder may be another study's, or its lock unreadable; then that lock is kept,
    ///   too.
    /// - Throws: `FileError`, `ResultsError`.
    package func makeRoom(for study: Study, studyFile: String, replacing: Bool) throws {
        do { try check(belongsTo: study, studyFile: studyFile) } catch let error as ResultsError {
            guard replacing else { throw error }
            _ = try move(lockPath, toReplaced: "study.lock.json")
        }
        let ids = Set(study.trials.map(\.id))
        let trials = "\(path)/trials"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: trials)) ?? []
        for name in names.sorted() where !ids.contains(name) && !name.hasPrefix(".") {
            // Earlier versions kept one beside its trial.
            let old = ".previous"
            let id = name.hasSuffix(old) ? String(name.dropLast(old.count)) : name
            try setAside(TrialFolder("\(trials)/\(name)", id: id))
        }
    }
}
